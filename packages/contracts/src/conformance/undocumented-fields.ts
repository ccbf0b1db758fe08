import type { Place } from '../document/place.ts';
import { isObject } from '../document/place.ts';
import type { SchemaShape, SchemaShapes } from './schema-shape.ts';

/** Lists may be long and are mostly alike. */
const MAX_ITEMS = 20;
const MAX_DEPTH = 32;

/**
 * The fields of a value that its schema does not name although it names others, as JSON pointers with `*` for the
 * places of lists. Where something is said of further fields (`additionalProperties`), none is undocumented.
 */
export function findUndocumentedFields(
  value: unknown,
  schema: Place,
  shapes: SchemaShapes,
): readonly string[] {
  const found = new Set<string>();
  const walk = (inner: unknown, places: readonly Place[], at: string, depth: number): void => {
    if (depth > MAX_DEPTH || typeof inner !== 'object' || inner === null) return;
    const known = places.map((place) => shapes.of(place));
    if (Array.isArray(inner)) {
      const items = known.flatMap((shape) => shape.items);
      if (items.length === 0) return;
      for (const item of inner.slice(0, MAX_ITEMS)) walk(item, items, `${at}/*`, depth + 1);
      return;
    }
    if (!isObject(inner)) return;
    for (const [key, member] of Object.entries(inner)) {
      const named = known.flatMap((shape) => shape.properties.get(key) ?? []);
      const pointer = `${at}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
      if (named.length > 0) walk(member, named, pointer, depth + 1);
      else if (!isLetIn(key, known)) found.add(pointer);
    }
  };
  walk(value, [schema], '', 0);
  return [...found];
}

/** A schema that names nothing leaves everything open, and means it. */
function isLetIn(key: string, shapes: readonly SchemaShape[]): boolean {
  if (shapes.every(({ properties }) => properties.size === 0)) return true;
  return shapes.some(
    ({ saysOfOthers, patterns }) => saysOfOthers || patterns.some((pattern) => pattern.test(key)),
  );
}
