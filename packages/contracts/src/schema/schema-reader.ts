import type { JsonObject, Place } from '../document/place.ts';
import { child, isObject } from '../document/place.ts';

const ANYTHING: JsonObject = {};
const NOTHING: JsonObject = { not: {} };

/** A schema as a mapping: `true` accepts anything, `false` nothing. */
export function schemaObject(place: Place): JsonObject {
  if (isObject(place.value)) return place.value;
  return place.value === false ? NOTHING : ANYTHING;
}

/** The schema that a place has that names none: anything fits. */
export function anything(owner: Place): Place {
  return { document: owner.document, value: {}, parent: owner, key: 'schema' };
}

/** The types as written, `type: [a, b]` of OpenAPI 3.1 or a single one; empty when any type will do. */
export function typesOf(schema: JsonObject): readonly string[] {
  const { type } = schema;
  if (typeof type === 'string') return type === '' ? [] : [type];
  return Array.isArray(type) ? type.filter((one) => typeof one === 'string') : [];
}

export function textOf(schema: JsonObject, keyword: string): string {
  const value = schema[keyword];
  return typeof value === 'string' ? value : '';
}

export function numberOf(schema: JsonObject, keyword: string): number | undefined {
  const value = schema[keyword];
  return typeof value === 'number' ? value : undefined;
}

export function listOf(schema: JsonObject, keyword: string): readonly unknown[] | undefined {
  const value = schema[keyword];
  return Array.isArray(value) ? value : undefined;
}

export function mappingOf(schema: JsonObject, keyword: string): JsonObject {
  const value = schema[keyword];
  return isObject(value) ? value : ANYTHING;
}

export function requiredOf(schema: JsonObject): readonly string[] {
  return (listOf(schema, 'required') ?? []).filter((name) => typeof name === 'string');
}

/** Keywords whose flags are compared as such. */
export const FLAGS: ReadonlySet<string> = new Set([
  'additionalProperties',
  'unevaluatedItems',
  'unevaluatedProperties',
  'items',
]);

/** A schema under a keyword that may also be a flag, such as `additionalProperties: false`; undefined when there is none. */
export function innerSchema(place: Place, keyword: string): Place | undefined {
  const inner = child(place, keyword);
  const isSchema =
    isObject(inner.value) || (typeof inner.value === 'boolean' && !FLAGS.has(keyword));
  return isSchema ? inner : undefined;
}

/** Bounds of OpenAPI 3.0, where `exclusiveMinimum: true` says how `minimum` is meant, and of 3.1, where it is a number. */
export interface Bounds {
  readonly min: number | undefined;
  readonly max: number | undefined;
  readonly exclusiveMin: number | undefined;
  readonly exclusiveMax: number | undefined;
}

export function boundsOf(schema: JsonObject): Bounds {
  const min = numberOf(schema, 'minimum');
  const max = numberOf(schema, 'maximum');
  const isMinExclusive = schema['exclusiveMinimum'] === true;
  const isMaxExclusive = schema['exclusiveMaximum'] === true;
  return {
    min: isMinExclusive ? undefined : min,
    max: isMaxExclusive ? undefined : max,
    exclusiveMin: isMinExclusive ? min : numberOf(schema, 'exclusiveMinimum'),
    exclusiveMax: isMaxExclusive ? max : numberOf(schema, 'exclusiveMaximum'),
  };
}

/** Whether two values of JSON are equal; the order of keys does not matter. */
export function isEqualJson(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (Array.isArray(one) && Array.isArray(other)) {
    return (
      one.length === other.length && one.every((item, index) => isEqualJson(item, other[index]))
    );
  }
  if (!isObject(one) || !isObject(other)) return false;
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && isEqualJson(one[key], other[key]))
  );
}
