import { query } from 'jsonpath-rfc9535';
import type { JsonValue } from 'jsonpath-rfc9535';

import { singularSegments } from '../../spec/scenario/index.ts';

/** What a JSONPath selects: one value or nothing for a singular path, a list for any other. */
export type Selection =
  | {
      readonly form: 'one';
      readonly segments: readonly (string | number)[];
      readonly value: unknown;
    }
  | { readonly form: 'many'; readonly values: readonly unknown[] };

/** Selects by a JSONPath (RFC 9535) that the parser has accepted; `undefined` where nothing is. */
export function select(value: unknown, path: string): Selection {
  const segments = singularSegments(path);
  if (segments === null) {
    const values = value === undefined ? [] : query(value as JsonValue, path);
    return { form: 'many', values };
  }
  return { form: 'one', segments, value: segments.reduce(step, value) };
}

function step(value: unknown, segment: string | number): unknown {
  if (typeof segment === 'number') return Array.isArray(value) ? value.at(segment) : undefined;
  return property(value, segment);
}

/** An own property of an object; arrays and prototypes have none. */
export function property(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
}
