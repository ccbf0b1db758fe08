import { isAlias, isMap, isScalar, isSeq, parseDocument } from 'yaml';
import type { Alias, Document, Node, Pair, Scalar, YAMLError, YAMLMap } from 'yaml';

import type { MapEntry, ScalarNode, SourceTree, TreeNode, TreeProblem } from './source-tree.ts';

/** A block nested deeper, or blown up further by aliases, is refused instead of read. */
const MAX_NODES = 20_000;
const MAX_DEPTH = 64;

/** Reads any YAML 1.2 document (core schema: no `yes`, no `on`, no octal surprises). Never throws. */
export function readAnyYaml(text: string): SourceTree {
  const document = parseDocument(text, {
    version: '1.2',
    schema: 'core',
    stringKeys: true,
    prettyErrors: false,
  });
  const found = [...document.errors, ...document.warnings];
  if (found.length > 0)
    return { root: null, problems: found.map((error) => toProblem(error, text)) };
  const converter = new Converter(document, text);
  const root = document.contents === null ? null : converter.convert(document.contents, 0);
  return { root: converter.problems.length === 0 ? root : null, problems: converter.problems };
}

class Converter {
  readonly problems: TreeProblem[] = [];
  readonly #document: Document.Parsed;
  readonly #text: string;
  #nodes = 0;

  constructor(document: Document.Parsed, text: string) {
    this.#document = document;
    this.#text = text;
  }

  convert(node: Node, depth: number): TreeNode {
    const at = node.range?.[0] ?? 0;
    this.#nodes += 1;
    if (depth > MAX_DEPTH)
      return this.#refuse(at, `nested deeper than ${String(MAX_DEPTH)} levels`);
    if (this.#nodes > MAX_NODES) {
      return this.#refuse(
        at,
        `holds more than ${String(MAX_NODES)} values once aliases are followed`,
      );
    }
    if (isAlias(node)) {
      return this.#alias(node, at, depth);
    }
    if (isMap(node)) return { kind: 'map', at, entries: this.#entries(node, depth) };
    if (isSeq(node)) {
      const items = node.items.map((item) => this.convert(item as Node, depth + 1));
      return { kind: 'list', at, items };
    }
    return isScalar(node) ? this.#scalar(node, at) : this.#refuse(at, 'this is not a YAML value');
  }

  #alias(node: Alias, at: number, depth: number): TreeNode {
    const target = node.resolve(this.#document);
    if (target === undefined) return this.#refuse(at, `the alias *${node.source} has no anchor`);
    const converted = this.convert(target, depth + 1);
    const [problem] = this.problems;
    // What is wrong with the anchored value here is wrong because of this alias.
    if (problem !== undefined) this.problems[0] = { ...problem, at };
    return converted;
  }

  #entries(map: YAMLMap, depth: number): MapEntry[] {
    // Parsed with `stringKeys`, so every key is a scalar; the library's types cannot say it.
    return (map.items as Pair<Scalar, Node | null>[]).map(({ key, value }) => {
      const [keyAt, keyEnd] = key.range ?? [0, 0];
      const empty: ScalarNode = { kind: 'scalar', at: keyEnd, value: null, text: '' };
      return {
        key: String(key.value),
        keyAt,
        value: value === null ? empty : this.convert(value, depth + 1),
      };
    });
  }

  #scalar(node: Scalar, at: number): TreeNode {
    const { value } = node;
    const text = this.#text.slice(at, node.range?.[1] ?? at);
    if (typeof value === 'number' && !Number.isFinite(value)) {
      return this.#refuse(at, `${text} is not a number that JSON knows`);
    }
    if (Number.isInteger(value) && !Number.isSafeInteger(value) && /^[-+]?\d+$/.test(text)) {
      return this.#refuse(at, `${text} is larger than a number can hold exactly: put it in quotes`);
    }
    if (value === null || ['string', 'number', 'boolean'].includes(typeof value)) {
      return { kind: 'scalar', at, value: value as ScalarNode['value'], text };
    }
    return this.#refuse(at, `${text} is not a value that JSON knows`);
  }

  #refuse(at: number, message: string): TreeNode {
    if (this.problems.length === 0) this.problems.push({ code: 'SPEC_YAML_INVALID', message, at });
    return { kind: 'scalar', at, value: null, text: '' };
  }
}

const HINTS: Partial<Record<YAMLError['code'], string>> = {
  TAB_AS_INDENT: 'indent with spaces',
  MISSING_CHAR: 'between brackets, put a key or a text that holds , : [ ] { or } in quotes',
  MULTIPLE_DOCS: 'a block holds one document: take the "---" out',
  BLOCK_AS_IMPLICIT_KEY: 'put the value in quotes when it holds ": "',
  TAG_RESOLVE_FAILED: 'take the tag out: only plain YAML 1.2 values are read',
};

function toProblem(error: YAMLError, text: string): TreeProblem {
  const [at] = error.pos;
  const hint = HINTS[error.code];
  if (error.code === 'DUPLICATE_KEY') {
    const key = /^[^:\s]*/.exec(text.slice(at))?.[0] ?? '';
    return {
      code: 'SPEC_DUPLICATE_KEY',
      message: `the key "${key}" stands here a second time`,
      at,
    };
  }
  const message =
    error.code === 'MULTIPLE_DOCS'
      ? 'a second YAML document begins here'
      : lowerFirst(error.message);
  return { code: 'SPEC_YAML_INVALID', message, at, ...(hint === undefined ? {} : { hint }) };
}

function lowerFirst(message: string): string {
  return `${message.charAt(0).toLowerCase()}${message.slice(1)}`;
}
