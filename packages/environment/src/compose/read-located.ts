import {
  Composer,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  Parser,
} from 'yaml';
import type { Document, Node, Pair, Scalar, YAMLMap } from 'yaml';

import type { SourceLocation } from '../diagnostic.ts';
import type { DiagnosticLog } from './diagnostic-log.ts';
import { interpolate } from './interpolate.ts';
import type { LookUpVariable } from './interpolate.ts';
import type { Located, LocatedEntry, LocatedMap, LocatedScalar } from './located.ts';

/** A Compose file of a hundred services has some ten thousand values; aliases of aliases reach billions. */
const MAX_VALUES = 50_000;
/** Quotes, brackets, keys, line breaks …: what the parser takes seconds for when there are a million of them. */
const MAX_TOKENS = 100_000;
/** Deeper than any Compose file, far from the end of the stack. */
const MAX_DEPTH = 64;
/** All values together; a few variables of a megabyte each can be used very often. */
const MAX_CHARACTERS = 16 * 1024 * 1024;
/** What the lexer puts between the parts of a text: a document begins, a flow ends by mistake, a scalar follows. */
const MARKS = ['\u0002', '\u0018', '\u001F'];
/** The first ones say it; the rest follows from them. */
const MAX_SYNTAX_ERRORS = 5;

/** Where the text comes from and what its variables are. */
export interface ReadLocatedOptions {
  readonly file: string;
  readonly lookUp: LookUpVariable;
  readonly log: DiagnosticLog;
}

/**
 * Parses YAML into located, interpolated values, one for each document of the text; undefined when it cannot be
 * read, which the log then says.
 */
export function readLocated(text: string, options: ReadLocatedOptions): Located[] | undefined {
  const lines = new LineCounter();
  const documents = parseText(text, lines, options);
  if (documents === undefined) return undefined;
  const readers = documents.map((document) => new LocatedReader(document, lines, options));
  const errors = documents.flatMap((document) => document.errors);
  const tooDeep = errors.findLast(({ message }) => isStackAtEnd(message));
  if (tooDeep !== undefined) {
    tooLarge(options, locate(tooDeep.pos[0], lines, options));
    return undefined;
  }
  for (const { message, pos } of errors.slice(0, MAX_SYNTAX_ERRORS)) {
    syntaxError(message, locate(pos[0], lines, options), options);
  }
  if (errors.length > 0) return undefined;
  const read = readers.map((reader) => reader.read());
  return read.includes(undefined) ? undefined : read.filter((value) => value !== undefined);
}

function parseText(
  text: string,
  lineCounter: LineCounter,
  options: ReadLocatedOptions,
): Document.Parsed[] | undefined {
  const end = endOfTokens(text);
  if (end !== undefined) {
    const line = text.slice(0, end).split('\n').length;
    tooLarge(options, { file: options.file, line, column: 1 });
    return undefined;
  }
  try {
    return composeDocuments(text, lineCounter, options);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    tooLarge(options, { file: options.file, line: 1, column: 1 });
    return undefined;
  }
}

function composeDocuments(
  text: string,
  lines: LineCounter,
  options: ReadLocatedOptions,
): Document.Parsed[] | undefined {
  // Keys are compared by the reader below: here each would be compared with each, minutes for a long mapping.
  const composer = new Composer({ prettyErrors: false, uniqueKeys: false });
  const documents: Document.Parsed[] = [];
  const errors: { readonly offset: number; readonly message: string }[] = [];
  for (const token of new Parser(lines.addNewLine).parse(text)) {
    if (token.type === 'error') errors.push(token);
    if (errors.length >= MAX_SYNTAX_ERRORS) break;
    documents.push(...composer.next(token));
  }
  if (errors.length === 0) return [...documents, ...composer.end(false, text.length)];
  for (const { offset, message } of errors) {
    const at = locate(offset, lines, options);
    if (isStackAtEnd(message)) tooLarge(options, at);
    else syntaxError(message, at, options);
  }
  return undefined;
}

