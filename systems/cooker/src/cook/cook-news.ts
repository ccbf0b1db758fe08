import type { CookerReading } from '../device/cooker.ts';
import type { Cook, CookEnd } from './cook-history.ts';

const TARGET_TOLERANCE_CELSIUS = 0.15;
/** As long as a start may still be on its way to the device after we stopped waiting for it. */
const LATE_START_MS = 60_000;

/** What a reading says about the cook that the history holds open. */
export type CookNews =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'changed'; readonly cook: Cook }
  | { readonly kind: 'ended'; readonly reason: CookEnd };

const NOTHING: CookNews = { kind: 'nothing' };

/** The device is the truth: whatever it reports decides whether our cook runs, has begun late, or is over. */
export function newsOf(cook: Cook, reading: CookerReading, nowMs: number): CookNews {
  return cook.phase === 'running'
    ? newsOfRunning(cook, reading, nowMs)
    : newsOfUncertain(cook, reading, nowMs);
}

function newsOfRunning(cook: Cook, reading: CookerReading, nowMs: number): CookNews {
  if (reading.state === 'idle') {
    return { kind: 'ended', reason: cook.completedAtMs === null ? 'ended-on-device' : 'completed' };
  }
  if (isAnother(cook, reading)) return { kind: 'ended', reason: 'replaced' };
  const deviceCookId = cook.deviceCookId ?? reading.deviceCookId;
  const completedAtMs = cook.completedAtMs ?? (reading.state === 'done' ? nowMs : null);
  if (deviceCookId === cook.deviceCookId && completedAtMs === cook.completedAtMs) return NOTHING;
  return { kind: 'changed', cook: { ...cook, deviceCookId, completedAtMs } };
}

function newsOfUncertain(cook: Cook, reading: CookerReading, nowMs: number): CookNews {
  const isLate = nowMs - cook.requestedAtMs > LATE_START_MS;
  if (reading.state === 'idle') {
    return isLate ? { kind: 'ended', reason: 'never-started' } : NOTHING;
  }
  if (!isHeating(reading)) return NOTHING;
  if (!isTheOrder(cook, reading)) return { kind: 'ended', reason: 'never-started' };
  return {
    kind: 'changed',
    cook: {
      ...cook,
      phase: 'running',
      startedAtMs: cook.requestedAtMs,
      deviceCookId: reading.deviceCookId,
    },
  };
}

/** People turn the dial during a cook, so another temperature alone does not make it another cook. */
function isAnother(cook: Cook, reading: CookerReading): boolean {
  return (
    cook.deviceCookId !== null &&
    reading.deviceCookId !== null &&
    cook.deviceCookId !== reading.deviceCookId
  );
}

function isHeating(reading: CookerReading): boolean {
  return reading.state === 'preheating' || reading.state === 'cooking' || reading.state === 'done';
}

function isTheOrder(cook: Cook, reading: CookerReading): boolean {
  const target = reading.targetCelsius;
  const isTarget =
    target === null || Math.abs(target - cook.targetCelsius) <= TARGET_TOLERANCE_CELSIUS;
  const isTimer = reading.timerSeconds === null || reading.timerSeconds === cook.timeMinutes * 60;
  return isTarget && isTimer;
}
