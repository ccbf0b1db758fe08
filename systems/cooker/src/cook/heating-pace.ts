import type { CookerReading } from '../device/cooker.ts';

const LEAST_RISE_CELSIUS = 0.5;
const LEAST_SPAN_MS = 10_000;

interface Sample {
  readonly celsius: number;
  readonly atMs: number;
}

/** Learns from the readings of one preheating how fast this pot heats. */
export class HeatingPace {
  #first: Sample | null = null;
  #last: Sample | null = null;

  observe(reading: CookerReading, nowMs: number): void {
    if (reading.state !== 'preheating') {
      this.#first = null;
      this.#last = null;
      return;
    }
    this.#last = { celsius: reading.currentCelsius, atMs: nowMs };
    this.#first ??= this.#last;
  }

  /** °C per minute since preheating began; null until the water has risen far enough to tell. */
  celsiusPerMinute(): number | null {
    if (this.#first === null || this.#last === null) return null;
    const rise = this.#last.celsius - this.#first.celsius;
    const spanMs = this.#last.atMs - this.#first.atMs;
    return rise < LEAST_RISE_CELSIUS || spanMs < LEAST_SPAN_MS ? null : rise / (spanMs / 60_000);
  }
}
