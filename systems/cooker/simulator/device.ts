import { createHash } from 'node:crypto';

import { celsiusAt, reachedAtMs, type WaterCourse, type WaterRates } from './water.ts';

export const PHASES = ['idle', 'preheating', 'cooking', 'done'] as const;
export type Phase = (typeof PHASES)[number];

/** A stage counts as entered this far below its target (seen in samples of the third generation). */
const AT_TARGET_TOLERANCE_CELSIUS = 0.3;
const REMEMBERED_COMMANDS = 10;

export interface Cook {
  readonly cookId: string;
  readonly targetCelsius: number;
  readonly timerSeconds: number;
  readonly startedAtMs: number;
  /** When the water is at temperature, and the timer starts. */
  readonly readyAtMs: number;
}

/** The device at one instant. */
export interface DeviceSnapshot {
  readonly atMs: number;
  readonly phase: Phase;
  readonly waterCelsius: number;
  readonly cook: Cook | null;
  /** What the device remembers after the cook, as the real one does. */
  readonly lastTargetCelsius: number;
  readonly lastTimerSeconds: number;
  /** Null unless a cook is on. The full length while preheating. */
  readonly remainingSeconds: number | null;
  readonly unit: 'C' | 'F';
  readonly processedRequestIds: readonly string[];
}

/** A state to put the device into; what is left out keeps a sensible value. */
export interface Placement {
  readonly state?: Phase | undefined;
  readonly temperatureCelsius?: number | undefined;
  readonly targetCelsius?: number | undefined;
  readonly timerSeconds?: number | undefined;
  readonly remainingSeconds?: number | undefined;
}

/**
 * The cooker itself: water, heater and timer as functions of the simulated clock. Nothing ticks; asking is what
 * computes, so any jump of the clock gives what living through it would have given.
 */
export class Device {
  readonly #now: () => number;
  readonly #rates: WaterRates;
  #water: WaterCourse;
  #cook: Cook | null = null;
  #lastTargetCelsius = 57.2;
  #lastTimerSeconds = 7200;
  #unit: 'C' | 'F' = 'C';
  #processed: string[] = [];
  #cooks = 0;

  constructor(now: () => number, rates: WaterRates) {
    this.#now = now;
    this.#rates = rates;
    this.#water = this.#ambientWater();
  }

  snapshot(): DeviceSnapshot {
    const atMs = this.#now();
    return {
      atMs,
      phase: this.#phaseAt(atMs),
      waterCelsius: celsiusAt(this.#water, this.#rates, atMs),
      cook: this.#cook,
      lastTargetCelsius: this.#lastTargetCelsius,
      lastTimerSeconds: this.#lastTimerSeconds,
      remainingSeconds: this.#remainingAt(atMs),
      unit: this.#unit,
      processedRequestIds: this.#processed,
    };
  }

  /** The simulated instant of the next change of phase; null when the present one lasts. */
  nextChangeAtMs(): number | null {
    const cook = this.#cook;
    if (cook === null) return null;
    const atMs = this.#now();
    if (atMs < cook.readyAtMs) return cook.readyAtMs;
    return this.#phaseAt(atMs) === 'cooking' && cook.timerSeconds > 0 ? doneAtMs(cook) : null;
  }

  start(order: { readonly targetCelsius: number; readonly timerSeconds: number }): void {
    this.#steer(order.targetCelsius);
    this.#cooks += 1;
    this.#cook = this.#plan({ ...order, cookId: cookIdOf(this.#cooks), startedAtMs: this.#now() });
    this.#remember(order);
  }

  /** Ends the cook; the water stays as warm as it is and cools from there. */
  stop(): void {
    this.#cook = null;
    this.#steer(this.#rates.ambientCelsius);
  }

  /** Works only during a cook; the real device acknowledges it when idle and does nothing. */
  setTarget(targetCelsius: number): void {
    if (this.#cook === null) return;
    const phase = this.#phaseAt(this.#now());
    this.#steer(targetCelsius);
    const planned = this.#plan({ ...this.#cook, targetCelsius });
    this.#cook = phase === 'preheating' ? planned : { ...this.#cook, targetCelsius };
    this.#lastTargetCelsius = targetCelsius;
  }

  setTimer(timerSeconds: number): void {
    this.#lastTimerSeconds = timerSeconds;
    if (this.#cook !== null) this.#cook = { ...this.#cook, timerSeconds };
  }

  setUnit(unit: 'C' | 'F'): void {
    this.#unit = unit;
  }

  noteProcessed(requestId: string): void {
    this.#processed = [...this.#processed, requestId].slice(-REMEMBERED_COMMANDS);
  }

  /** Puts the device into a state as if it had come there by itself. @returns what is impossible about it, or null */
  place(placement: Placement): string | null {
    const present = this.snapshot();
    const state = placement.state ?? present.phase;
    if (state === 'idle') {
      this.#cook = null;
      this.#water = {
        atMs: this.#now(),
        celsius: placement.temperatureCelsius ?? present.waterCelsius,
        towardCelsius: this.#rates.ambientCelsius,
      };
      return null;
    }
    return this.#placeCook(state, placement, present);
  }

  reset(): void {
    this.#cook = null;
    this.#water = this.#ambientWater();
    this.#lastTargetCelsius = 57.2;
    this.#lastTimerSeconds = 7200;
    this.#unit = 'C';
    this.#processed = [];
  }

  #placeCook(
    state: Exclude<Phase, 'idle'>,
    placement: Placement,
    present: DeviceSnapshot,
  ): string | null {
    const { targetCelsius, timerSeconds, celsius, remainingSeconds } = complete(
      state,
      placement,
      present,
    );
    if (state === 'preheating' && celsius >= targetCelsius - AT_TARGET_TOLERANCE_CELSIUS) {
      return `water of ${celsius} °C cannot be preheating to ${targetCelsius} °C`;
    }
    if (remainingSeconds > timerSeconds) {
      return `remainingSeconds ${remainingSeconds} is more than timerSeconds ${timerSeconds}`;
    }
    const atMs = this.#now();
    this.#water = { atMs, celsius, towardCelsius: targetCelsius };
    if (present.cook === null) this.#cooks += 1;
    const order = { targetCelsius, timerSeconds };
    const startedAtMs = atMs - (timerSeconds - remainingSeconds) * 1000;
    const cookId = present.cook?.cookId ?? cookIdOf(this.#cooks);
    const base = { ...order, cookId, startedAtMs };
    this.#cook = state === 'preheating' ? this.#plan(base) : { ...base, readyAtMs: startedAtMs };
    this.#remember(order);
    return null;
  }

  #phaseAt(atMs: number): Phase {
    const cook = this.#cook;
    if (cook === null) return 'idle';
    if (atMs < cook.readyAtMs) return 'preheating';
    return cook.timerSeconds > 0 && atMs >= doneAtMs(cook) ? 'done' : 'cooking';
  }

  #remainingAt(atMs: number): number | null {
    const cook = this.#cook;
    if (cook === null) return null;
    const elapsedMs = Math.max(0, atMs - cook.readyAtMs);
    return Math.max(0, cook.timerSeconds - elapsedMs / 1000);
  }

