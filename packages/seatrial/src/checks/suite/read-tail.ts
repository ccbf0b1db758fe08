import { open } from 'node:fs/promises';

/** Enough for the lines that anybody reads; of a longer last line the end is kept. */
const TAIL_BYTES = 64 * 1024;

/** The last lines of a file of any size; none when it does not exist. */
export async function readTail(file: string, lines: number): Promise<string[]> {
  try {
    await using handle = await open(file);
    const { size } = await handle.stat();
    const length = Math.min(size, TAIL_BYTES);
    const { buffer } = await handle.read(Buffer.alloc(length), 0, length, size - length);
    const text = buffer.toString('utf8').trimEnd();
    return text === '' ? [] : text.split('\n').slice(-lines);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
