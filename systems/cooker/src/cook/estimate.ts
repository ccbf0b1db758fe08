import type { CookerReading } from '../device/cooker.ts';

/** What an estimated completion rests on, from firm to weak. */
export const ESTIMATE_BASES = ['timer', 'observed_heating', 'assumed_heating'] as const;
type EstimateBasis = (typeof ESTIMATE_BASES)[number];

export interface Estimate {
  /** Wall clock, milliseconds since the epoch. */
  readonly completionAtMs: number;
  readonly basis: EstimateBasis;
  /** Time until the timer starts; 0 once it runs. */
  readonly preheatMinutes: number;
}

/** 1 °C per minute: a full pot on an 1100 W cooker. Used until this cook has shown its own pace. */
const ASSUMED_CELSIUS_PER_MINUTE = 1;

/**
 * When the cook will be done. While the water heats this is an honest guess, now + preheating + timer; once
 * the timer runs, the timer decides.
 *
 * @param timerSeconds - the timer that was ordered, for devices that do not tell
 * @param observedPace - °C per minute as seen in this cook, or null
 * @returns null when nothing is being cooked or its length is unknown
 */
export function estimateCompletion(
  reading: CookerReading,
  known: { timerSeconds: number | null; observedPace: number | null; nowMs: number },
): Estimate | null {
  if (reading.state === 'cooking' && reading.timer !== null) {
    const completionAtMs = known.nowMs + reading.timer.remainingSeconds * 1000;
    return { completionAtMs, basis: 'timer', preheatMinutes: 0 };
  }
  const timerSeconds = reading.timerSeconds ?? known.timerSeconds;
  if (reading.state !== 'preheating' || reading.targetCelsius === null || timerSeconds === null) {
    return null;
  }
  const pace = known.observedPace ?? ASSUMED_CELSIUS_PER_MINUTE;
  const preheatMinutes = Math.max(0, reading.targetCelsius - reading.currentCelsius) / pace;
  return {
    completionAtMs: known.nowMs + preheatMinutes * 60_000 + timerSeconds * 1000,
    basis: known.observedPace === null ? 'assumed_heating' : 'observed_heating',
    preheatMinutes: Math.ceil(preheatMinutes),
  };
}
