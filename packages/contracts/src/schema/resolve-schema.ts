import type { JsonObject, Place } from '../document/place.ts';
import { isObject } from '../document/place.ts';
import type { References } from '../document/references.ts';
import { referenceOf } from '../document/references.ts';
import { mergeTwo } from './flatten-all-of.ts';

/** What stands beside a reference and says nothing that is compared. */
const SILENT = new Set([
  '$ref',
  '$dynamicRef',
  'description',
  'summary',
  'example',
  'examples',
  'externalDocs',
  'xml',
  '$comment',
]);

/** Extensions that are compared. */
const TELLING = new Set(['x-sunset', 'x-stability-level', 'x-extensible-enum']);

/**
 * The schema that a schema stands for. Where the standard lets it, what is written beside a `$ref` holds together with
 * what it leads to: the two are joined, or stand in an `allOf` where one schema cannot say both.
 */
export function resolveSchema(written: Place, references: References): Place | undefined {
  if (!references.siblingsCount || referenceOf(written) === undefined)
    return references.resolve(written);
  const { joined } = references;
  if (joined.has(written.value)) return joined.get(written.value);
  // Met again while it is still being followed, it leads back to itself.
  joined.set(written.value, undefined);
  const target = references.follow(written);
  if (target === undefined) return undefined;
  if (leadsBack(target, references)) {
    references.break(written, 'the reference leads back to itself');
    return undefined;
  }
  const end = resolveSchema(target, references);
  const place = end === undefined ? undefined : join(written, end, references);
  joined.set(written.value, place);
  return place;
}

function leadsBack(target: Place, { joined }: References): boolean {
  return (
    referenceOf(target) !== undefined &&
    joined.has(target.value) &&
    joined.get(target.value) === undefined
  );
}

function join(written: Place, end: Place, references: References): Place {
  const siblings = siblingsOf(written);
  if (siblings === undefined || end.value === false) return end;
  if (written.document !== end.document) references.settle({ ...written, value: siblings });
  if (!isObject(end.value)) return { ...written, value: siblings };
  const { $dynamicAnchor: _dynamic, $anchor: _anchor, $id: _id, ...target } = end.value;
  const value = mergeTwo(siblings, target) ?? { allOf: [target, siblings] };
  return { ...end, value };
}

/** What is written beside the reference; undefined when nothing that counts. */
function siblingsOf({ value }: Place): JsonObject | undefined {
  const entries = Object.entries(value as JsonObject);
  if (entries.every(([key]) => isSilent(key))) return undefined;
  return Object.fromEntries(entries.filter(([key]) => key !== '$ref' && key !== '$dynamicRef'));
}

function isSilent(keyword: string): boolean {
  return SILENT.has(keyword) || (keyword.startsWith('x-') && !TELLING.has(keyword));
}
