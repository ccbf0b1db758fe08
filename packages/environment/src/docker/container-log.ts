import { closeSync, openSync, writeSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

import type { Exceeded } from '../process/tree-bounds.ts';
import type { EngineApi } from './engine-api.ts';
import { EngineError } from './engine-api.ts';
import { readLogFrames } from './read-log-frames.ts';

/** An engine ends its stream a moment after the container; under load it was seen to stall for ever. */
const END_TIMEOUT_MS = 500;
/** Up to here a log is read a second time to be sure that nothing is missing, even when its stream has ended well. */
const RECHECK_BYTES = 4 * 1024 * 1024;
const RECHECK_TIMEOUT_MS = 30_000;

/** Where a log goes, and how much of it. */
export interface ContainerLogTarget {
  readonly file: string;
  readonly limitBytes: number;
  /** Called once, when the file has that much; nothing more is written. */
  readonly onFull: (exceeded: Exceeded) => void;
}

/** A container's log on its way to a file: everything it prints, once, over all its restarts. */
export class ContainerLog {
  readonly #api: EngineApi;
  readonly #path: string;
  readonly #hasTerminal: boolean;
  readonly #target: ContainerLogTarget;
  /** Kept open, so that the log has somewhere to go even when its folder is removed too early. */
  readonly #file: number;
  #copiedBytes = 0;
  #isFull = false;
  #cutOff = new AbortController();
  #following: Promise<boolean> | undefined;
  #finishing: Promise<void> | undefined;

  constructor(
    api: EngineApi,
    container: { id: string; hasTerminal: boolean },
    target: ContainerLogTarget,
  ) {
    this.#api = api;
    this.#path = `/containers/${container.id}/logs`;
    this.#hasTerminal = container.hasTerminal;
    this.#target = target;
    this.#file = openSync(target.file, 'a');
  }

  /** Copies what comes until the container ends. */
  follow(): void {
    this.#finishing = undefined;
    this.#cutOff = new AbortController();
    this.#following = this.#copy({ follow: 'true' }, this.#cutOff.signal).then(
      () => true,
      // A stream that breaks is no fault of the service; what is missing is fetched at the end.
      () => false,
    );
  }

  /**
   * Makes sure that everything a container that has ended had printed is in the file.
   *
   * @throws {Error} when the engine cannot be asked for it
   */
  finish(): Promise<void> {
    this.#finishing ??= this.#finish();
    return this.#finishing;
  }

  /** Closes the file; to be called once, after `finish`. */
  close(): void {
    closeSync(this.#file);
  }

  async #finish(): Promise<void> {
    const following = this.#following;
    if (following === undefined || this.#isFull) return;
    const timeOver = new AbortController();
    const time = delay(END_TIMEOUT_MS, false, { signal: timeOver.signal }).catch(() => false);
    const hasEnded = await Promise.race([following, time]);
    timeOver.abort();
    this.#cutOff.abort();
    await following;
    if (hasEnded && this.#copiedBytes > RECHECK_BYTES) return;
    try {
      await this.#copy({}, AbortSignal.timeout(RECHECK_TIMEOUT_MS));
    } catch (error) {
      // Somebody else has removed the container, or is about to.
      if (!(error instanceof EngineError)) throw error;
    }
  }

  #fill(startedAt: number): void {
    if (this.#isFull) return;
    this.#isFull = true;
    const seen = this.#copiedBytes;
    const bytesPerSecond = (seen / (performance.now() - startedAt)) * 1000;
    this.#target.onFull({
      bound: 'logBytes',
      limit: this.#target.limitBytes,
      seen,
      bytesPerSecond,
    });
  }

  async #copy(query: Readonly<Record<string, string>>, signal: AbortSignal): Promise<void> {
    const both = { stdout: 'true', stderr: 'true', ...query };
    const answer = await this.#api.open('GET', this.#path, { query: both, signal });
    // The engine tells a log from its beginning every time.
    let skipBytes = this.#copiedBytes;
    const startedAt = performance.now();
    for await (const chunk of this.#hasTerminal ? answer : readLogFrames(answer)) {
      // An answer without an encoding comes in buffers.
      const bytes = chunk as Buffer;
      const fresh = bytes.subarray(skipBytes);
      skipBytes -= bytes.length - fresh.length;
      // At once, so that what is counted is in the file, whatever cuts us off.
      writeSync(this.#file, fresh);
      this.#copiedBytes += fresh.length;
      if (this.#copiedBytes > this.#target.limitBytes) return this.#fill(startedAt);
    }
  }
}
