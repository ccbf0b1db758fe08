import type { TypeMarker } from '../../spec/scenario/index.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
/** RFC 3339 §5.6. */
const DATE_TIME = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:[Zz]|[+-]\d{2}:\d{2})$/;
const SCHEME = /^[A-Za-z][A-Za-z0-9+.-]*:/;

const MARKERS: Readonly<Record<TypeMarker, (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  integer: (value) => Number.isInteger(value),
  boolean: (value) => typeof value === 'boolean',
  null: (value) => value === null,
  array: (value) => Array.isArray(value),
  object: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  uuid: (value) => typeof value === 'string' && UUID.test(value),
  'date-time': (value) => instantMs(value) !== null,
  uri: (value) => typeof value === 'string' && SCHEME.test(value) && URL.canParse(value),
};

export function isOfType(value: unknown, type: TypeMarker): boolean {
  return MARKERS[type](value);
}

/** Milliseconds since 1970 of an RFC 3339 date-time; null for anything else, 30 February included. */
export function instantMs(value: unknown): number | null {
  if (typeof value !== 'string' || !DATE_TIME.test(value)) return null;
  const day = value.slice(0, 10);
  const instant = Date.parse(value);
  // Date.parse takes 30 February for 2 March.
  const isRealDay = ((new Date(`${day}T00:00:00Z`).toJSON() as string | null) ?? '').startsWith(
    day,
  );
  return Number.isNaN(instant) || !isRealDay ? null : instant;
}
