import type { Code, Heading, List, ListItem, Paragraph, RootContent } from 'mdast';

import type { Chunk } from './cut-at-headings.ts';
import { closesFence, openedFence } from './fence-line.ts';
import type { Fence } from './fence-line.ts';
import type { InlineLine } from './read-plain-inlines.ts';
import { readPlainInlines } from './read-plain-inlines.ts';

/** A line that can be nothing but text: no list, quote, table, rule, heading, fence, HTML or indented code. */
const TEXT = /^(?:[\p{L}("'$]|\d(?!\d{0,8}[.)](?:\s|$))|\*\*[\p{L}\p{N}]|`(?!`))/u;
const ITEM = /^- (?=\S)/;

/**
 * Reads what most specs are made of: a heading, paragraphs, tight lists of one-line items, and fences, none
 * of them indented.
 *
 * @returns null when there is anything else in it; then it has to be read by the full parser
 */
export function readPlainChunk({ lines, line }: Chunk): RootContent[] | null {
  const reader = new PlainReader(lines, line);
  return reader.read();
}

class PlainReader {
  readonly #lines: readonly string[];
  readonly #firstLine: number;
  #at = 0;

  constructor(lines: readonly string[], firstLine: number) {
    this.#lines = lines;
    this.#firstLine = firstLine;
  }

  read(): RootContent[] | null {
    const nodes: RootContent[] = [];
    while (this.#at < this.#lines.length) {
      if (this.#line() === '') {
        this.#at += 1;
        continue;
      }
      const node = this.#block();
      if (node === null) return null;
      nodes.push(node);
    }
    return nodes;
  }

  #line(index = this.#at): string | undefined {
    return this.#lines[index];
  }

  #block(): RootContent | null {
    const line = this.#line() ?? '';
    if (line.startsWith('#')) return this.#heading(line);
    const fence = openedFence(line);
    if (fence !== null) return this.#code(fence);
    return ITEM.test(line) ? this.#list() : this.#paragraph();
  }

  #heading(line: string): Heading | null {
    const found = /^(#{1,6}) +(?=[^\s#])/.exec(line);
    if (found === null || line.endsWith('#')) return null;
    const [{ length }, { length: depth } = { length: 0 }] = found;
    const text = this.#inline(this.#at, length);
    const children = readPlainInlines([text]);
    if (children === null) return null;
    const position = this.#position(this.#at, this.#at);
    this.#at += 1;
    // The pattern allows one to six signs.
    return { type: 'heading', depth: depth as Heading['depth'], children, position };
  }

  #code(fence: Fence): Code | null {
    const begin = this.#at;
    let end = begin + 1;
    for (;;) {
      const line = this.#line(end);
      if (line === undefined) return null;
      if (closesFence(line, fence)) break;
      end += 1;
    }
    if (/[\\&]/.test(fence.info)) return null;
    this.#at = end + 1;
    const [lang = null, meta = null] = /^(\S+)(?:\s+(.*))?$/.exec(fence.info)?.slice(1) ?? [];
    const value = this.#lines.slice(begin + 1, end).join('\n');
    return { type: 'code', lang, meta, value, position: this.#position(begin, end) };
  }

  #paragraph(): Paragraph | null {
    const begin = this.#at;
    const lines: InlineLine[] = [];
    for (let line = this.#line(); line !== undefined && line !== ''; line = this.#line()) {
      if (lines.length > 0 && openedFence(line) !== null) break;
      if (!TEXT.test(line)) return null;
      lines.push(this.#inline(this.#at, 0));
      this.#at += 1;
    }
    const children = readPlainInlines(lines);
    if (children === null) return null;
    return { type: 'paragraph', children, position: this.#position(begin, this.#at - 1) };
  }

  #list(): List | null {
    const begin = this.#at;
    const children: ListItem[] = [];
    for (let line = this.#line(); line !== undefined && line !== ''; line = this.#line()) {
      const item = ITEM.test(line) ? this.#item(line) : null;
      if (item === null) return null;
      children.push(item);
      this.#at += 1;
    }
    const position = this.#position(begin, this.#at - 1);
    // After blank lines the list may go on.
    const next = this.#lines.slice(this.#at).find((line) => line !== '') ?? '';
    if (/^[\s-]/.test(next)) return null;
    return { type: 'list', ordered: false, start: null, spread: false, children, position };
  }

  #item(line: string): ListItem | null {
    const children = TEXT.test(line.slice(2))
      ? readPlainInlines([this.#inline(this.#at, 2)])
      : null;
    if (children === null) return null;
    const position = this.#position(this.#at, this.#at);
    const { start, end } = position;
    const inside = { start: { ...start, column: 3 }, end };
    const paragraph = { type: 'paragraph', children, position: inside } as const;
    return { type: 'listItem', spread: false, checked: null, children: [paragraph], position };
  }

  #inline(index: number, skipped: number): InlineLine {
    const text = (this.#line(index) ?? '').slice(skipped);
    return { text, line: this.#firstLine + index, column: 1 + skipped };
  }

  /** From the beginning of one line to the end of another. */
  #position(begin: number, end: number): NonNullable<Heading['position']> {
    return {
      start: { line: this.#firstLine + begin, column: 1 },
      end: { line: this.#firstLine + end, column: (this.#line(end) ?? '').length + 1 },
    };
  }
}
