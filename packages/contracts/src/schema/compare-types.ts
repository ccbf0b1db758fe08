import type { JsonObject } from '../document/place.ts';
import { inSameWords } from './binary-forms.ts';
import { missing } from './compare-values.ts';
import type { FindingMaker, SchemaPair } from './schema-pair.ts';
import { textOf, typesOf } from './schema-reader.ts';

/** Compares type, format and whether null is allowed. */
export function compareTypes(pair: SchemaPair, report: FindingMaker): void {
  const change = nullabilityChange(pair);
  if (change !== undefined) reportNullability(change, report);
  compareTypeAndFormat(pair, report);
}

export function reportNullability(
  change: 'became-nullable' | 'became-not-nullable',
  report: FindingMaker,
): void {
  const effect = change === 'became-nullable' ? 'widens' : 'narrows';
  report({ stem: change, keyword: 'type', effect });
}

/** Whether null came or went, by the keyword of 3.0 or the type list of 3.1, which mean the same. */
function nullabilityChange({
  base,
  revision,
}: SchemaPair): 'became-nullable' | 'became-not-nullable' | undefined {
  const did = acceptsNull(base);
  const does = acceptsNull(revision);
  if (did === does) return undefined;
  // Without a type null was accepted all along, or is now.
  if (does) return isUntyped(base) ? undefined : 'became-nullable';
  return isUntyped(revision) ? undefined : 'became-not-nullable';
}

function acceptsNull(schema: JsonObject): boolean {
  // Swagger 2.0 has no word of its own; this one is what everybody writes.
  const isNullable = schema['nullable'] === true || schema['x-nullable'] === true;
  return isNullable || typesOf(schema).includes('null');
}

/** Accepts null because nothing says otherwise; `nullable` has no meaning then. */
function isUntyped(schema: JsonObject): boolean {
  return typesOf(schema).length === 0 && isTypedByNothingElse(schema);
}

function isTypedByNothingElse(schema: JsonObject): boolean {
  return !('$ref' in schema) && !Object.hasOwn(schema, 'nullable') && !('properties' in schema);
}

function compareTypeAndFormat(pair: SchemaPair, report: FindingMaker): void {
  const { base, revision } = inSameWords(pair);
  const baseTypes = typesOf(base);
  const revisionTypes = typesOf(revision);
  const baseFormat = textOf(base, 'format');
  const revisionFormat = textOf(revision, 'format');
  const added = missing(revisionTypes, baseTypes);
  const removed = missing(baseTypes, revisionTypes);
  const isSameFormat = baseFormat === revisionFormat;
  // Only null came or went: that is told as nullability.
  if (isSameFormat && [...added, ...removed].every((type) => type === 'null')) {
    if (baseTypes.length > 0 && revisionTypes.length > 0) return;
    if (added.length + removed.length === 0) return;
  }
  report({
    stem: 'type-changed',
    keyword: added.length + removed.length > 0 ? 'type' : 'format',
    effect: 'unknown',
    from: sayType(baseTypes, baseFormat),
    to: sayType(revisionTypes, revisionFormat),
    types: { baseTypes, revisionTypes, baseFormat, revisionFormat },
  });
}

function sayType(types: readonly string[], format: string): string {
  const said = types.length === 0 ? 'any' : types.join(' | ');
  return format === '' ? said : `${said}/${format}`;
}
