/**
 * How far the gateway knows a cook to have got. `starting`: the command is on its way; `uncertain`: it was
 * sent, but nothing has shown its effect yet; `running`: the device has shown it.
 */
export type CookPhase = 'starting' | 'uncertain' | 'running';

/** How a cook ended. */
export type CookEnd =
  /** Through `POST /stop-cook`. */
  | 'stopped'
  /** The timer ran out, and the device was switched off afterwards. */
  | 'completed'
  /** On its buttons, in the vendor's app, or by a loss of power. */
  | 'ended-on-device'
  /** Another cook runs on the device now. */
  | 'replaced'
  /** The device refused the order or never showed it. */
  | 'never-started';

/** A cook that was started through this gateway. Times are wall-clock milliseconds since the epoch. */
export interface Cook {
  /** A UUID of our own: known before the device answers, and the same after a restart. */
  readonly cookId: string;
  readonly targetCelsius: number;
  readonly timeMinutes: number;
  readonly foodType: string | null;
  readonly thicknessMm: number | null;
  readonly requestedAtMs: number;
  readonly phase: CookPhase;
  readonly startedAtMs: number | null;
  readonly completedAtMs: number | null;
  /** The device's own id of it, where its generation has one. */
  readonly deviceCookId: string | null;
}

/** What outlives the process. At most one cook is open at any time; implementations enforce it. */
export interface CookHistory {
  openCook(): Cook | null;
  /** @throws when another cook is open, or when it cannot be written */
  add(cook: Cook): void;
  update(cook: Cook): void;
  close(cookId: string, end: { readonly reason: CookEnd; readonly atMs: number }): void;
}
