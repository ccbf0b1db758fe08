import { readPlainScalar } from './plain-scalar.ts';
import type { ListNode, MapEntry, MapNode, ScalarNode, TreeNode } from './source-tree.ts';

/** Control signs, tabs and a byte order mark; document markers and directives. */
const UNUSUAL = /[^\n\x20-\x7E\u00A0-\uD7FF\uE000-\uFEFE\uFF00-\uFFFD]|^(?:---|\.\.\.|%)/m;
const MAX_DEPTH = 40;
const MAX_KEY_LENGTH = 200;
const JSON_STRING = /"(?:[^"\\\n]|\\["\\/bfnrt]|\\u[0-9a-fA-F]{4})*"/y;
const FLOW_PLAIN = /(?:[^,[\]{}#:\n]|:(?![\s,[\]{}]|$))+/y;
const SINGLE_QUOTED = /'(?:[^'\n]|'')*'/y;
/** Signs that begin something other than a plain scalar, or that only some parsers take. */
const NOT_PLAIN = ',[]{}#&*!|>\'"%@`?:<=~';

/**
 * Reads the part of YAML that specs are written in: maps and lists in blocks or in brackets, scalars on one line,
 * comments. Null for everything else, right or wrong, however slight the doubt: then the full parser decides.
 */
export function readPlainYaml(text: string): TreeNode | null {
  if (UNUSUAL.test(text)) return null;
  try {
    return new PlainReader(text).read();
  } catch (error) {
    if (error instanceof Unsure) return null;
    throw error;
  }
}

/** Leaves the fast way; carries no stack, since it is no mistake. */
class Unsure extends Error {}
Unsure.prototype.name = 'Unsure';

class PlainReader {
  readonly #text: string;
  #at = 0;
  #depth = 0;
  /** How many brackets are open. */
  #brackets = 0;

  constructor(text: string) {
    this.#text = text;
  }

  read(): TreeNode | null {
    const indent = this.#nextLine();
    if (indent === -1) return null;
    const root = this.#block(indent);
    if (this.#nextLine() !== -1) throw unsure;
    return root;
  }

  /** Goes to the first sign of the next line that holds something; its indent, or -1 at the end. */
  #nextLine(): number {
    const text = this.#text;
    for (;;) {
      const lineStart = this.#at;
      let at = lineStart;
      while (text[at] === ' ') at += 1;
      if (at >= text.length) {
        this.#at = at;
        return -1;
      }
      if (text[at] === '#') {
        const end = text.indexOf('\n', at);
        at = end === -1 ? text.length : end;
      }
      if (at >= text.length) {
        this.#at = at;
        return -1;
      }
      if (text[at] !== '\n') {
        this.#at = at;
        return at - lineStart;
      }
      this.#at = at + 1;
    }
  }

  /** A map or a list whose first line begins here, in this column. */
  #block(indent: number): TreeNode {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) throw unsure;
    const node = this.#isDash() ? this.#blockList(indent) : this.#blockMap(indent);
    this.#depth -= 1;
    return node;
  }

  #isDash(): boolean {
    return this.#text[this.#at] === '-' && this.#text[this.#at + 1] === ' ';
  }

  #blockList(indent: number): ListNode {
    const at = this.#at;
    const items: TreeNode[] = [];
    for (;;) {
      if (!this.#isDash()) throw unsure;
      const dash = this.#at;
      this.#at += 1;
      this.#spaces();
      const column = indent + this.#at - dash;
      items.push(this.#isKeyAhead() || this.#isDash() ? this.#block(column) : this.#inline(indent));
      const lineStart = this.#at;
      if (!this.#continues(indent)) return { kind: 'list', at, items };
      if (!this.#isDash()) {
        // `key:` in the column of a list's dashes ends the list and goes on with the map around it.
        this.#at = lineStart;
        return { kind: 'list', at, items };
      }
    }
  }

  #blockMap(indent: number): MapNode {
    const at = this.#at;
    const entries: MapEntry[] = [];
    for (;;) {
      if (this.#isDash()) throw unsure;
      const keyAt = this.#at;
      const key = this.#blockKey();
      assertNew(key, entries);
      this.#spaces();
      entries.push({ key, keyAt, value: this.#value(indent) });
      if (!this.#continues(indent)) return { kind: 'map', at, entries };
    }
  }

  /** What follows `key:`: on the same line, or a block below. */
  #value(indent: number): TreeNode {
    const sign = this.#text[this.#at];
    if (sign !== undefined && sign !== '\n' && sign !== '#') return this.#inline(indent);
    const before = this.#at;
    this.#endLine();
    const inner = this.#nextLine();
    const isList = inner === indent && this.#isDash();
    if (inner > indent || isList) return this.#block(inner);
    this.#at = before;
    throw unsure;
  }

  /** True when another line of the same block follows; the reader then stands at its first sign. */
  #continues(indent: number): boolean {
    const before = this.#at;
    const next = this.#nextLine();
    if (next > indent) throw unsure;
    if (next === indent) return true;
    // The line belongs to a block around this one, whose reader goes to it again.
    this.#at = before;
    return false;
  }

  /** A scalar or a collection in brackets, and the end of its line. */
  #inline(indent: number): TreeNode {
    const sign = this.#text[this.#at];
    let node: TreeNode;
    if (sign === '{' || sign === '[') node = this.#flow(indent);
    else if (sign === '"' || sign === "'") node = this.#quoted();
    else node = this.#plainLine();
    this.#endLine();
    this.#assertNoContinuation(indent);
    return node;
  }

  /** A deeper line after a scalar would belong to it. */
  #assertNoContinuation(indent: number): void {
    const before = this.#at;
    if (this.#nextLine() > indent) throw unsure;
    this.#at = before;
  }

  #spaces(): void {
    while (this.#text[this.#at] === ' ') this.#at += 1;
  }

  /** Blanks, perhaps a comment, and the line break. */
  #endLine(): void {
    const text = this.#text;
    const before = this.#at;
    this.#spaces();
    if (text[this.#at] === '#') {
      if (this.#at === before && text[before - 1] !== ' ') throw unsure;
      const end = text.indexOf('\n', this.#at);
      this.#at = end === -1 ? text.length : end;
    }
    if (this.#at >= text.length) return;
    if (text[this.#at] !== '\n') throw unsure;
    this.#at += 1;
  }

  #lineEnd(): number {
    const end = this.#text.indexOf('\n', this.#at);
    return end === -1 ? this.#text.length : end;
  }

  #isKeyAhead(): boolean {
    const sign = this.#text[this.#at] ?? '';
    if (sign === '{' || sign === '[') return false;
    if (sign === '"' || sign === "'") {
      const { end } = this.#match(sign);
      return this.#text[end] === ':';
    }
    return this.#keyEnd() !== -1;
  }

  /** The place of the `:` that ends a plain key on this line; -1 when there is none. */
  #keyEnd(): number {
    const text = this.#text;
    const end = this.#lineEnd();
    for (
      let at = text.indexOf(':', this.#at);
      at !== -1 && at < end;
      at = text.indexOf(':', at + 1)
    ) {
      const next = text[at + 1];
      if (next === ' ' || next === '\n' || next === undefined) return at;
    }
    return -1;
  }

  #blockKey(): string {
    const sign = this.#text[this.#at] ?? '';
    const text = this.#text;
    if (sign === '"' || sign === "'") {
      const { value, end } = this.#match(sign);
      const next = text[end + 1];
      if (text[end] !== ':' || (next !== ' ' && next !== '\n' && next !== undefined)) throw unsure;
      this.#at = end + 1;
      return value;
    }
    const end = this.#keyEnd();
    if (end === -1 || NOT_PLAIN.includes(sign) || sign === '-') throw unsure;
    const key = text.slice(this.#at, end);
    if (key.length > MAX_KEY_LENGTH || key.endsWith(' ') || key.includes(' #')) throw unsure;
    this.#at = end + 1;
    return key;
  }

  /** A plain scalar up to the end of its line or to a comment. */
  #plainLine(): ScalarNode {
    const at = this.#at;
    const sign = this.#text[at] ?? '';
    if (NOT_PLAIN.includes(sign) || this.#isDash() || sign === '\n') throw unsure;
    let end = this.#lineEnd();
    const comment = this.#text.indexOf(' #', at);
    if (comment !== -1 && comment < end) end = comment;
    const written = this.#text.slice(at, end).trimEnd();
    if (written === '' || written === '-' || written.includes(': ') || written.endsWith(':'))
      throw unsure;
    this.#at = at + written.length;
    return this.#plain(written, at);
  }

  #plain(written: string, at: number): ScalarNode {
    const value = readPlainScalar(written);
    if (value === undefined) throw unsure;
    return { kind: 'scalar', at, value, text: written };
  }

  #quoted(): ScalarNode {
    const at = this.#at;
    const { value, end } = this.#match(this.#text[at] ?? '');
    this.#at = end;
    return { kind: 'scalar', at, value, text: this.#text.slice(at, end) };
  }

  #match(quote: string): { readonly value: string; readonly end: number } {
    const pattern = quote === '"' ? JSON_STRING : SINGLE_QUOTED;
    pattern.lastIndex = this.#at;
    const written = pattern.exec(this.#text)?.[0];
    if (written === undefined) throw unsure;
    const end = this.#at + written.length;
    const inner = written.slice(1, -1);
    if (quote === "'") return { value: inner.replaceAll("''", "'"), end };
    return { value: inner.includes('\\') ? (JSON.parse(written) as string) : inner, end };
  }

  /** `{ … }` or `[ … ]`, also over several lines that are indented deeper than the block around. */
  #flow(indent: number): TreeNode {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) throw unsure;
    this.#brackets += 1;
    const node = this.#text[this.#at] === '{' ? this.#flowMap(indent) : this.#flowList(indent);
    this.#brackets -= 1;
    this.#depth -= 1;
    return node;
  }

  #flowMap(indent: number): MapNode {
    const at = this.#at;
    const entries: MapEntry[] = [];
    this.#at += 1;
    for (;;) {
      this.#flowSpaces(indent);
      if (this.#take('}')) return { kind: 'map', at, entries };
      const keyAt = this.#at;
      const key = this.#flowKey();
      assertNew(key, entries);
      this.#flowSpaces(indent);
      entries.push({ key, keyAt, value: this.#flowValue(indent) });
      this.#flowSpaces(indent);
      if (this.#take('}')) return { kind: 'map', at, entries };
      if (!this.#take(',')) throw unsure;
    }
  }

  #flowList(indent: number): ListNode {
    const at = this.#at;
    const items: TreeNode[] = [];
    this.#at += 1;
    for (;;) {
      this.#flowSpaces(indent);
      if (this.#take(']')) return { kind: 'list', at, items };
      items.push(this.#flowValue(indent));
      this.#flowSpaces(indent);
      if (this.#take(']')) return { kind: 'list', at, items };
      if (!this.#take(',')) throw unsure;
    }
  }

  #take(sign: string): boolean {
    if (this.#text[this.#at] !== sign) return false;
    this.#at += 1;
    return true;
  }

  #flowSpaces(indent: number): void {
    for (;;) {
      this.#spaces();
      if (this.#text[this.#at] !== '\n') return;
      this.#at += 1;
      const lineStart = this.#at;
      this.#spaces();
      const column = this.#at - lineStart;
      const sign = this.#text[this.#at] ?? '';
      // The last closing bracket may stand below the key that its collection belongs to.
      const isLast = this.#brackets === 1 && (sign === '}' || sign === ']');
      const isClosing = isLast && column === indent;
      if ((column <= indent && !isClosing) || sign === '#') throw unsure;
    }
  }

  #flowKey(): string {
    const sign = this.#text[this.#at] ?? '';
    if (sign === '"' || sign === "'") {
      const { value, end } = this.#match(sign);
      if (this.#text[end] !== ':') throw unsure;
      this.#at = end + 1;
      return value;
    }
    const written = this.#flowPlain();
    if (this.#text[this.#at] !== ':' || written.length > MAX_KEY_LENGTH) throw unsure;
    this.#at += 1;
    return written;
  }

  #flowValue(indent: number): TreeNode {
    const at = this.#at;
    const sign = this.#text[at] ?? '';
    if (sign === '{' || sign === '[') return this.#flow(indent);
    const node = sign === '"' || sign === "'" ? this.#quoted() : this.#plain(this.#flowPlain(), at);
    const next = this.#text[this.#at];
    // `[a: 1]` is a map in a list, and `"a":1` outside of a map is something else again.
    if (next === ':') throw unsure;
    return node;
  }

  /** A plain scalar in brackets: up to `,`, a bracket, or a `:` that ends a key. */
  #flowPlain(): string {
    const start = this.#at;
    const first = this.#text[start] ?? '';
    const isDash = first === '-' && !/[\w.]/.test(this.#text[start + 1] ?? '');
    if (NOT_PLAIN.includes(first) || isDash) throw unsure;
    FLOW_PLAIN.lastIndex = start;
    const written = (FLOW_PLAIN.exec(this.#text)?.[0] ?? '').trimEnd();
    if (written === '') throw unsure;
    this.#at = start + written.length;
    return written;
  }
}

const unsure = new Unsure();

function assertNew(key: string, entries: readonly MapEntry[]): void {
  for (const entry of entries) if (entry.key === key) throw unsure;
}