/** The parser is recursive, and says so of every level when its stack is at an end. */
function isStackAtEnd(message: string): boolean {
  return message.includes('call stack');
}

function syntaxError(message: string, at: SourceLocation, { log }: ReadLocatedOptions): void {
  log.error('COMPOSE_SYNTAX', at, `not valid YAML: ${message}`);
}

/** Where a text has more tokens than a Compose file can have; undefined when it has fewer. */
function endOfTokens(text: string): number | undefined {
  let count = 0;
  let offset = 0;
  for (const token of new Lexer().lex(text)) {
    count += 1;
    if (!MARKS.includes(token)) offset += token.length;
    if (count > MAX_TOKENS) return offset;
  }
  return undefined;
}

function tooLarge({ log }: ReadLocatedOptions, at: SourceLocation): void {
  log.error('COMPOSE_TOO_LARGE', at, 'the file expands to too many values', {
    expected: `at most ${MAX_VALUES} values, ${MAX_DEPTH} levels deep, aliases included`,
  });
}

function locate(offset: number, lines: LineCounter, { file }: ReadLocatedOptions): SourceLocation {
  const { line, col } = lines.linePos(offset);
  return { file, line: Math.max(1, line), column: Math.max(1, col) };
}

interface Anchored {
  readonly located: Located;
  /** How many values it consists of. */
  readonly size: number;
}

class LocatedReader {
  readonly #document: Document.Parsed;
  readonly #lines: LineCounter;
  readonly #options: ReadLocatedOptions;
  readonly #anchors = new Map<string, Anchored>();
  #values = 0;
  #characters = 0;
  #tooLarge = false;

  constructor(document: Document.Parsed, lines: LineCounter, options: ReadLocatedOptions) {
    this.#document = document;
    this.#lines = lines;
    this.#options = options;
  }

  read(): Located | undefined {
    const { contents, range } = this.#document;
    const located = this.#read(contents, 0, this.#locate(range[0]));
    return this.#tooLarge ? undefined : located;
  }

  #locate(offset: number): SourceLocation {
    return locate(offset, this.#lines, this.#options);
  }

  #read(node: Node | null, depth: number, fallback: SourceLocation): Located {
    const at =
      node?.range === undefined || node.range === null ? fallback : this.#locate(node.range[0]);
    if (node === null || !this.#take(1, depth, at)) return emptyAt(at);
    if (isAlias(node)) return this.#readAlias(node.source, depth, at);
    const before = this.#values;
    const tag = this.#readTag(node.tag, at);
    const plain = this.#readContent(node, depth, at);
    const located = tag === undefined ? plain : { ...plain, tag };
    const anchor = isMap(node) || isSeq(node) || isScalar(node) ? node.anchor : undefined;
    if (anchor !== undefined) {
      this.#anchors.set(anchor, { located, size: this.#values - before + 1 });
    }
    return located;
  }

