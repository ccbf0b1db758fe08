import { z } from 'zod';

import type { CookerState } from '../device/cooker.ts';
import { HEATING_TOLERANCE_CELSIUS, type ParsedState, type TimerReport } from './device-state.ts';
import { describeMismatch } from './mismatch.ts';

const document = z.object({
  isCooking: z.boolean(),
  currentTemperature: z.number(),
  targetTemperature: z.number().nullish(),
  unit: z.string(),
  timerInSeconds: z.number().nonnegative().nullish(),
  isTimerRunning: z.boolean().catch(false),
  isKeepingWarm: z.boolean().catch(false),
  isConnected: z.boolean().optional(),
  currentJob: z
    .object({ timerLength: z.number().nonnegative().optional().catch(undefined) })
    .nullish()
    .catch(undefined),
});

type A3Document = z.infer<typeof document>;

/**
 * Reads the state of a first-generation Wi-Fi cooker (`a3`), the only one that reports in the unit it displays:
 * temperatures are converted to °C. The document carries no faults and no clock.
 */
export function parseA3State(input: unknown): ParsedState {
  const parsed = document.safeParse(input);
  if (!parsed.success) return { readable: false, reason: describeMismatch(parsed.error) };
  const doc = parsed.data;
  const unit = doc.unit.toLowerCase();
  if (unit !== 'c' && unit !== 'f') return { readable: false, reason: 'unit: neither c nor f' };
  const toCelsius = (value: number): number => (unit === 'f' ? ((value - 32) * 5) / 9 : value);
  const targetCelsius =
    doc.isCooking && typeof doc.targetTemperature === 'number'
      ? toCelsius(doc.targetTemperature)
      : null;
  const currentCelsius = toCelsius(doc.currentTemperature);
  const state = readState(doc, currentCelsius, targetCelsius);
  const totalSeconds = doc.currentJob?.timerLength ?? doc.timerInSeconds ?? 0;
  return {
    readable: true,
    state: {
      state,
      running: doc.isCooking,
      online: doc.isConnected ?? true,
      alerts: [],
      currentCelsius,
      targetCelsius,
      timerSeconds: doc.isCooking && totalSeconds > 0 ? totalSeconds : null,
      timer: readTimer(doc, state, totalSeconds),
      deviceCookId: null,
      updatedAtMs: null,
      processedRequestIds: [],
      unknownValues: [],
    },
  };
}

function readState(doc: A3Document, current: number, target: number | null): CookerState {
  if (!doc.isCooking) return 'idle';
  if (doc.isKeepingWarm) return 'done';
  if (doc.isTimerRunning) return 'cooking';
  return target !== null && current + HEATING_TOLERANCE_CELSIUS < target ? 'preheating' : 'cooking';
}

function readTimer(doc: A3Document, state: CookerState, totalSeconds: number): TimerReport {
  if (totalSeconds === 0) return { kind: 'none' };
  if (state === 'done') return { kind: 'completed', totalSeconds };
  if (state !== 'cooking' || !doc.isTimerRunning) return { kind: 'none' };
  return {
    kind: 'counting',
    totalSeconds,
    remainingSeconds: Math.min(totalSeconds, doc.timerInSeconds ?? totalSeconds),
  };
}
