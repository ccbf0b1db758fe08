import type { JsonObject, Place } from '../document/place.ts';
import { child, items } from '../document/place.ts';
import { listOf, schemaObject, typesOf } from './schema-reader.ts';

/** Keywords that say nothing about which values are valid. */
const ANNOTATIONS = new Set([
  'title',
  'description',
  'example',
  'examples',
  'externalDocs',
  'default',
  '$comment',
  'xml',
  'deprecated',
]);

type Resolve = (place: Place) => Place;

/** Two schemas that both accept null, but do not write it in the same way; without it they can be compared. */
export function withoutNull(
  one: { readonly place: Place; readonly resolve: Resolve },
  other: { readonly place: Place; readonly resolve: Resolve },
): { readonly base: Place; readonly revision: Place } | undefined {
  const [form, otherForm] = [formOf(one.place), formOf(other.place)];
  if (form === otherForm || form === undefined || otherForm === undefined) return undefined;
  const base = payloadIn(form, one.place, one.resolve);
  const revision = payloadIn(otherForm, other.place, other.resolve);
  return base === undefined || revision === undefined ? undefined : { base, revision };
}

/** `oneOf: [X, null]`, `nullable` beside `allOf: [X]` as 3.0 writes it for a reference, or a type and null. */
type NullForm = 'alternative' | 'beside a reference' | 'type';

function formOf(place: Place): NullForm | undefined {
  const schema = schemaObject(place);
  if ('oneOf' in schema || 'anyOf' in schema) return 'alternative';
  if (schema['nullable'] === true && 'allOf' in schema) return 'beside a reference';
  const isNullable = schema['nullable'] === true || typesOf(schema).includes('null');
  const isSimple = !('allOf' in schema) && !('discriminator' in schema);
  return isNullable && isSimple && typesOf(schema).some((type) => type !== 'null')
    ? 'type'
    : undefined;
}

function payloadIn(form: NullForm, place: Place, resolve: Resolve): Place | undefined {
  switch (form) {
    case 'alternative':
      return payloadOf(place, resolve);
    case 'beside a reference': {
      const members = items(child(place, 'allOf'));
      const { nullable: _, ...schema } = schemaObject(place);
      return members.length === 1 && saysOnly(schema, 'allOf') ? members[0] : undefined;
    }
    case 'type':
      return { ...place, value: typeWithoutNull(schemaObject(place)) };
    default:
      return form satisfies never;
  }
}

function typeWithoutNull(schema: JsonObject): JsonObject {
  const types = typesOf(schema).filter((type) => type !== 'null');
  const said = Object.entries(schema).filter(
    ([key]) => !isAnnotation(key) && !['readOnly', 'writeOnly', 'nullable'].includes(key),
  );
  return { ...Object.fromEntries(said), type: types.length === 1 ? types[0] : types };
}

/** The schema X of a bare `oneOf: [{type: "null"}, X]`, or `anyOf`; undefined for anything else. */
export function payloadOf(place: Place, resolve: Resolve): Place | undefined {
  const schema = schemaObject(place);
  const keyword = ['oneOf', 'anyOf'].find((one) => listOf(schema, one)?.length === 2);
  if (keyword === undefined || !saysOnly(schema, keyword)) return undefined;
  const branches = items(child(place, keyword)).map(resolve);
  if (branches.filter(isBareNull).length !== 1) return undefined;
  return branches.find((branch) => !isBareNull(branch));
}

function isBareNull(place: Place): boolean {
  const [type, ...more] = typesOf(schemaObject(place));
  return type === 'null' && more.length === 0 && saysOnly(schemaObject(place), 'type');
}

/** Whether a schema limits values by this keyword only. */
export function saysOnly(schema: JsonObject, keyword: string): boolean {
  return Object.keys(schema).every((key) => key === keyword || isAnnotation(key));
}

function isAnnotation(keyword: string): boolean {
  return ANNOTATIONS.has(keyword) || keyword.startsWith('x-');
}
