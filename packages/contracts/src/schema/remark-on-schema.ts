import type { Place } from '../document/place.ts';
import { child, isObject, items } from '../document/place.ts';
import { quote } from '../document/quote.ts';
import type { Remark } from '../document/remark.ts';
import { isEqualJson, listOf, typesOf } from './schema-reader.ts';

/** The types of JSON Schema, and `file` of Swagger 2.0. */
export const TYPES = ['string', 'number', 'integer', 'boolean', 'array', 'object', 'null', 'file'];

/** What makes a schema unfit to be compared: types that there are none of, parts that no value can satisfy together. */
export function remarkOnSchema(place: Place, resolve: (place: Place) => Place): Remark[] {
  if (!isObject(place.value)) return [];
  const remarks: Remark[] = [];
  if ('type' in place.value && !hasKnownTypes(place.value['type']))
    remarks.push(unknownType(place));
  if (listOf(place.value, 'allOf') !== undefined) {
    const remark = contradiction(place, resolve);
    if (remark !== undefined) remarks.push(remark);
  }
  return remarks;
}

function hasKnownTypes(type: unknown): boolean {
  if (Array.isArray(type)) return type.every((one) => TYPES.some((known) => known === one));
  return typeof type === 'string' && TYPES.includes(type);
}

function unknownType(place: Place): Remark {
  const at = child(place, 'type');
  return {
    code: 'CONTRACT_TYPE_UNKNOWN',
    severity: 'warning',
    place: at,
    message: 'there is no such type',
    expected: TYPES.slice(0, -1).join(', '),
    seen: quote(typeof at.value === 'string' ? at.value : JSON.stringify(at.value)),
  };
}

/** Parts of an `allOf` that no value can satisfy together, as far as types and lists of values tell. */
function contradiction(place: Place, resolve: (place: Place) => Place): Remark | undefined {
  const parts = [place, ...items(child(place, 'allOf')).map(resolve)];
  const types = parts
    .map(({ value }) => (isObject(value) ? typesOf(value).flatMap(expand) : []))
    .filter((list) => list.length > 0);
  const enums = parts.flatMap(({ value }) => (isObject(value) ? [listOf(value, 'enum')] : []));
  const isTypeless = types.length > 1 && !types[0]?.some((one) => isInAll(one, types));
  const lists = enums.filter((list) => list !== undefined);
  const isValueless = lists.length > 1 && !lists[0]?.some((one) => isInAll(one, lists));
  if (!isTypeless && !isValueless) return undefined;
  return {
    code: 'CONTRACT_ALL_OF',
    severity: 'warning',
    place: child(place, 'allOf'),
    message: `no value satisfies all parts: their ${isTypeless ? 'types' : 'lists of values'} have nothing in common`,
    seen: isTypeless ? types.map((list) => list.join(' | ')).join(' and ') : undefined,
    hint: 'the parts were compared one by one',
  };
}

/** Every integer is a number. */
function expand(type: string): string[] {
  return type === 'number' ? ['number', 'integer'] : [type];
}

function isInAll(value: unknown, lists: readonly (readonly unknown[])[]): boolean {
  return lists.every((list) => list.some((one) => isEqualJson(one, value)));
}
