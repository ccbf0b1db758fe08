import { readFileSync, statSync } from 'node:fs';

/** Real Compose files have a few kilobytes. */
const MAX_SIZE_BYTES = 1024 * 1024;

/** The text of a file, or why there is none. */
export type TextReading =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly reason: 'missing' }
  | {
      readonly ok: false;
      readonly reason: 'refused';
      readonly expected: string;
      readonly seen: string;
    };

/** Reads a text file of at most a megabyte; anything else that can lie under the path is refused unread. */
export function readTextFile(path: string): TextReading {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return { ok: false, reason: 'missing' };
  // Reading a pipe would wait for ever.
  if (!stats.isFile()) {
    const seen = stats.isDirectory() ? 'a folder' : 'something that is no file';
    return { ok: false, reason: 'refused', expected: 'a file', seen };
  }
  if (stats.size > MAX_SIZE_BYTES) {
    const expected = `at most ${MAX_SIZE_BYTES} bytes`;
    return { ok: false, reason: 'refused', expected, seen: `${stats.size} bytes` };
  }
  const bytes = readFileSync(path);
  try {
    return { ok: true, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return { ok: false, reason: 'refused', expected: 'a text in UTF-8', seen: 'other bytes' };
  }
}
