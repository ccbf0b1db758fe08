/** How long the adapter waits for what. All in milliseconds. */
export interface AnovaTimings {
  /** First and largest pause before a reconnect; doubled in between, jittered down to half. */
  readonly reconnectInitialMs: number;
  readonly reconnectMaxMs: number;
  /** The same after the cloud refused the token: it will not change its mind soon. */
  readonly authRetryInitialMs: number;
  readonly authRetryMaxMs: number;
  /** No inbound message for so long means that the connection is dead, whatever TCP says. */
  readonly silenceMs: number;
  readonly handshakeTimeoutMs: number;
  /** How long a command waits for a connection that has just gone. */
  readonly linkWaitMs: number;
  /** A reading older than this is no longer believed. */
  readonly stalenessMs: number;
  /** From sending a command to its acknowledgement. */
  readonly commandTimeoutMs: number;
  /** From the acknowledgement to the state that shows the effect. */
  readonly confirmTimeoutMs: number;
}

/** The defaults; the reasons for each figure are in the vendor's push cadence (30 s idle, 2 s cooking). */
export const DEFAULT_TIMINGS: AnovaTimings = {
  reconnectInitialMs: 1_000,
  reconnectMaxMs: 60_000,
  authRetryInitialMs: 60_000,
  authRetryMaxMs: 900_000,
  silenceMs: 90_000,
  handshakeTimeoutMs: 15_000,
  linkWaitMs: 3_000,
  stalenessMs: 90_000,
  commandTimeoutMs: 10_000,
  confirmTimeoutMs: 5_000,
};

/**
 * The pause before reconnect number `attempt` (0 is the first), jittered into its upper half so that many clients do
 * not return in step after an outage of the cloud.
 *
 * @param random - in 0…1
 */
export function backoffMs(
  attempt: number,
  limits: { readonly initialMs: number; readonly maxMs: number },
  random: number,
): number {
  const full = Math.min(limits.maxMs, limits.initialMs * 2 ** Math.min(attempt, 30));
  return full / 2 + (full / 2) * random;
}
