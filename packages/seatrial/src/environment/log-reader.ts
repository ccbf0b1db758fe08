import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';

const CHUNK_BYTES = 64 * 1024;
const NEW_LINE = 10;

/** Reads the log of a service line by line while the service may still be writing it. */
export class LogReader {
  readonly name: string;
  readonly #path: string;
  #offset: number;
  #decoder = new StringDecoder('utf8');
  #rest = '';

  /** @param lastLines - how many of the lines that are there already are wanted; null for all */
  constructor(name: string, path: string, lastLines: number | null) {
    this.name = name;
    this.#path = path;
    this.#offset = lastLines === null ? 0 : offsetOfLast(path, lastLines);
  }

  /**
   * Reads on.
   *
   * @yields the whole lines that have come since the last call
   */
  *lines(): Generator<string> {
    const file = openSync(this.#path, 'r');
    try {
      // A log that was cut is read from its new beginning.
      if (fstatSync(file).size < this.#offset) this.#offset = 0;
      const chunk = Buffer.alloc(CHUNK_BYTES);
      for (;;) {
        const length = readSync(file, chunk, 0, CHUNK_BYTES, this.#offset);
        if (length === 0) return;
        this.#offset += length;
        const [first = '', ...more] = this.#decoder.write(chunk.subarray(0, length)).split('\n');
        const pieces = [this.#rest + first, ...more];
        this.#rest = pieces.pop() ?? '';
        yield* pieces;
      }
    } finally {
      closeSync(file);
    }
  }

  /**
   * Reads no further.
   *
   * @yields a last line that has no end yet
   */
  *remainder(): Generator<string> {
    const rest = this.#rest + this.#decoder.end();
    this.#rest = '';
    if (rest !== '') yield rest;
  }
}

/** Where the last lines of a file begin; read from its end, for logs may be large. */
function offsetOfLast(path: string, lines: number): number {
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    const chunk = Buffer.alloc(CHUNK_BYTES);
    let left = lines;
    for (let end = size; end > 0; end -= CHUNK_BYTES) {
      const start = Math.max(0, end - CHUNK_BYTES);
      readSync(file, chunk, 0, end - start, start);
      for (let at = end - start - 1; at >= 0; at -= 1) {
        // The line feed at the very end ends the last line and begins none.
        if (chunk[at] !== NEW_LINE || start + at === size - 1) continue;
        left -= 1;
        if (left <= 0) return start + at + 1;
      }
    }
    return lines === 0 ? size : 0;
  } finally {
    closeSync(file);
  }
}
