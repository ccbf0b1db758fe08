import { writeSync } from 'node:fs';

const STDOUT = 1;
const RETRY_MS = 10;
/** What a reader that does not read may cost us; newer lines beyond it are lost. */
const MOST_HELD_BYTES = 1024 * 1024;

/**
 * Makes a function that writes to standard output without the buffers of a stream, which under load cost
 * more memory than the gateway itself. A full pipe is tried again later; a closed one swallows the text.
 */
export function createStdoutWriter(): (text: string) => void {
  let rest = Buffer.alloc(0);
  const drain = (): void => {
    rest = rest.subarray(write(rest));
    if (rest.length > 0) setTimeout(drain, RETRY_MS).unref();
  };
  return (text) => {
    if (rest.length === 0) {
      const sizeBytes = Buffer.byteLength(text);
      const writtenBytes = write(text);
      if (writtenBytes >= sizeBytes) return;
      rest = Buffer.from(text).subarray(writtenBytes);
      setTimeout(drain, RETRY_MS).unref();
    } else if (rest.length < MOST_HELD_BYTES) {
      rest = Buffer.concat([rest, Buffer.from(text)]);
    }
  };
}

/** @returns how many bytes went out; everything counts as gone when nobody is listening any more */
function write(data: string | Buffer): number {
  try {
    return typeof data === 'string' ? writeSync(STDOUT, data) : writeSync(STDOUT, data, 0);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EAGAIN') return 0;
    if (code === 'EPIPE' || code === 'EBADF') return Number.POSITIVE_INFINITY;
    throw error;
  }
}
