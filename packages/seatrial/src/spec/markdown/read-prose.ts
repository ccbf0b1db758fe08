import type { Token } from 'markdown-it';

import type { Place, Run, TextLine } from '../markdown.ts';

/**
 * The lines of a paragraph, a heading or a cell.
 *
 * The parser says of inline content what it is, not where it stands; but it goes through the text from left to
 * right, so each piece is found behind the one before.
 *
 * @param token - of type `inline`
 * @param origins - where each line of its content begins in the file
 */
export function readProse(token: Token, origins: readonly Place[]): readonly TextLine[] {
  const reader = new ProseReader(token.content, origins);
  for (const child of token.children ?? []) reader.take(child);
  return reader.finish();
}

/** A run while text may still be added to it. */
type GrowingRun = { -readonly [Key in keyof Run]: Run[Key] };

class ProseReader {
  readonly #content: string;
  readonly #origins: readonly Place[];
  readonly #lines: TextLine[] = [];
  /** Behind what has been read. */
  #at = 0;
  #lineIndex = 0;
  #lineStart = 0;
  #runs: GrowingRun[] = [];
  /** Behind the last run. */
  #runEnd = 0;
  /** Where the line begins: with a mark or with text. */
  #begin: Place | null = null;
  /** How many marks (emphasis, links) are open. */
  #depth = 0;
  #boldBegins = false;
  #startsBold = false;

  constructor(content: string, origins: readonly Place[]) {
    this.#content = content;
    this.#origins = origins;
  }

  take(token: Token): void {
    switch (token.type) {
      case 'text':
        this.#addText(token.content, token.content);
        break;
      case 'text_special':
        // An escaped sign or a character reference, as it is meant and as it is written.
        this.#addText(token.content, token.markup);
        break;
      case 'code_inline':
        this.#addCode(token);
        break;
      case 'image':
        this.#openAt(this.#find('!['));
        this.#add('image', token.content, this.#find(token.content));
        break;
      case 'softbreak':
      case 'hardbreak':
        this.#endLine();
        break;
      case 'html_inline':
        this.#find(token.content);
        break;
      default:
        this.#mark(token);
    }
  }

  finish(): readonly TextLine[] {
    this.#endLine();
    return this.#lines;
  }

  /** Goes behind a piece of the source; where it begins. */
  #find(written: string): number {
    const found = this.#content.indexOf(written, this.#at);
    if (found === -1) return this.#at;
    this.#at = found + written.length;
    return found;
  }

  #addText(text: string, written: string): void {
    if (text === '') return;
    const last = this.#runs.at(-1);
    const at = this.#find(written);
    if (last?.kind === 'text' && at === this.#runEnd) {
      last.text += text;
      this.#runEnd = this.#at;
    } else this.#add('text', text, at);
  }

  /** Code may run on into the next line, which is a line all the same. */
  #addCode({ content, markup }: Token): void {
    const opened = this.#find(markup);
    this.#openAt(opened);
    const begin = opened + markup.length;
    // The backticks that end it cannot stand before its content does.
    this.#at = begin + content.length;
    const end = this.#find(markup);
    const [first = '', ...more] = this.#content.slice(begin, end).split('\n');
    let at = begin;
    this.#add('code', more.length === 0 ? content : first, at);
    for (const text of more) {
      at = this.#content.indexOf('\n', at) + 1;
      this.#endLine();
      this.#add('code', text, at);
    }
  }

  /** A line begins with a mark as well as with text. */
  #openAt(at: number): void {
    this.#begin ??= this.#placeOf(at);
  }

  /** Blanks at the beginning of a line are none of it. */
  #add(kind: Run['kind'], text: string, at: number): void {
    const blanks = this.#begin === null ? text.length - text.trimStart().length : 0;
    if (blanks === text.length) return;
    const place = this.#placeOf(at + blanks);
    if (this.#runs.length === 0) this.#startsBold = this.#boldBegins;
    this.#begin ??= place;
    this.#boldBegins = false;
    this.#runs.push({ kind, text: text.slice(blanks), ...place });
    this.#runEnd = this.#at;
  }

  #placeOf(at: number): Place {
    for (;;) {
      const end = this.#content.indexOf('\n', this.#lineStart);
      if (end === -1 || end >= at) break;
      this.#lineStart = end + 1;
      this.#lineIndex += 1;
    }
    const { line, column } = this.#origins[this.#lineIndex] ?? { line: 1, column: 1 };
    return { line, column: column + at - this.#lineStart };
  }

  #mark({ type, nesting, markup }: Token): void {
    const sign = type === 'link_open' ? (markup === 'autolink' ? '<' : '[') : markup;
    const at = this.#find(sign);
    if (nesting === 1) {
      if (this.#begin === null && type === 'strong_open' && this.#depth === 0)
        this.#boldBegins = true;
      this.#openAt(at);
    }
    this.#depth += nesting;
  }

  #endLine(): void {
    const text = this.#runs
      .map((run) => run.text)
      .join('')
      .trimEnd();
    if (this.#begin !== null && text !== '') {
      this.#lines.push({ text, startsBold: this.#startsBold, runs: this.#runs, ...this.#begin });
    }
    this.#runs = [];
    this.#begin = null;
    this.#startsBold = false;
    this.#boldBegins = false;
  }
}
