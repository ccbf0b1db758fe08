import type { CookOrder } from '../device/cooker.ts';
import type { DeviceState } from './device-state.ts';

/** Water boils here; the vendor's own validator stops at 99.5 °C. */
const MAX_TARGET_CELSIUS = 100;
/** 99 h 59 min, the vendor's limit. */
const MAX_TIMER_SECONDS = 359_940;
/** Setpoints are set in steps of 0.1 °C and come back as floats. */
const SETPOINT_TOLERANCE_CELSIUS = 0.1 + 1e-6;
const TIMER_TOLERANCE_SECONDS = 1;

/**
 * The last look before the wire, whatever was checked before: `JSON.stringify` would send NaN as null.
 *
 * @returns why the order must not be sent, or null
 */
export function refuseOrder(order: CookOrder): string | null {
  const { targetCelsius, timerSeconds } = order;
  if (!Number.isFinite(targetCelsius) || targetCelsius <= 0 || targetCelsius > MAX_TARGET_CELSIUS) {
    return `INVALID_TEMPERATURE: ${targetCelsius} is not between 0 and ${MAX_TARGET_CELSIUS} °C`;
  }
  if (!Number.isInteger(timerSeconds) || timerSeconds < 0 || timerSeconds > MAX_TIMER_SECONDS) {
    return `INVALID_TIMER: ${timerSeconds} is not a whole number of seconds up to ${MAX_TIMER_SECONDS}`;
  }
  return null;
}

/**
 * Whether a state shows this order being carried out. `done` never does: it is the cook before, which may have had the
 * same setpoint and timer.
 */
export function isOrderShown(order: CookOrder): (state: DeviceState) => boolean {
  return (state) => {
    if (!state.running || state.state === 'done' || state.targetCelsius === null) return false;
    const setpointError = Math.abs(state.targetCelsius - order.targetCelsius);
    const timerError = Math.abs((state.timerSeconds ?? 0) - order.timerSeconds);
    return setpointError <= SETPOINT_TOLERANCE_CELSIUS && timerError <= TIMER_TOLERANCE_SECONDS;
  };
}

/** Whether a state shows that nothing is being cooked. An unknown mode is no proof of that. */
export function isIdleShown(state: DeviceState): boolean {
  return !state.running && state.state !== 'unknown';
}
