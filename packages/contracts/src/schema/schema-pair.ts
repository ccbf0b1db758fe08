import type { JsonObject, Place } from '../document/place.ts';
import { child } from '../document/place.ts';
import type { Effect, PropertyTraits, SchemaFinding, TypeChange } from './schema-delta.ts';
import { schemaObject } from './schema-reader.ts';

/** Two schemas that are compared, their references followed. */
export interface SchemaPair {
  readonly basePlace: Place;
  readonly revisionPlace: Place;
  readonly base: JsonObject;
  readonly revision: JsonObject;
}

/** A change as a comparer tells it; the keyword says where in both schemas it stands. */
export interface Observed {
  readonly stem: string;
  readonly keyword: string;
  /** A member of the keyword's value, such as the name of a property. */
  readonly member?: string;
  readonly effect: Effect;
  readonly from?: unknown;
  readonly to?: unknown;
  readonly property?: PropertyTraits;
  readonly types?: TypeChange;
}

export type FindingMaker = (observed: Observed) => void;

export function pairOf(basePlace: Place, revisionPlace: Place): SchemaPair {
  return {
    basePlace,
    revisionPlace,
    base: schemaObject(basePlace),
    revision: schemaObject(revisionPlace),
  };
}

/** Makes a finding of what a comparer saw, with its places in both documents. */
export function findingOf(pair: SchemaPair, observed: Observed): SchemaFinding {
  const { stem, effect, keyword, member, from, to, property, types } = observed;
  return {
    stem,
    effect,
    from,
    to,
    base: placeOf(pair.basePlace, keyword, member),
    revision: placeOf(pair.revisionPlace, keyword, member),
    ...(property === undefined ? {} : { property }),
    ...(types === undefined ? {} : { types }),
  };
}

/** The place of the keyword, or of the schema where it has none. */
function placeOf(schema: Place, keyword: string, member: string | undefined): Place {
  const at = child(schema, keyword);
  if (at.value === undefined) return schema;
  if (member === undefined) return at;
  const inner = child(at, member);
  return inner.value === undefined ? at : inner;
}
