import type { Cooking } from '../cook/cooking.ts';
import type { Cooker } from '../device/cooker.ts';
import type { Log } from '../log-event.ts';
import type { RateLimits } from './rate-limits.ts';

/** What the HTTP face of the gateway stands on. */
export interface GatewayOptions {
  readonly cooking: Cooking;
  readonly cooker: Cooker;
  readonly apiKey: string;
  readonly rateLimits: RateLimits;
  readonly version: string;
  readonly log: Log;
  /** Wall clock, milliseconds since the epoch. */
  readonly now: () => number;
  /** Milliseconds that never go backwards, for durations and rate limits. */
  readonly monotonicNow: () => number;
  /** The OpenAPI document as JSON text; made when first asked for. */
  readonly document: () => Promise<string>;
}
