/** Requests per minute; each route has a bucket of its own. */
export interface RateLimits {
  readonly start: number;
  readonly stop: number;
  readonly status: number;
  readonly health: number;
  readonly diagnostics: number;
  readonly document: number;
  /** Requests without a valid key, over all routes. */
  readonly failedAuth: number;
}

/** One client (the GPT) and one uptime monitor are all that is expected. */
export const RATE_LIMITS_PER_MINUTE: RateLimits = {
  start: 10,
  stop: 10,
  status: 60,
  health: 120,
  diagnostics: 60,
  document: 60,
  failedAuth: 60,
};
