import type { Token } from 'markdown-it';

import type { Block, Cell, Code, Heading, ListItem, Place } from '../markdown.ts';
import { readProse } from './read-prose.ts';

/**
 * Makes a tree of the parser's tokens, which know their lines, and finds the columns in the source: before the
 * content of a line stand only blanks, `>` and the markers of items that begin there.
 */
export class BlockReader {
  readonly #tokens: readonly Token[];
  readonly #lines: readonly string[];
  readonly #unescape: (text: string) => string;
  #at = 0;
  /** Where the search for the next marker of a line begins, by line: behind the one before. */
  readonly #behindMarker = new Map<number, number>();

  constructor(
    tokens: readonly Token[],
    lines: readonly string[],
    unescape: (text: string) => string,
  ) {
    this.#tokens = tokens;
    this.#lines = lines;
    this.#unescape = unescape;
  }

  /** The blocks up to the end of what is open. */
  read(): readonly Block[] {
    const blocks: Block[] = [];
    for (
      let token = this.#next();
      token !== undefined && token.nesting !== -1;
      token = this.#next()
    ) {
      blocks.push(this.#block(token));
    }
    return blocks;
  }

  #next(): Token | undefined {
    const token = this.#tokens[this.#at];
    this.#at += 1;
    return token;
  }

  #block(token: Token): Block {
    switch (token.type) {
      case 'heading_open':
        return this.#heading(token);
      case 'paragraph_open':
        return { kind: 'paragraph', ...this.#prose(lineOf(token)) };
      case 'bullet_list_open':
      case 'ordered_list_open':
        return { kind: 'list', items: this.#items() };
      case 'blockquote_open':
        this.#find(lineOf(token), '>');
        return { kind: 'quote', children: this.read() };
      case 'fence':
      case 'code_block':
        return this.#code(token);
      case 'table_open':
        return { kind: 'table', rows: this.#rows() };
      case 'hr':
        return { kind: 'rule' };
      default:
        return { kind: 'html' };
    }
  }

  /** Goes behind a marker; the place where it stands. */
  #find(line: number, marker: string): Place {
    const from = this.#behindMarker.get(line) ?? 0;
    const at = Math.max(from, this.#line(line).indexOf(marker, from));
    this.#behindMarker.set(line, at + marker.length);
    return { line: line + 1, column: at + 1 };
  }

  #line(index: number): string {
    return this.#lines[index] ?? '';
  }

  #heading(token: Token): Heading {
    const line = lineOf(token);
    const depth = Number(token.tag.slice(1));
    if (!token.markup.startsWith('#')) return { kind: 'heading', depth, ...this.#prose(line) };
    const place = this.#find(line, token.markup);
    const inline = this.#next();
    this.#at += 1;
    const lines = inline === undefined ? [] : readProse(inline, [this.#find(line, inline.content)]);
    return { kind: 'heading', depth, lines, ...place };
  }

  /** The inline token that comes next, and the end of what holds it. */
  #prose(line: number): Pick<Heading, 'lines' | 'line' | 'column'> {
    const inline = this.#next();
    this.#at += 1;
    if (inline === undefined) return { lines: [], line: line + 1, column: 1 };
    const written = inline.content.split('\n');
    const origins = written.map((text, index): Place => {
      const raw = this.#line(line + index);
      // Only the last line has lost the blanks at its end.
      const { length } = index === written.length - 1 ? raw.replace(/[ \t\f\v]+$/, '') : raw;
      return { line: line + index + 1, column: Math.max(0, length - text.length) + 1 };
    });
    const lines = readProse(inline, origins);
    const { line: first, column } = lines[0] ?? origins[0] ?? { line: line + 1, column: 1 };
    return { lines, line: first, column };
  }

  #items(): readonly ListItem[] {
    const items: ListItem[] = [];
    for (let token = this.#next(); token?.type === 'list_item_open'; token = this.#next()) {
      const place = this.#find(lineOf(token), token.info + token.markup);
      const checked = token.meta?.['checked'];
      const children = this.read();
      items.push({ checked: typeof checked === 'boolean' ? checked : null, children, ...place });
    }
    return items;
  }

  #code({ type, map, markup, info, content }: Token): Code {
    const [begin, end] = map ?? [0, 0];
    const place = this.#find(begin, markup);
    const value = content.replace(/\n$/, '');
    const count = content === '' ? 0 : value.split('\n').length;
    const [language = '', meta = ''] =
      /^(\S+)\s*(.*)$/.exec(this.#unescape(info).trim())?.slice(1) ?? [];
    // A fence and its end are two lines; without an end it is one.
    const closed = type === 'code_block' || count === end - begin - 2;
    return { kind: 'code', language, meta, value, closed, ...place };
  }

  #rows(): readonly (readonly Cell[])[] {
    const rows: Cell[][] = [];
    for (let token = this.#next(); token?.type !== 'table_close'; token = this.#next()) {
      if (token === undefined) break;
      if (token.type === 'tr_open') rows.push(this.#cells(lineOf(token)));
    }
    return rows;
  }

  #cells(line: number): Cell[] {
    const raw = this.#line(line);
    const cells: Cell[] = [];
    let from = this.#behindMarker.get(line) ?? 0;
    while (/[\s>]/.test(raw.charAt(from))) from += 1;
    for (let token = this.#next(); token?.type !== 'tr_close'; token = this.#next()) {
      if (token === undefined) break;
      if (token.type !== 'inline') continue;
      // Between two bars every other bar is escaped.
      const written = token.content.replaceAll('|', String.raw`\|`);
      const at = Math.max(from, raw.indexOf(written, raw.charAt(from) === '|' ? from + 1 : from));
      const lines = readProse(token, [{ line: line + 1, column: at + 1 }]);
      cells.push({ lines, line: line + 1, column: from + 1 });
      const bar = raw.indexOf('|', at + written.length);
      from = bar === -1 ? raw.length : bar;
    }
    return cells;
  }
}

function lineOf({ map }: Token): number {
  return map?.[0] ?? 0;
}