  #plan(cook: Omit<Cook, 'readyAtMs'>): Cook {
    const entryCelsius = cook.targetCelsius - AT_TARGET_TOLERANCE_CELSIUS;
    return { ...cook, readyAtMs: reachedAtMs(this.#water, this.#rates, entryCelsius) };
  }

  #steer(towardCelsius: number): void {
    const atMs = this.#now();
    this.#water = { atMs, celsius: celsiusAt(this.#water, this.#rates, atMs), towardCelsius };
  }

  #remember(order: { readonly targetCelsius: number; readonly timerSeconds: number }): void {
    this.#lastTargetCelsius = order.targetCelsius;
    this.#lastTimerSeconds = order.timerSeconds;
  }

  #ambientWater(): WaterCourse {
    const { ambientCelsius } = this.#rates;
    return { atMs: this.#now(), celsius: ambientCelsius, towardCelsius: ambientCelsius };
  }
}

/** Fills a placement up: from the present cook where there is one, else with a plain cook at temperature. */
function complete(
  state: Exclude<Phase, 'idle'>,
  placement: Placement,
  present: DeviceSnapshot,
): {
  readonly targetCelsius: number;
  readonly timerSeconds: number;
  readonly celsius: number;
  readonly remainingSeconds: number;
} {
  const targetCelsius = placement.targetCelsius ?? present.cook?.targetCelsius ?? 65;
  const timerSeconds = placement.timerSeconds ?? present.cook?.timerSeconds ?? 5400;
  const celsius =
    placement.temperatureCelsius ?? (state === 'preheating' ? present.waterCelsius : targetCelsius);
  if (state === 'done') return { targetCelsius, timerSeconds, celsius, remainingSeconds: 0 };
  const keepsTimer = state === present.phase && placement.timerSeconds === undefined;
  const remainingSeconds =
    placement.remainingSeconds ?? (keepsTimer ? present.remainingSeconds : null) ?? timerSeconds;
  return { targetCelsius, timerSeconds, celsius, remainingSeconds };
}

function doneAtMs(cook: Cook): number {
  return cook.readyAtMs + cook.timerSeconds * 1000;
}

/** A UUID of its own for every cook, the same in every run: version 8 says "made by the maker's own rule". */
function cookIdOf(count: number): string {
  const hex = createHash('sha256').update(`cook ${count}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
