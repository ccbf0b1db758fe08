import type { JsonObject, Place } from '../document/place.ts';
import { child } from '../document/place.ts';
import type { PropertyTraits } from './schema-delta.ts';
import type { FindingMaker, SchemaPair } from './schema-pair.ts';
import { mappingOf, requiredOf, schemaObject } from './schema-reader.ts';

/** Follows a reference inside one of the two documents; a broken one stands for a schema of which nothing is known. */
export type Resolve = (place: Place) => Place;

/** What the comparison of properties needs from outside. */
export interface PropertyComparison {
  readonly resolveBase: Resolve;
  readonly resolveRevision: Resolve;
  readonly report: FindingMaker;
  /** Compares the schemas of a property that both sides have. */
  readonly compare: (name: string, base: Place, revision: Place) => void;
  /** Properties that moved into alternatives of a `oneOf`, and so were not removed. */
  readonly moved: ReadonlySet<string>;
}

/** Compares `properties` and `required`. */
export function compareProperties(pair: SchemaPair, comparison: PropertyComparison): void {
  const { base, revision, basePlace, revisionPlace } = pair;
  const before = mappingOf(base, 'properties');
  const after = mappingOf(revision, 'properties');
  for (const name of Object.keys(before)) {
    const place = child(child(basePlace, 'properties'), name);
    if (Object.hasOwn(after, name)) {
      comparison.compare(name, place, child(child(revisionPlace, 'properties'), name));
    } else if (!comparison.moved.has(name)) reportRemoved({ name, place }, pair, comparison);
  }
  for (const name of Object.keys(after)) {
    if (Object.hasOwn(before, name)) continue;
    const place = child(child(revisionPlace, 'properties'), name);
    reportAdded({ name, place }, pair, comparison);
  }
  compareRequired(pair, comparison);
}

interface Named {
  readonly name: string;
  readonly place: Place;
}

function reportRemoved(
  { name, place }: Named,
  { base }: SchemaPair,
  use: PropertyComparison,
): void {
  const property = traitsOf(name, schemaObject(use.resolveBase(place)), base);
  use.report({
    stem: 'property-removed',
    keyword: 'properties',
    member: name,
    effect: 'unknown',
    from: name,
    property,
  });
}

function reportAdded(
  { name, place }: Named,
  { revision }: SchemaPair,
  use: PropertyComparison,
): void {
  const property = traitsOf(name, schemaObject(use.resolveRevision(place)), revision);
  use.report({
    stem: 'property-added',
    keyword: 'properties',
    member: name,
    effect: property.required ? 'narrows' : 'none',
    to: name,
    property,
  });
}

function compareRequired(pair: SchemaPair, use: PropertyComparison): void {
  const { base, revision } = pair;
  const before = requiredOf(base);
  const after = requiredOf(revision);
  // A property that came or went is told as such. Where no properties are described, they can be required all the same;
  // among those that are, a name that is none of them is a slip.
  const isUndescribed = !('properties' in base) && !('properties' in revision);
  const known = (name: string): boolean =>
    isUndescribed ||
    (Object.hasOwn(mappingOf(base, 'properties'), name) &&
      Object.hasOwn(mappingOf(revision, 'properties'), name));
  const traits = (name: string): PropertyTraits =>
    traitsOf(
      name,
      schemaObject(use.resolveRevision(child(child(pair.revisionPlace, 'properties'), name))),
      revision,
    );
  for (const name of new Set([...after, ...before])) {
    const isRequired = after.includes(name);
    if (before.includes(name) === isRequired || !known(name)) continue;
    use.report({
      stem: isRequired ? 'property-became-required' : 'property-became-optional',
      keyword: 'required',
      effect: isRequired ? 'narrows' : 'widens',
      from: name,
      to: name,
      property: traits(name),
    });
  }
}

function traitsOf(name: string, schema: JsonObject, owner: JsonObject): PropertyTraits {
  return {
    name,
    readOnly: schema['readOnly'] === true,
    writeOnly: schema['writeOnly'] === true,
    hasDefault: (schema['default'] ?? undefined) !== undefined,
    required: requiredOf(owner).includes(name),
  };
}
