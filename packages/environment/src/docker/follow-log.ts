import { createWriteStream } from 'node:fs';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import type { EngineApi } from './engine-api.ts';

/** Every frame of a container without a terminal has one: the stream's number, three zeros, the length. */
const HEADER_BYTES = 8;

/** A container's log on its way to a file. */
export interface LogFollowing {
  /** Settles when the container's output has ended and is all in the file, or was cut off; never rejects. */
  readonly ended: Promise<void>;
  /** Cuts it off; what was received is in the file. */
  stop(): void;
}

/** Appends everything a container has printed and will print to the file, until it ends. */
export function followLog(
  api: EngineApi,
  container: { readonly id: string; readonly hasTerminal: boolean; readonly sinceSeconds?: number },
  logFile: string,
): LogFollowing {
  const cutOff = new AbortController();
  const copy = async (): Promise<void> => {
    const answer = await api.open('GET', `/containers/${container.id}/logs`, {
      query: {
        follow: 'true',
        stdout: 'true',
        stderr: 'true',
        ...(container.sinceSeconds === undefined ? {} : { since: String(container.sinceSeconds) }),
      },
      signal: cutOff.signal,
    });
    const file = createWriteStream(logFile, { flags: 'a' });
    if (container.hasTerminal) await pipeline(answer, file);
    else await pipeline(answer, new FrameReader(), file);
  };
  return {
    // A log that breaks off is not a fault of the service; the container's end is seen by its event.
    ended: copy().catch(() => undefined),
    stop: () => cutOff.abort(),
  };
}

/** Takes the frames off, so that both streams stand in the order in which they were written. */
class FrameReader extends Transform {
  #header: Buffer = Buffer.alloc(0);
  #leftBytes = 0;

  override _transform(chunk: Buffer, _: BufferEncoding, done: () => void): void {
    let rest = chunk;
    while (rest.length > 0) {
      if (this.#leftBytes > 0) {
        const part = rest.subarray(0, this.#leftBytes);
        this.push(part);
        this.#leftBytes -= part.length;
        rest = rest.subarray(part.length);
        continue;
      }
      const missing = HEADER_BYTES - this.#header.length;
      this.#header = Buffer.concat([this.#header, rest.subarray(0, missing)]);
      rest = rest.subarray(missing);
      if (this.#header.length < HEADER_BYTES) break;
      this.#leftBytes = this.#header.readUInt32BE(4);
      this.#header = Buffer.alloc(0);
    }
    done();
  }
}
