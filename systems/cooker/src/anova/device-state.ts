import type { Alert, CookerReading, CookerState } from '../device/cooker.ts';

/** How the timer stood when the device reported it. */
export type TimerReport =
  | { readonly kind: 'none' }
  | { readonly kind: 'counting'; readonly totalSeconds: number; readonly remainingSeconds: number }
  | { readonly kind: 'completed'; readonly totalSeconds: number };

/** One state event of any generation, normalised. Temperatures are °C. */
export interface DeviceState {
  readonly state: CookerState;
  /** The device carries out a cook: preheating, cooking or keeping warm. Known even while `state` is `error`. */
  readonly running: boolean;
  readonly online: boolean;
  readonly alerts: readonly Alert[];
  readonly currentCelsius: number;
  readonly targetCelsius: number | null;
  readonly timerSeconds: number | null;
  readonly timer: TimerReport;
  readonly deviceCookId: string | null;
  /** The device's own clock when it wrote this, where its generation says so. */
  readonly updatedAtMs: number | null;
  /** Commands the device says it has taken; a stronger acknowledgement than the cloud's. */
  readonly processedRequestIds: readonly string[];
  /** Values this adapter has no meaning for, as `field=value`. */
  readonly unknownValues: readonly string[];
}

/** A state document in one of the known shapes, or why it could not be read. */
export type ParsedState =
  | { readonly readable: true; readonly state: DeviceState }
  | { readonly readable: false; readonly reason: string };

/** Below the target by more than this, the water counts as still heating (the vendor app's own limit). */
export const HEATING_TOLERANCE_CELSIUS = 0.3;

/**
 * What the device shows now, given what it reported `ageMs` ago: a running timer goes on counting between reports.
 */
export function toReading(state: DeviceState, ageMs: number): CookerReading {
  return {
    state: state.state,
    alerts: state.alerts,
    currentCelsius: state.currentCelsius,
    targetCelsius: state.targetCelsius,
    timer: toTimer(state.timer, ageMs),
    timerSeconds: state.timerSeconds,
    deviceCookId: state.deviceCookId,
  };
}

function toTimer(report: TimerReport, ageMs: number): CookerReading['timer'] {
  switch (report.kind) {
    case 'none':
      return null;
    case 'counting': {
      const remainingSeconds = Math.max(0, report.remainingSeconds - Math.max(0, ageMs) / 1000);
      // Rounded up, as a kitchen timer does: it shows 5:00 until a whole second is gone.
      return { totalSeconds: report.totalSeconds, remainingSeconds: Math.ceil(remainingSeconds) };
    }
    case 'completed':
      return { totalSeconds: report.totalSeconds, remainingSeconds: 0 };
    default:
      return report satisfies never;
  }
}
