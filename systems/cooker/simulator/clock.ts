/**
 * The simulated clock: real time, stretched by a scale and pushed by jumps. Everything the device does is a function of
 * this clock, so a trial can prove ninety minutes in a moment.
 */
export class SimulatedClock {
  readonly #realNow: () => number;
  readonly #defaultScale: number;
  #scale: number;
  #realAnchorMs: number;
  #anchorMs: number;

  /** @param realNow - milliseconds since the epoch, never going back */
  constructor(realNow: () => number, scale: number) {
    this.#realNow = realNow;
    this.#defaultScale = scale;
    this.#scale = scale;
    this.#realAnchorMs = realNow();
    this.#anchorMs = this.#realAnchorMs;
  }

  /** Whole milliseconds since the epoch, as the device sees it. */
  now(): number {
    return Math.floor(this.#anchorMs + (this.#realNow() - this.#realAnchorMs) * this.#scale);
  }

  get scale(): number {
    return this.#scale;
  }

  /** Changes the pace from now on; the time so far stays as it was. */
  setScale(scale: number): void {
    this.#anchorMs = this.now();
    this.#realAnchorMs = this.#realNow();
    this.#scale = scale;
  }

  /** Jumps ahead. */
  advance(ms: number): void {
    this.#anchorMs += ms;
  }

  /** Back to real time and the scale it was made with. */
  reset(): void {
    this.#realAnchorMs = this.#realNow();
    this.#anchorMs = this.#realAnchorMs;
    this.#scale = this.#defaultScale;
  }

  /** How much real time passes until the simulated instant; 0 when it is over. */
  realMsUntil(simulatedMs: number): number {
    return Math.max(0, (simulatedMs - this.now()) / this.#scale);
  }
}
