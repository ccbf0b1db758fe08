import type { JsonObject } from '../document/place.ts';
import { isEqualJson } from '../schema/schema-reader.ts';
import type { DiffOptions, StabilityLevel } from './options.ts';
import { STABILITY_LEVELS } from './options.ts';

const DAY_MS = 86_400_000;

/** A day as `x-sunset` gives it: absent, not a day, or the milliseconds of its beginning in UTC. */
export type Sunset =
  | { readonly kind: 'absent' }
  | { readonly kind: 'invalid' }
  | { readonly kind: 'day'; readonly ms: number };

/** Reads `x-sunset`: a date, or a date with time, of RFC 3339. */
export function sunsetOf(fields: JsonObject): Sunset {
  const written = fields['x-sunset'];
  if (written === undefined || written === null) return { kind: 'absent' };
  const text = written instanceof Date ? written.toISOString() : written;
  const day =
    typeof text === 'string' ? /^(\d{4}-\d\d-\d\d)(?:[Tt ].*)?$/.exec(text)?.[1] : undefined;
  const ms = day === undefined ? Number.NaN : Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(ms) ? { kind: 'invalid' } : { kind: 'day', ms };
}

/** `x-stability-level`: undefined when it is none of the known ones; `stable` when it is not given. */
export function stabilityOf(fields: JsonObject): StabilityLevel | undefined {
  const written = fields['x-stability-level'];
  if (written === undefined || written === null || written === '') return 'stable';
  return STABILITY_LEVELS.find((level) => level === written);
}

export function isBelow(level: StabilityLevel, threshold: StabilityLevel): boolean {
  return STABILITY_LEVELS.indexOf(level) < STABILITY_LEVELS.indexOf(threshold);
}

/** Days that must lie between today and the sunset of something this stable. */
export function neededDays(stability: StabilityLevel, { deprecationDays }: DiffOptions): number {
  if (stability === 'beta') return deprecationDays?.beta ?? 0;
  return stability === 'stable' ? (deprecationDays?.stable ?? 0) : 0;
}

/** The day that is today, in UTC, as milliseconds. */
export function todayMs({ today = new Date() }: DiffOptions): number {
  return Math.floor(today.getTime() / DAY_MS) * DAY_MS;
}

export function daysUntil(ms: number, options: DiffOptions): number {
  return Math.round((ms - todayMs(options)) / DAY_MS);
}

/** What became of a deprecation. */
export type DeprecationNews =
  | 'reactivated'
  | 'sunset-missing'
  | 'deprecated'
  | 'sunset-invalid'
  | 'sunset-too-soon'
  | 'deprecated-with-sunset'
  | 'sunset-deleted'
  | 'sunset-moved-too-soon';

/** Compares `deprecated` and `x-sunset` of an operation, a parameter or a property. */
export function deprecationNews(
  base: JsonObject,
  revision: JsonObject,
  options: DiffOptions,
): DeprecationNews | undefined {
  const was = base['deprecated'] === true;
  const is = revision['deprecated'] === true;
  if (was !== is) return is ? newlyDeprecated(revision, options) : 'reactivated';
  return is ? sunsetNews(base, revision, options) : undefined;
}

function newlyDeprecated(revision: JsonObject, options: DiffOptions): DeprecationNews {
  const needed = neededDays(stabilityOf(revision) ?? 'stable', options);
  const sunset = sunsetOf(revision);
  if (sunset.kind === 'absent') return needed > 0 ? 'sunset-missing' : 'deprecated';
  if (sunset.kind === 'invalid') return 'sunset-invalid';
  return daysUntil(sunset.ms, options) < needed ? 'sunset-too-soon' : 'deprecated-with-sunset';
}

function sunsetNews(
  base: JsonObject,
  revision: JsonObject,
  options: DiffOptions,
): DeprecationNews | undefined {
  if (isEqualJson(base['x-sunset'], revision['x-sunset'])) return undefined;
  const before = sunsetOf(base);
  const after = sunsetOf(revision);
  if (before.kind === 'absent') return after.kind === 'invalid' ? 'sunset-invalid' : undefined;
  if (after.kind === 'absent') return 'sunset-deleted';
  if (before.kind === 'invalid' || after.kind === 'invalid') return 'sunset-invalid';
  const needed = neededDays(stabilityOf(revision) ?? 'stable', options);
  const isTooSoon = before.ms > after.ms && daysUntil(after.ms, options) < needed;
  return isTooSoon ? 'sunset-moved-too-soon' : undefined;
}
