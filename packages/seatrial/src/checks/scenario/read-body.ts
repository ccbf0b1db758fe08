import type { Readable } from 'node:stream';

/** A body as far as it was taken in. */
export interface Body {
  readonly bytes: Buffer;
  /** Of all bytes that came, also those that were not kept. */
  readonly sizeBytes: number;
  readonly end: 'complete' | 'too large' | 'broken off';
  /** What broke it off. */
  readonly error: unknown;
}

/** Bodies up to here are kept and looked at; a larger one fails its step. */
export const MAX_BODY_BYTES = 10 * 1024 * 1024;

/**
 * Takes in a body in bounded memory; a larger one is cut and its connection destroyed.
 *
 * @throws the reason of the signal when it is aborted meanwhile
 */
export async function readBody(
  stream: Readable,
  options: {
    readonly signal: AbortSignal;
    readonly limitBytes: number;
    readonly onBytes: (sizeBytes: number) => void;
  },
): Promise<Body> {
  const { signal, limitBytes, onBytes } = options;
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      sizeBytes += chunk.length;
      if (sizeBytes > limitBytes) {
        return { bytes: Buffer.concat(chunks), sizeBytes, end: 'too large', error: null };
      }
      chunks.push(chunk);
      onBytes(sizeBytes);
    }
  } catch (error) {
    signal.throwIfAborted();
    return { bytes: Buffer.concat(chunks), sizeBytes, end: 'broken off', error };
  }
  return { bytes: joined(chunks), sizeBytes, end: 'complete', error: null };
}

function joined(chunks: readonly Buffer[]): Buffer {
  const [only] = chunks;
  return chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks);
}
