/**
 * The port between the gateway and a cooker. The gateway sees only these shapes; an adapter
 * (today: the Anova cloud in `../anova/`) turns a wire protocol into them.
 */

export const COOKER_STATES = ['idle', 'preheating', 'cooking', 'done', 'error', 'unknown'] as const;
export type CookerState = (typeof COOKER_STATES)[number];

export const ALERTS = [
  'low_water',
  'water_leak',
  'high_temperature',
  'motor_stuck',
  'heater_failure',
  'device_failure',
] as const;
export type Alert = (typeof ALERTS)[number];

/** The timer of a cook; absent while nothing is being timed (idle, preheating, untimed cook). */
export interface CookTimer {
  readonly totalSeconds: number;
  /** 0 when the cook is done. */
  readonly remainingSeconds: number;
}

/** What the device last said of itself. Temperatures are always °C. */
export interface CookerReading {
  readonly state: CookerState;
  readonly alerts: readonly Alert[];
  readonly currentCelsius: number;
  /** Null when idle, whatever setpoint the device remembers. */
  readonly targetCelsius: number | null;
  readonly timer: CookTimer | null;
  /** The length of the timer the device was given, also while preheating; null when idle or unknown. */
  readonly timerSeconds: number | null;
  /** The device's own id of the running cook, where its generation has one. */
  readonly deviceCookId: string | null;
}

/** Why a cooker cannot be spoken to right now. */
export const LINK_FAULTS = [
  /** The cloud has not been reached, or the connection is down. */
  'CLOUD_UNREACHABLE',
  /** The cloud refused the token. */
  'AUTH_FAILED',
  /** The account has no cooker. */
  'NO_DEVICE',
  /** The account has several cookers and none was chosen. */
  'AMBIGUOUS_DEVICE',
  /** The cloud says that the cooker is offline. */
  'DEVICE_OFFLINE',
  /** Nothing fresh was heard from the cooker within the staleness limit. */
  'STALE',
] as const;
export type LinkFault = (typeof LINK_FAULTS)[number];

export type Observation =
  | { readonly reachable: true; readonly reading: CookerReading; readonly ageMs: number }
  | { readonly reachable: false; readonly fault: LinkFault; readonly detail: string };

/**
 * How a command ended. `confirmed` means that a later state event showed the effect; an acknowledgement
 * alone never is (`unconfirmed`). After `unconfirmed` and `timed-out` the device's state is unknown.
 */
export type CommandOutcome =
  | { readonly outcome: 'confirmed'; readonly reading: CookerReading }
  | { readonly outcome: 'rejected'; readonly reason: string }
  | { readonly outcome: 'unconfirmed' }
  | { readonly outcome: 'timed-out' }
  | { readonly outcome: 'unreachable'; readonly fault: LinkFault; readonly detail: string };

export interface CookOrder {
  /** In steps of 0.1 °C. */
  readonly targetCelsius: number;
  readonly timerSeconds: number;
}

/** Facts for the operator; never holds a token or a device id. */
export interface LinkDiagnostics {
  readonly connected: boolean;
  readonly reconnects: number;
  readonly lastMessageAgeMs: number | null;
  readonly fault: LinkFault | null;
}

export interface Cooker extends AsyncDisposable {
  /** What is known now; never waits, never throws. */
  observe(): Observation;
  start(order: CookOrder): Promise<CommandOutcome>;
  stop(): Promise<CommandOutcome>;
  diagnostics(): LinkDiagnostics;
  /** Calls back on every change of the reading or of reachability; returns the unsubscribe function. */
  subscribe(listener: (observation: Observation) => void): () => void;
}
