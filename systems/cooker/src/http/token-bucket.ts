const MINUTE_MS = 60_000;

/** A rate limit that allows bursts of a whole minute's worth and then refills evenly. */
export class TokenBucket {
  readonly #perMinute: number;
  readonly #monotonicNow: () => number;
  #tokens: number;
  #filledAtMs: number;

  /** @param monotonicNow - milliseconds, never going backwards */
  constructor(perMinute: number, monotonicNow: () => number) {
    this.#perMinute = perMinute;
    this.#monotonicNow = monotonicNow;
    this.#tokens = perMinute;
    this.#filledAtMs = monotonicNow();
  }

  /** Takes one token. @returns 0 when there was one, else the whole seconds until there will be */
  take(): number {
    const nowMs = this.#monotonicNow();
    const refill = ((nowMs - this.#filledAtMs) * this.#perMinute) / MINUTE_MS;
    this.#tokens = Math.min(this.#perMinute, this.#tokens + refill);
    this.#filledAtMs = nowMs;
    if (this.#tokens >= 1) {
      this.#tokens -= 1;
      return 0;
    }
    return Math.max(1, Math.ceil(((1 - this.#tokens) * MINUTE_MS) / this.#perMinute / 1000));
  }
}
