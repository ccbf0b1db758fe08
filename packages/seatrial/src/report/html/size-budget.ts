import type { Markup } from './markup.ts';

/** Keeps a page openable: what is not essential has to fit into what is left. */
export class SizeBudget {
  #leftChars: number;

  constructor(chars: number) {
    this.#leftChars = chars;
  }

  /** True when there was room for it, which is then used. */
  admit(markup: Markup): boolean {
    if (markup.text.length > this.#leftChars) {
      return false;
    }
    this.#leftChars -= markup.text.length;
    return true;
  }
}
