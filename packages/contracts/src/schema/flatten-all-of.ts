import type { JsonObject, Place } from '../document/place.ts';
import { child, isObject, items } from '../document/place.ts';
import type { Resolve } from './compare-properties.ts';
import {
  isEqualJson,
  listOf,
  mappingOf,
  requiredOf,
  schemaObject,
  typesOf,
} from './schema-reader.ts';

/**
 * The schema that a schema and the members of its `allOf` add up to; undefined when they cannot be added up to one
 * without `allOf`, or hold themselves.
 */
export function flattenAllOf(place: Place, resolve: Resolve): Place | undefined {
  const merged = merge(place, resolve, new Set());
  if (merged === undefined) return undefined;
  return { ...place, value: merged };
}

function merge(
  place: Place,
  resolve: Resolve,
  above: ReadonlySet<unknown>,
): JsonObject | undefined {
  if (above.has(place.value)) return undefined;
  const schema = schemaObject(place);
  const inside = new Set(above).add(place.value);
  let merged: JsonObject | undefined = without(schema, 'allOf');
  for (const member of items(child(place, 'allOf'))) {
    const part = merge(resolve(member), resolve, inside);
    if (part === undefined || merged === undefined) return undefined;
    merged = mergeTwo(merged, part);
  }
  return merged;
}

/** What two schemas add up to, in the annotations the first one wins; undefined when one schema cannot say it. */
export function mergeTwo(one: JsonObject, other: JsonObject): JsonObject | undefined {
  const merged: Record<string, unknown> = { ...one };
  for (const [keyword, value] of Object.entries(other)) {
    if (!Object.hasOwn(one, keyword)) merged[keyword] = value;
    else if (!isEqualJson(one[keyword], value)) {
      const both = mergeKeyword(keyword, one, other);
      if (both === undefined) return undefined;
      merged[keyword] = both.value;
    }
  }
  return merged;
}

const ANNOTATIONS = new Set([
  'title',
  'description',
  'example',
  'examples',
  'externalDocs',
  'default',
  '$comment',
  'deprecated',
  'readOnly',
  'writeOnly',
  'xml',
]);
const LOWER = new Set([
  'minimum',
  'exclusiveMinimum',
  'minLength',
  'minItems',
  'minProperties',
  'minContains',
]);
const UPPER = new Set([
  'maximum',
  'exclusiveMaximum',
  'maxLength',
  'maxItems',
  'maxProperties',
  'maxContains',
]);

/** What two different values of a keyword add up to; undefined when one schema cannot say it. */
function mergeKeyword(
  keyword: string,
  one: JsonObject,
  other: JsonObject,
): { readonly value: unknown } | undefined {
  const [first, second] = [one[keyword], other[keyword]];
  if (ANNOTATIONS.has(keyword) || keyword.startsWith('x-')) return { value: first };
  if (typeof first === 'number' && typeof second === 'number') {
    if (LOWER.has(keyword)) return { value: Math.max(first, second) };
    if (UPPER.has(keyword)) return { value: Math.min(first, second) };
  }
  switch (keyword) {
    case 'properties':
      return { value: mergeProperties(mappingOf(one, keyword), mappingOf(other, keyword)) };
    case 'required':
      return { value: [...new Set([...requiredOf(one), ...requiredOf(other)])] };
    case 'type':
      return nonEmpty(typesOf(one).filter((type) => typesOf(other).includes(type)));
    case 'enum': {
      const values = listOf(other, keyword) ?? [];
      return nonEmpty(
        (listOf(one, keyword) ?? []).filter((value) =>
          values.some((each) => isEqualJson(each, value)),
        ),
      );
    }
    case 'nullable':
      return { value: first === true && second === true };
    default:
      return undefined;
  }
}

function mergeProperties(one: JsonObject, other: JsonObject): JsonObject {
  const merged: Record<string, unknown> = { ...one };
  for (const [name, schema] of Object.entries(other)) {
    const known = merged[name];
    merged[name] =
      known === undefined || isEqualJson(known, schema) ? schema : { allOf: [known, schema] };
  }
  return merged;
}

function nonEmpty(values: readonly unknown[]): { readonly value: unknown } | undefined {
  return values.length === 0 ? undefined : { value: values };
}

function without(schema: JsonObject, keyword: string): JsonObject {
  return Object.fromEntries(Object.entries(schema).filter(([key]) => key !== keyword));
}

/** Whether a schema has members to add up. */
export function hasAllOf(place: Place): boolean {
  return isObject(place.value) && (listOf(place.value, 'allOf')?.length ?? 0) > 0;
}
