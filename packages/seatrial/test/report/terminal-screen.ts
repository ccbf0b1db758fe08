/* oxlint-disable no-control-regex -- terminals speak in control characters */
import { stripVTControlCharacters } from 'node:util';

/**
 * A terminal made of strings: enough of ECMA-48 to see what a person would see. Throws on a
 * sequence that it does not know, so a test cannot pass by overlooking one.
 */
export class TerminalScreen {
  readonly isTTY = true;
  columns: number;
  readonly rows: number;
  /** Everything written, as it came; one entry a write. */
  readonly writes: string[] = [];
  cursorVisible = true;
  /** What has scrolled off the top. */
  readonly #history: string[] = [];
  #lines: string[] = [''];
  #row = 0;
  #column = 0;

  constructor(columns = 60, rows = 12) {
    this.columns = columns;
    this.rows = rows;
  }

  write = (text: string): void => {
    this.writes.push(text);
    for (const token of text.match(TOKENS) ?? []) this.#apply(token);
  };

  /** Everything that can be read, from the first line that ever was to the last. */
  text(): string {
    return [...this.#history, ...this.#lines]
      .map((line) => line.trimEnd())
      .join('\n')
      .trimEnd();
  }

  #apply(token: string): void {
    if (token === '\n') {
      this.#feed();
    } else if (!token.startsWith('\u001b')) {
      this.#put(token);
    } else if (token.startsWith('\u001b[?25')) {
      this.cursorVisible = token.endsWith('h');
    } else if (token.endsWith('A') && token.startsWith('\u001b[')) {
      this.#row = Math.max(0, this.#row - Number(token.slice(2, -1)));
    } else if (token === '\u001b[K') {
      this.#lines[this.#row] = this.#line().slice(0, this.#column);
    } else if (token === '\u001b[J') {
      this.#lines = [...this.#lines.slice(0, this.#row), this.#line().slice(0, this.#column)];
    } else if (!/^\u001b(?:\[\?2026[hl]|\[[\d;]*m|\]8;)/.test(token)) {
      throw new Error(`unknown sequence ${JSON.stringify(token)}`);
    }
  }

  #line(): string {
    return this.#lines[this.#row] ?? '';
  }

  #put(character: string): void {
    if (this.#column >= this.columns) this.#feed();
    const line = this.#line().padEnd(this.#column);
    this.#lines[this.#row] = line.slice(0, this.#column) + character + line.slice(this.#column + 1);
    this.#column += 1;
  }

  #feed(): void {
    this.#column = 0;
    this.#row += 1;
    if (this.#row >= this.rows) {
      this.#history.push(this.#lines.shift() ?? '');
      this.#row -= 1;
    }
    this.#lines[this.#row] ??= '';
  }
}

const TOKENS = /\u001b\[[?\d;]*[A-Za-z]|\u001b\][^\u001b]*\u001b\\|[^]/gu;

/** A stream that is no terminal. */
export class PlainStream {
  text = '';

  write = (text: string): void => {
    this.text += text;
  };

  get lines(): readonly string[] {
    return stripVTControlCharacters(this.text).trimEnd().split('\n');
  }
}

/** A clock and its timers, moved by hand. */
export class FakeTime {
  nowMs = 0;
  readonly #timers = new Set<{
    readonly intervalMs: number;
    readonly callback: () => void;
    dueMs: number;
  }>();

  now = (): number => this.nowMs;

  every = (intervalMs: number, callback: () => void): (() => void) => {
    const timer = { intervalMs, callback, dueMs: this.nowMs + intervalMs };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  };

  get timers(): number {
    return this.#timers.size;
  }

  pass(durationMs: number): void {
    const endMs = this.nowMs + durationMs;
    for (;;) {
      const next = [...this.#timers]
        .filter(({ dueMs }) => dueMs <= endMs)
        .toSorted((one, other) => one.dueMs - other.dueMs)[0];
      if (next === undefined) break;
      this.nowMs = next.dueMs;
      next.dueMs += next.intervalMs;
      next.callback();
    }
    this.nowMs = endMs;
  }
}
