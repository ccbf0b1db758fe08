import { z } from 'zod';

import type { Alert, CookerState } from '../device/cooker.ts';
import {
  type DeviceState,
  HEATING_TOLERANCE_CELSIUS,
  type ParsedState,
  type TimerReport,
} from './device-state.ts';
import { describeMismatch } from './mismatch.ts';

const celsius = z.object({ celsius: z.number() });

const document = z.object({
  updatedTimestamp: z.string().optional(),
  systemInfo: z
    .object({ online: z.boolean().optional(), triacsFailed: z.boolean().optional() })
    .optional(),
  state: z.object({
    mode: z.string(),
    processedCommandIds: z.array(z.string()).optional().catch(undefined),
  }),
  nodes: z.object({
    waterTemperatureSensor: z.object({ current: celsius, setpoint: celsius.optional() }),
    timer: z.object({
      mode: z.string(),
      initial: z.number().nonnegative().optional(),
      startedAtTimestamp: z.string().nullish(),
    }),
    lowWater: z
      .object({ warning: z.boolean().optional(), empty: z.boolean().optional() })
      .optional(),
  }),
  cook: z
    .object({ cookId: z.string().optional(), activeStageMode: z.string().optional() })
    .nullish(),
});

type Gen3Document = z.infer<typeof document>;

const FAULT_MODES: ReadonlyMap<string, Alert> = new Map([
  ['lowWater', 'low_water'],
  ['waterLeak', 'water_leak'],
  ['highTemp', 'high_temperature'],
  ['motorStuck', 'motor_stuck'],
]);
const TIMER_MODES: ReadonlySet<string> = new Set(['idle', 'running', 'paused', 'completed']);

/**
 * Reads the state of a third-generation cooker (`a6`–`a9`, the Precision Cooker 3.0 among them).
 *
 * Its temperatures are °C whatever `temperatureUnit` says, and its setpoint and timer outlive the cook, so both are
 * null unless the mode is `cook`.
 *
 * @param receivedAtMs - used as the device's clock only when the document carries none
 */
export function parseGen3State(input: unknown, receivedAtMs: number): ParsedState {
  const parsed = document.safeParse(input);
  if (!parsed.success) return { readable: false, reason: describeMismatch(parsed.error) };
  const doc = parsed.data;
  const updatedAtMs = parseTimestamp(doc.updatedTimestamp);
  const alerts = readAlerts(doc);
  return {
    readable: true,
    state: {
      state: readState(doc, alerts),
      online: doc.systemInfo?.online ?? true,
      alerts,
      currentCelsius: doc.nodes.waterTemperatureSensor.current.celsius,
      ...readCook(doc, updatedAtMs ?? receivedAtMs),
      updatedAtMs,
      processedRequestIds: doc.state.processedCommandIds ?? [],
      unknownValues: readUnknowns(doc),
    },
  };
}

type CookFields = Pick<
  DeviceState,
  'running' | 'targetCelsius' | 'timerSeconds' | 'timer' | 'deviceCookId'
>;

function readCook(doc: Gen3Document, deviceNowMs: number): CookFields {
  if (doc.state.mode !== 'cook') {
    return {
      running: false,
      targetCelsius: null,
      timerSeconds: null,
      timer: { kind: 'none' },
      deviceCookId: null,
    };
  }
  const initialSeconds = doc.nodes.timer.initial ?? 0;
  return {
    running: true,
    targetCelsius: doc.nodes.waterTemperatureSensor.setpoint?.celsius ?? null,
    timerSeconds: initialSeconds > 0 ? initialSeconds : null,
    timer: readTimer(doc, deviceNowMs),
    deviceCookId: doc.cook?.cookId ?? null,
  };
}

function readState(doc: Gen3Document, alerts: readonly Alert[]): CookerState {
  const { mode } = doc.state;
  const waterIsOut = doc.nodes.lowWater?.empty === true;
  if (FAULT_MODES.has(mode) || waterIsOut || alerts.includes('heater_failure')) return 'error';
  if (mode === 'idle') return 'idle';
  return mode === 'cook' ? readCookState(doc) : 'unknown';
}

function readCookState(doc: Gen3Document): CookerState {
  const timerMode = doc.nodes.timer.mode;
  if (doc.cook?.activeStageMode === 'entering') return 'preheating';
  if (timerMode === 'completed') return 'done';
  if (timerMode === 'running') return 'cooking';
  if (!TIMER_MODES.has(timerMode)) return 'unknown';
  if (doc.cook?.activeStageMode === 'running') return 'cooking';
  const { current, setpoint } = doc.nodes.waterTemperatureSensor;
  const isHeating =
    setpoint !== undefined && current.celsius + HEATING_TOLERANCE_CELSIUS < setpoint.celsius;
  return isHeating ? 'preheating' : 'cooking';
}

function readTimer(doc: Gen3Document, deviceNowMs: number): TimerReport {
  const { mode, initial = 0, startedAtTimestamp } = doc.nodes.timer;
  if (doc.cook?.activeStageMode === 'entering' || initial === 0) return { kind: 'none' };
  if (mode === 'completed') return { kind: 'completed', totalSeconds: initial };
  const startedAtMs = parseTimestamp(startedAtTimestamp);
  if (mode !== 'running' || startedAtMs === null) return { kind: 'none' };
  // Both stamps are the device's, so a device clock that is off cancels out.
  const elapsedSeconds = Math.max(0, (deviceNowMs - startedAtMs) / 1000);
  const remainingSeconds = Math.max(0, initial - elapsedSeconds);
  return { kind: 'counting', totalSeconds: initial, remainingSeconds };
}

function readAlerts(doc: Gen3Document): readonly Alert[] {
  const alerts = new Set<Alert>();
  const faultMode = FAULT_MODES.get(doc.state.mode);
  if (faultMode !== undefined) alerts.add(faultMode);
  const lowWater = doc.nodes.lowWater;
  if (lowWater?.warning === true || lowWater?.empty === true) alerts.add('low_water');
  if (doc.systemInfo?.triacsFailed === true) alerts.add('heater_failure');
  return [...alerts];
}

function readUnknowns(doc: Gen3Document): readonly string[] {
  const unknowns: string[] = [];
  const { mode } = doc.state;
  if (mode !== 'idle' && mode !== 'cook' && !FAULT_MODES.has(mode)) {
    unknowns.push(`state.mode=${mode}`);
  }
  const timerMode = doc.nodes.timer.mode;
  if (!TIMER_MODES.has(timerMode)) unknowns.push(`nodes.timer.mode=${timerMode}`);
  return unknowns;
}

function parseTimestamp(text: string | null | undefined): number | null {
  if (text === null || text === undefined) return null;
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? null : ms;
}
