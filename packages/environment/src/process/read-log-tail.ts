import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** Enough for a few hundred lines of text; a single longer line is cut at its beginning. */
const TAIL_BYTES = 256 * 1024;

/** Reads the last lines of a log of any size; a file that does not exist has none. */
export function readLogTail(file: string, lines: number): string[] {
  let descriptor: number;
  try {
    descriptor = openSync(file, 'r');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
  try {
    const { size } = fstatSync(descriptor);
    const buffer = Buffer.alloc(Math.min(size, TAIL_BYTES));
    const length = readSync(descriptor, buffer, 0, buffer.length, size - buffer.length);
    const text = buffer.toString('utf8', 0, length);
    return text
      .replace(/\r?\n$/, '')
      .split(/\r?\n/)
      .slice(-lines)
      .filter((line, _, all) => all.length > 1 || line !== '');
  } finally {
    closeSync(descriptor);
  }
}