  #readContent(node: Node, depth: number, at: SourceLocation): Located {
    if (isMap(node)) return { kind: 'map', at, entries: this.#readEntries(node, depth, at) };
    if (isSeq(node)) {
      const items = node.items.map((item) => this.#read(asNode(item), depth + 1, at));
      return { kind: 'list', at, items };
    }
    return isScalar(node) ? this.#readScalar(node, at) : emptyAt(at);
  }

  #readTag(tag: string | undefined, at: SourceLocation): Located['tag'] {
    if (tag === '!reset') return 'reset';
    if (tag === '!override') return 'override';
    if (
      tag !== undefined &&
      !/^(?:tag:yaml\.org,2002:(?:str|int|float|bool|null|seq|map))?$/.test(tag)
    ) {
      this.#options.log.error('COMPOSE_TAG', at, `unknown tag ${tag}`, {
        expected: '!reset, !override or none',
      });
    }
    return undefined;
  }

  /** What an anchor stands for is read once, and counted as often as it is used. */
  #readAlias(name: string, depth: number, at: SourceLocation): Located {
    const anchored = this.#anchors.get(name);
    if (anchored === undefined) {
      this.#options.log.error('COMPOSE_SYNTAX', at, `no anchor &${name} stands before this alias`, {
        hint: 'an anchor cannot contain itself either',
      });
      return emptyAt(at);
    }
    return this.#take(anchored.size, depth, at) ? anchored.located : emptyAt(at);
  }

  #take(count: number, depth: number, at: SourceLocation): boolean {
    this.#values += count;
    if (this.#values <= MAX_VALUES && depth <= MAX_DEPTH) return true;
    if (!this.#tooLarge) tooLarge(this.#options, at);
    this.#tooLarge = true;
    return false;
  }

  #readEntries(map: YAMLMap, depth: number, at: SourceLocation): Map<string, LocatedEntry> {
    const own = new Map<string, LocatedEntry>();
    const merged = new Map<string, LocatedEntry>();
    for (const pair of map.items) {
      const { key, keyAt } = this.#readKey(pair, at);
      const value = this.#read(asNode(pair.value), depth + 1, keyAt);
      const first = own.get(key);
      if (key === '<<') {
        for (const entry of this.#mergeEntries(value)) {
          if (!merged.has(entry.key)) merged.set(entry.key, entry);
        }
      } else if (first === undefined) own.set(key, { key, keyAt, value });
      else this.#refuseTwice(first, keyAt);
    }
    return new Map([...merged, ...own]);
  }

  #refuseTwice({ key, keyAt: first }: LocatedEntry, at: SourceLocation): void {
    this.#options.log.error(
      'COMPOSE_KEY_TWICE',
      at,
      `key ${JSON.stringify(key)} stands twice in a mapping`,
      {
        seen: `the first one in line ${first.line}`,
        hint: 'take one of them away',
      },
    );
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
      const keyAt = key.range ? this.#locate(key.range[0]) : fallback;
      return { key: sourceText(key), keyAt };
    }
    const node = asNode(key);
    const keyAt = node?.range ? this.#locate(node.range[0]) : fallback;
    this.#options.log.error('COMPOSE_TYPE', keyAt, 'a key has to be a text');
    return { key: '', keyAt };
  }

  #readScalar(node: Scalar, at: SourceLocation): LocatedScalar {
    const { value } = node;
    const text = sourceText(node);
    if (typeof value !== 'string') return plainScalar(value, text, at);
    const { lookUp, log } = this.#options;
    const result = interpolate(value, lookUp);
    if (!result.ok) {
      const detail = result.hint === undefined ? {} : { hint: result.hint };
      log.error('COMPOSE_VARIABLE', at, result.message, detail);
      return { kind: 'scalar', at, value: '', text: '' };
    }
    this.#characters += result.text.length;
    if (this.#characters > MAX_CHARACTERS) this.#take(MAX_VALUES, 0, at);
    for (const name of result.unset) {
      log.warn('COMPOSE_VARIABLE_UNSET', at, `variable ${name} is not set; an empty text is used`, {
        hint: `set ${name} in the environment or in .env, or write \${${name}:-default}`,
      });
    }
    return { kind: 'scalar', at, value: result.text, text: result.text };
  }
}

function plainScalar(value: unknown, written: string, at: SourceLocation): LocatedScalar {
  // Docker's parser still reads YAML 1.1 here: a leading zero makes a number octal, as in `mode: 0440`.
  const plain = /^0[0-7]+$/.test(written) ? Number.parseInt(written, 8) : value;
  if (typeof plain === 'boolean') return { kind: 'scalar', at, value: plain, text: String(plain) };
  if (typeof plain !== 'number') return emptyAt(at);
  // A number has one form for Docker, whatever is written: 1.10 is 1.1.
  const isExact = !Number.isInteger(plain) || Number.isSafeInteger(plain);
  const text = isExact ? String(plain) : written;
  const scalar = { kind: 'scalar', at, value: plain, text } as const;
  return text === written ? scalar : { ...scalar, written };
}

/** The mapping without entries that an empty text stands for. */
export function emptyMap(at: SourceLocation): LocatedMap {
  return { kind: 'map', at, entries: new Map() };
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
