/** Reasons that lie in the body of a start: its shape, its ranges, the safety of its food. */
export const START_REFUSAL_CODES = [
  'MISSING_BODY',
  'INVALID_JSON',
  'MISSING_TEMPERATURE',
  'MISSING_TIME',
  'INVALID_TEMPERATURE',
  'INVALID_TIME',
  'INVALID_TIMER',
  'INVALID_FOOD_TYPE',
  'INVALID_THICKNESS',
  'FOOD_TYPE_TOO_LONG',
  'TEMPERATURE_TOO_LOW',
  'TEMPERATURE_TOO_HIGH',
  'TIME_TOO_SHORT',
  'TIME_TOO_LONG',
  'POULTRY_TEMP_UNSAFE',
  'GROUND_MEAT_TEMP_UNSAFE',
  'PORK_TEMP_UNSAFE',
  'POULTRY_TIME_UNSAFE',
  'GROUND_MEAT_TIME_UNSAFE',
  'PORK_TIME_UNSAFE',
  'DANGER_ZONE_TIME_UNSAFE',
] as const;

/**
 * Every reason for which the gateway says no. Codes are only ever added; a code keeps its meaning for good.
 * Which HTTP status a code has is decided in one place, `http/error-status.ts`.
 */
export const REFUSAL_CODES = [
  ...START_REFUSAL_CODES,
  'BAD_REQUEST',
  'UNAUTHORIZED',
  'NOT_FOUND',
  'METHOD_NOT_ALLOWED',
  'REQUEST_TIMEOUT',
  'PAYLOAD_TOO_LARGE',
  'UNSUPPORTED_MEDIA_TYPE',
  'HEADERS_TOO_LARGE',
  'DEVICE_BUSY',
  'DEVICE_FAULT',
  'NO_ACTIVE_COOK',
  'RATE_LIMITED',
  'INTERNAL_ERROR',
  'AUTH_FAILED',
  'ANOVA_API_ERROR',
  'DEVICE_OFFLINE',
  'DEVICE_STATE_UNKNOWN',
  'DEVICE_AMBIGUOUS',
  'NETWORK_ERROR',
  'TIMEOUT',
] as const;
export type RefusalCode = (typeof REFUSAL_CODES)[number];

/** A cook that would be accepted instead of the refused one. */
interface SuggestedCook {
  readonly temperature_celsius: number;
  readonly time_minutes: number;
}

/** Facts for a machine; the names are part of the HTTP contract. */
export interface RefusalDetails {
  /** The boundary that was crossed, in the unit of the field it belongs to. */
  readonly limit?: number;
  readonly minimum_minutes?: number;
  readonly maximum_minutes?: number;
  readonly thickness_mm?: number;
  readonly suggested?: SuggestedCook;
  readonly device_state?: string;
  readonly alerts?: readonly string[];
}

export interface Refusal {
  readonly code: RefusalCode;
  /** For people: what was seen, what is allowed, what to do. Never holds a secret or an address. */
  readonly message: string;
  readonly details?: RefusalDetails;
  readonly retryAfterSeconds?: number;
}

/** An expected outcome is a value: callers look at `ok`, nothing is thrown. */
export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly refusal: Refusal };

export function accept<T>(value: T): Outcome<T> {
  return { ok: true, value };
}

export function refuse(
  code: RefusalCode,
  message: string,
  extra: { details?: RefusalDetails; retryAfterSeconds?: number } = {},
): { readonly ok: false; readonly refusal: Refusal } {
  return { ok: false, refusal: { code, message, ...extra } };
}
