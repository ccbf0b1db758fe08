import type { Alert, CookerReading, CookerState } from '../device/cooker.ts';
import type { Cook } from './cook-history.ts';
import type { Estimate } from './estimate.ts';

/** What a caller is told about the cooker. */
export interface CookStatus {
  readonly state: CookerState;
  readonly isRunning: boolean;
  readonly currentCelsius: number;
  readonly targetCelsius: number | null;
  /** Whole minutes; null while nothing is timed, 0 when done. */
  readonly remainingMinutes: number | null;
  readonly elapsedMinutes: number | null;
  readonly alerts: readonly Alert[];
  readonly estimate: Estimate | null;
  /** Null when the cook was not started through this gateway. */
  readonly cookId: string | null;
}

export function cookStatus(
  reading: CookerReading,
  cook: Cook | null,
  estimate: Estimate | null,
): CookStatus {
  return {
    state: reading.state,
    isRunning: reading.state === 'preheating' || reading.state === 'cooking',
    currentCelsius: roundedCelsius(reading),
    targetCelsius: reading.state === 'idle' ? null : reading.targetCelsius,
    remainingMinutes: remainingMinutes(reading),
    elapsedMinutes: elapsedMinutes(reading),
    alerts: reading.alerts,
    estimate,
    cookId: cook?.phase === 'running' ? cook.cookId : null,
  };
}

/** A countdown shows a begun second as a whole one, so 299.8 s left are still 5 minutes. */
function remainingMinutes({ state, timer }: CookerReading): number | null {
  if (state === 'done') return 0;
  if (state !== 'cooking' || timer === null) return null;
  return Math.floor(Math.ceil(timer.remainingSeconds) / 60);
}

/** Whole minutes since the timer started; null while nothing is timed. */
export function elapsedMinutes(reading: CookerReading): number | null {
  const { state, timer, timerSeconds } = reading;
  if (state === 'done') {
    const totalSeconds = timer?.totalSeconds ?? timerSeconds;
    return totalSeconds === null ? null : Math.floor(totalSeconds / 60);
  }
  if (state !== 'cooking' || timer === null) return null;
  return Math.floor((timer.totalSeconds - Math.ceil(timer.remainingSeconds)) / 60);
}

/** The water temperature to 0.1 °C, which is as much as the sensor knows. */
export function roundedCelsius({ currentCelsius }: CookerReading): number {
  return Math.round(currentCelsius * 10) / 10;
}
