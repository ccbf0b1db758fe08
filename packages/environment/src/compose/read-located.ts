import { isAlias, isMap, isPair, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import type { Document, Node, Pair, Scalar, YAMLMap } from 'yaml';

import type { SourceLocation } from '../diagnostic.ts';
import type { DiagnosticLog } from './diagnostic-log.ts';
import { interpolate } from './interpolate.ts';
import type { LookUpVariable } from './interpolate.ts';
import type { Located, LocatedEntry, LocatedScalar } from './located.ts';

/** A Compose file of a hundred services has some ten thousand values; aliases of aliases reach billions. */
const MAX_VALUES = 100_000;
/** Deeper than any Compose file, far from the end of the stack. */
const MAX_DEPTH = 64;

/** Where the text comes from and what its variables are. */
export interface ReadLocatedOptions {
  readonly file: string;
  readonly lookUp: LookUpVariable;
  readonly log: DiagnosticLog;
}

/** Parses YAML into located, interpolated values; undefined when it cannot be read, which the log then says. */
export function readLocated(text: string, options: ReadLocatedOptions): Located | undefined {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const reader = new LocatedReader(document, lines, options);
  for (const error of document.errors) {
    options.log.error(
      'COMPOSE_SYNTAX',
      reader.locate(error.pos[0]),
      `not valid YAML: ${error.message}`,
    );
  }
  if (document.errors.length > 0) return undefined;
  return reader.read();
}

class LocatedReader {
  readonly #document: Document.Parsed;
  readonly #lines: LineCounter;
  readonly #options: ReadLocatedOptions;
  #values = 0;
  #tooLarge = false;

  constructor(document: Document.Parsed, lines: LineCounter, options: ReadLocatedOptions) {
    this.#document = document;
    this.#lines = lines;
    this.#options = options;
  }

  read(): Located | undefined {
    const contents = this.#document.contents;
    const located = this.#read(contents, 0, this.locate(0));
    return this.#tooLarge ? undefined : located;
  }

  locate(offset: number): SourceLocation {
    const { line, col } = this.#lines.linePos(offset);
    return { file: this.#options.file, line: Math.max(1, line), column: Math.max(1, col) };
  }

  #read(node: Node | null, depth: number, fallback: SourceLocation): Located {
    const at =
      node?.range === undefined || node.range === null ? fallback : this.locate(node.range[0]);
    if (node === null || !this.#takeOne(at, depth)) return emptyAt(at);
    if (isAlias(node)) return this.#read(node.resolve(this.#document) ?? null, depth + 1, at);
    if (isMap(node)) return { kind: 'map', at, entries: this.#readEntries(node, depth, at) };
    if (isSeq(node)) {
      const items = node.items.map((item) => this.#read(asNode(item), depth + 1, at));
      return { kind: 'list', at, items };
    }
    return isScalar(node) ? this.#readScalar(node, at) : emptyAt(at);
  }

  #takeOne(at: SourceLocation, depth: number): boolean {
    this.#values += 1;
    if (this.#values <= MAX_VALUES && depth <= MAX_DEPTH) return true;
    if (!this.#tooLarge) {
      this.#options.log.error('COMPOSE_TOO_LARGE', at, 'the file expands to too many values', {
        expected: `at most ${MAX_VALUES} values, ${MAX_DEPTH} levels deep, aliases included`,
      });
    }
    this.#tooLarge = true;
    return false;
  }

  #readEntries(map: YAMLMap, depth: number, at: SourceLocation): Map<string, LocatedEntry> {
    const own = new Map<string, LocatedEntry>();
    const merged = new Map<string, LocatedEntry>();
    for (const pair of map.items) {
      const { key, keyAt } = this.#readKey(pair, at);
      const value = this.#read(asNode(pair.value), depth + 1, keyAt);
      if (key === '<<') {
        for (const entry of this.#mergeEntries(value)) {
          if (!merged.has(entry.key)) merged.set(entry.key, entry);
        }
      } else own.set(key, { key, keyAt, value });
    }
    return new Map([...merged, ...own]);
  }

  #mergeEntries(value: Located): LocatedEntry[] {
    if (value.kind === 'map') return [...value.entries.values()];
    if (value.kind === 'list') return value.items.flatMap((item) => this.#mergeEntries(item));
    this.#options.log.error('COMPOSE_TYPE', value.at, '"<<" cannot merge this', {
      expected: 'a mapping or a list of mappings',
    });
    return [];
  }

  #readKey(pair: Pair, fallback: SourceLocation): { key: string; keyAt: SourceLocation } {
    const { key } = pair;
    if (isScalar(key)) {
      const keyAt = key.range ? this.locate(key.range[0]) : fallback;
      return { key: sourceText(key), keyAt };
    }
    const node = asNode(key);
    const keyAt = node?.range ? this.locate(node.range[0]) : fallback;
    this.#options.log.error('COMPOSE_TYPE', keyAt, 'a key has to be a text');
    return { key: '', keyAt };
  }

  #readScalar(node: Scalar, at: SourceLocation): LocatedScalar {
    const { value } = node;
    const text = sourceText(node);
    if (typeof value !== 'string') {
      const plain = typeof value === 'number' || typeof value === 'boolean' ? value : null;
      return { kind: 'scalar', at, value: plain, text: plain === null ? '' : text };
    }
    const { lookUp, log } = this.#options;
    const result = interpolate(value, lookUp);
    if (!result.ok) {
      const detail = result.hint === undefined ? {} : { hint: result.hint };
      log.error('COMPOSE_VARIABLE', at, result.message, detail);
      return { kind: 'scalar', at, value: '', text: '' };
    }
    for (const name of result.unset) {
      log.warn('COMPOSE_VARIABLE_UNSET', at, `variable ${name} is not set; an empty text is used`, {
        hint: `set ${name} in the environment or in .env, or write \${${name}:-default}`,
      });
    }
    return { kind: 'scalar', at, value: result.text, text: result.text };
  }
}

function emptyAt(at: SourceLocation): LocatedScalar {
  return { kind: 'scalar', at, value: null, text: '' };
}

function sourceText(node: Scalar): string {
  if (typeof node.value === 'string') return node.value;
  return node.source ?? String(node.value);
}

function asNode(value: unknown): Node | null {
  // What the parser puts into maps and lists are nodes or nothing; `Pair` types it as unknown.
  return value === null || value === undefined || isPair(value) ? null : (value as Node);
}
