import { endOfString } from './duplicate-keys.ts';

/**
 * Offsets of the members at some JSON pointers, of their keys where they have one; looks at nothing else in detail.
 * The text has to be valid JSON.
 */
export function locateInJson(text: string, pointers: ReadonlySet<string>): Map<string, number> {
  const found = new Map<string, number>();
  new JsonScanner(text, pointers, found).scan();
  return found;
}

class JsonScanner {
  readonly #text: string;
  readonly #pointers: ReadonlySet<string>;
  readonly #found: Map<string, number>;
  #at = 0;

  constructor(text: string, pointers: ReadonlySet<string>, found: Map<string, number>) {
    this.#text = text;
    this.#pointers = pointers;
    this.#found = found;
  }

  scan(): void {
    this.#skipSpace();
    this.#value('', this.#at);
  }

  #value(pointer: string, startsAt: number): void {
    if (!this.#pointers.has(pointer)) {
      this.#skipValue();
      return;
    }
    this.#found.set(pointer, startsAt);
    const opening = this.#text[this.#at];
    if (opening === '{') this.#members(pointer);
    else if (opening === '[') this.#items(pointer);
    else this.#skipValue();
  }

  #members(pointer: string): void {
    this.#at += 1;
    for (this.#skipSpace(); this.#text[this.#at] === '"' && !this.#isDone(); this.#skipSpace()) {
      const keyAt = this.#at;
      this.#skipString();
      const key = String(JSON.parse(this.#text.slice(keyAt, this.#at)));
      this.#skipSpace();
      this.#at += 1;
      this.#skipSpace();
      this.#value(`${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`, keyAt);
      this.#skipSpace();
      if (this.#text[this.#at] === ',') this.#at += 1;
    }
    this.#at += 1;
  }

  #items(pointer: string): void {
    this.#at += 1;
    this.#skipSpace();
    for (let index = 0; this.#text[this.#at] !== ']' && !this.#isDone(); index += 1) {
      this.#value(`${pointer}/${index}`, this.#at);
      this.#skipSpace();
      if (this.#text[this.#at] === ',') this.#at += 1;
      this.#skipSpace();
    }
    this.#at += 1;
  }

  #isDone(): boolean {
    return this.#at >= this.#text.length || this.#found.size === this.#pointers.size;
  }

  /** Jumps over a value without looking at what is in it, texts excepted: they may hold brackets. */
  #skipValue(): void {
    const opening = this.#text[this.#at];
    if (opening === '"') this.#skipString();
    else if (opening === '{' || opening === '[') this.#skipNested();
    else while (!/[,\]}\s]/.test(this.#text[this.#at] ?? ',')) this.#at += 1;
  }

  #skipNested(): void {
    let depth = 0;
    for (; this.#at < this.#text.length; this.#at += 1) {
      const code = this.#text.charCodeAt(this.#at);
      if (code === QUOTE) {
        this.#skipString();
        this.#at -= 1;
      } else if (code === OPEN_BRACE || code === OPEN_BRACKET) depth += 1;
      else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) {
        depth -= 1;
        if (depth === 0) break;
      }
    }
    this.#at += 1;
  }

  #skipString(): void {
    this.#at = endOfString(this.#text, this.#at);
  }

  #skipSpace(): void {
    while (this.#text.charCodeAt(this.#at) <= SPACE) this.#at += 1;
  }
}

const SPACE = 0x20;
const QUOTE = 0x22;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
