import { z } from 'zod';

import type { Alert, CookerState } from '../device/cooker.ts';
import { HEATING_TOLERANCE_CELSIUS, type ParsedState, type TimerReport } from './device-state.ts';
import { describeMismatch } from './mismatch.ts';

const flag = z.union([z.number(), z.boolean()]).transform((value) => value === true || value === 1);

const document = z.object({
  job: z.object({
    id: z.string().optional(),
    mode: z.string(),
    'cook-time-seconds': z.number().nonnegative().catch(0),
    'target-temperature': z.number().nullish(),
  }),
  'job-status': z.object({
    state: z.string().catch(''),
    'cook-time-remaining': z.number().catch(0),
  }),
  'temperature-info': z.object({ 'water-temperature': z.number() }),
  'pin-info': z
    .object({
      'water-leak': flag.optional(),
      'water-level-critical': flag.optional(),
      'water-level-low': flag.optional(),
      'water-temp-too-high': flag.optional(),
      'motor-stuck': flag.optional(),
    })
    .optional(),
});

type Gen2Document = z.infer<typeof document>;

const FAULT_MODES: ReadonlyMap<string, Alert> = new Map([
  ['LOW WATER', 'low_water'],
  ['HIGH TEMP', 'high_temperature'],
  ['DEVICE FAILURE', 'device_failure'],
]);

/** Pins that stop a cook. `device-safe` is not among them: it is 0 in healthy samples. */
const FAULT_PINS = [
  ['water-leak', 'water_leak'],
  ['water-level-critical', 'low_water'],
  ['water-temp-too-high', 'high_temperature'],
  ['motor-stuck', 'motor_stuck'],
] as const;

/**
 * Reads the state of a second-generation cooker (`a4`, `a5`, `pro`): the shape that has a `job`.
 *
 * Its temperatures are °C whatever `temperature-unit` says. After the timer has ended `cook-time-remaining` counts up,
 * so it is read only while the timer runs. The document carries no clock and no online flag.
 */
export function parseGen2State(input: unknown): ParsedState {
  const parsed = document.safeParse(input);
  if (!parsed.success) return { readable: false, reason: describeMismatch(parsed.error) };
  const doc = parsed.data;
  const running = doc.job.mode.toUpperCase() === 'COOK';
  const state = readState(doc);
  const timerSeconds = doc.job['cook-time-seconds'];
  return {
    readable: true,
    state: {
      state,
      running,
      online: true,
      alerts: readAlerts(doc),
      currentCelsius: doc['temperature-info']['water-temperature'],
      targetCelsius: running ? (doc.job['target-temperature'] ?? null) : null,
      timerSeconds: running && timerSeconds > 0 ? timerSeconds : null,
      timer: readTimer(doc, state),
      deviceCookId: null,
      updatedAtMs: null,
      processedRequestIds: doc.job.id === undefined ? [] : [doc.job.id],
      unknownValues: state === 'unknown' ? [readUnknown(doc)] : [],
    },
  };
}

function readState(doc: Gen2Document): CookerState {
  const mode = doc.job.mode.toUpperCase();
  if (FAULT_MODES.has(mode)) return 'error';
  if (FAULT_PINS.some(([pin]) => doc['pin-info']?.[pin] === true)) return 'error';
  if (mode === 'IDLE') return 'idle';
  return mode === 'COOK' ? readCookState(doc) : 'unknown';
}

function readCookState(doc: Gen2Document): CookerState {
  switch (doc['job-status'].state.toUpperCase()) {
    case 'PREHEATING':
      return 'preheating';
    case 'COOKING':
      return 'cooking';
    case 'MAINTAINING':
      return doc['job-status']['cook-time-remaining'] > 0 ? 'cooking' : 'done';
    case 'TIMER EXPIRED':
      return 'done';
    case '':
      return isHeating(doc) ? 'preheating' : 'cooking';
    default:
      return 'unknown';
  }
}

function isHeating(doc: Gen2Document): boolean {
  const target = doc.job['target-temperature'] ?? Number.NEGATIVE_INFINITY;
  return doc['temperature-info']['water-temperature'] + HEATING_TOLERANCE_CELSIUS < target;
}

function readTimer(doc: Gen2Document, state: CookerState): TimerReport {
  const totalSeconds = doc.job['cook-time-seconds'];
  if (totalSeconds === 0) return { kind: 'none' };
  if (state === 'done') return { kind: 'completed', totalSeconds };
  if (state !== 'cooking') return { kind: 'none' };
  const remaining = doc['job-status']['cook-time-remaining'];
  return {
    kind: 'counting',
    totalSeconds,
    remainingSeconds: Math.min(totalSeconds, Math.max(0, remaining)),
  };
}

function readAlerts(doc: Gen2Document): readonly Alert[] {
  const alerts = new Set<Alert>();
  const faultMode = FAULT_MODES.get(doc.job.mode.toUpperCase());
  if (faultMode !== undefined) alerts.add(faultMode);
  for (const [pin, alert] of FAULT_PINS) {
    if (doc['pin-info']?.[pin] === true) alerts.add(alert);
  }
  if (doc['pin-info']?.['water-level-low'] === true) alerts.add('low_water');
  return [...alerts];
}

function readUnknown(doc: Gen2Document): string {
  return doc.job.mode.toUpperCase() === 'COOK'
    ? `job-status.state=${doc['job-status'].state}`
    : `job.mode=${doc.job.mode}`;
}
