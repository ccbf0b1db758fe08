import { stripVTControlCharacters } from 'node:util';

import stringWidth from 'string-width';

/** Where terminal text goes; `process.stdout` and `process.stderr` fit. */
export interface TerminalStream {
  readonly write: (text: string) => unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
}

const HIDE_CURSOR = '\u001b[?25l';
const SHOW_CURSOR = '\u001b[?25h';
const ERASE_LINE_END = '\u001b[K';
const ERASE_BELOW = '\u001b[J';
/** Terminals that know synchronized output show what stands between at once; others ignore it. */
const BEGIN_FRAME = '\u001b[?2026h';
const END_FRAME = '\u001b[?2026l';

/**
 * Lines at the bottom of a terminal that are rewritten in place, below others that scroll away.
 * The cursor rests below the last line. A frame is one write and holds only lines that changed.
 */
export class LiveRegion {
  readonly #stream: TerminalStream;
  #lines: readonly string[] = [];
  #columns = 0;
  #cursorHidden = false;

  constructor(stream: TerminalStream) {
    this.#stream = stream;
  }

  /** Puts `above` over the region for good, and makes `lines` the region. Lines must fit the width. */
  paint(above: readonly string[], lines: readonly string[]): void {
    const columns = this.#stream.columns ?? 80;
    const isResized = columns !== this.#columns && this.#lines.length > 0;
    const frame =
      above.length > 0 || isResized ? this.#rewrite(above, lines, columns) : this.#amend(lines);
    this.#lines = lines;
    this.#columns = columns;
    const cursor = this.#cursorHidden || lines.length === 0 ? '' : HIDE_CURSOR;
    this.#cursorHidden ||= lines.length > 0;
    if (frame !== '') {
      this.#stream.write(cursor + BEGIN_FRAME + frame + END_FRAME);
    }
  }

  /** Gives the cursor back. Whatever the region showed stays. */
  release(): void {
    if (this.#cursorHidden) {
      this.#cursorHidden = false;
      this.#stream.write(SHOW_CURSOR);
    }
    this.#lines = [];
  }

  #rewrite(above: readonly string[], lines: readonly string[], columns: number): string {
    const text = [...above, ...lines].map((line) => `${line}${ERASE_LINE_END}\n`);
    return `${up(this.#height(columns))}${text.join('')}${ERASE_BELOW}`;
  }

  #amend(lines: readonly string[]): string {
    const changed = lines.findIndex((line, index) => line !== this.#lines[index]);
    const isShorter = lines.length < this.#lines.length;
    if (changed === -1 && !isShorter) {
      return '';
    }
    const first = changed === -1 ? lines.length : changed;
    const text = lines.slice(first).map((line, index) => this.#amendLine(line, first + index));
    return `${up(this.#lines.length - first)}${text.join('')}${isShorter ? ERASE_BELOW : ''}`;
  }

  #amendLine(line: string, index: number): string {
    // A line feed also makes room at the bottom edge, which moving the cursor does not.
    return line === this.#lines[index] ? '\n' : `${line}${ERASE_LINE_END}\n`;
  }

  /** Rows that the region takes now: a window made narrower has wrapped its lines. */
  #height(columns: number): number {
    return this.#lines.reduce((rows, line) => {
      const width = stringWidth(stripVTControlCharacters(line));
      return rows + Math.max(1, Math.ceil(width / columns));
    }, 0);
  }
}

function up(rows: number): string {
  return rows > 0 ? `\u001b[${rows}A` : '';
}
