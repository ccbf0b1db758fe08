import type { JsonObject, Place } from '../document/place.ts';
import { child, isObject } from '../document/place.ts';
import { missing } from './compare-values.ts';
import type { FindingMaker, SchemaPair } from './schema-pair.ts';
import { FLAGS, innerSchema, isEqualJson, mappingOf, typesOf } from './schema-reader.ts';

/** Compares two schemas inside the two that are compared. */
export type CompareInner = (step: string, base: Place, revision: Place) => void;

/** Keywords that hold one schema, the part of a change's name, and whether having one narrows what is accepted. */
const SINGLE: Readonly<Record<string, { readonly name: string; readonly narrows: boolean }>> = {
  items: { name: 'items', narrows: true },
  contains: { name: 'contains', narrows: true },
  propertyNames: { name: 'property-names', narrows: true },
  if: { name: 'if', narrows: true },
  // oxlint-disable-next-line unicorn/no-thenable -- the keyword of JSON Schema
  then: { name: 'then', narrows: true },
  else: { name: 'else', narrows: true },
  not: { name: 'not', narrows: true },
  contentSchema: { name: 'content-schema', narrows: true },
  additionalProperties: { name: 'additional-properties', narrows: true },
  unevaluatedItems: { name: 'unevaluated-items', narrows: true },
  unevaluatedProperties: { name: 'unevaluated-properties', narrows: true },
};

/** Keywords that limit values of one type only. */
const TYPE_OF: Readonly<Record<string, string>> = {
  items: 'array',
  contains: 'array',
  unevaluatedItems: 'array',
  propertyNames: 'object',
  additionalProperties: 'object',
  unevaluatedProperties: 'object',
};

/** Keywords that hold schemas by name. */
const NAMED: Readonly<Record<string, string>> = {
  patternProperties: 'pattern-property',
  dependentSchemas: 'dependent-schema',
};

/** Compares the schemas under keywords that hold one, or several by name, and the flags that may stand in their place. */
export function compareInnerSchemas(
  pair: SchemaPair,
  report: FindingMaker,
  inner: CompareInner,
): void {
  for (const [keyword, { name }] of Object.entries(SINGLE)) {
    if (!isToldByType(keyword, pair)) compareSingle({ pair, keyword, name }, report, inner);
  }
  for (const keyword of FLAGS) if (!isToldByType(keyword, pair)) compareFlag(pair, keyword, report);
  for (const [keyword, name] of Object.entries(NAMED)) {
    compareNamed({ pair, keyword, name }, report, inner);
  }
  compareDependentRequired(pair, report);
  comparePrefixItems(pair, report, inner);
  compareUnique(pair, report);
}

/** When values of the keyword's type came or went as a whole, the change of the type says it all. */
function isToldByType(keyword: string, { base, revision }: SchemaPair): boolean {
  const wanted = TYPE_OF[keyword];
  const accepts = (schema: JsonObject): boolean => {
    const types = typesOf(schema);
    return wanted === undefined || types.length === 0 || types.includes(wanted);
  };
  return accepts(base) !== accepts(revision);
}

interface KeywordPair {
  readonly pair: SchemaPair;
  readonly keyword: string;
  readonly name: string;
}

function compareSingle(
  { pair, keyword, name }: KeywordPair,
  report: FindingMaker,
  inner: CompareInner,
): void {
  const base = innerSchema(pair.basePlace, keyword);
  const revision = innerSchema(pair.revisionPlace, keyword);
  if (base !== undefined && revision !== undefined) inner(keyword, base, revision);
  else if (revision !== undefined && pair.base[keyword] !== false) {
    if (!isEmptySchema(revision)) report({ stem: `${name}-added`, keyword, effect: 'narrows' });
  } else if (base !== undefined && pair.revision[keyword] !== false && !isEmptySchema(base))
    report({ stem: `${name}-removed`, keyword, effect: 'widens' });
}

function isEmptySchema({ value, key }: Place): boolean {
  return FLAGS.has(key) && isObject(value) && Object.keys(value).length === 0;
}

function compareFlag({ base, revision }: SchemaPair, keyword: string, report: FindingMaker): void {
  const had = base[keyword] !== false;
  const has = revision[keyword] !== false;
  if (had === has) return;
  const name = SINGLE[keyword]?.name ?? keyword;
  if (had) report({ stem: `${name}-forbidden`, keyword, effect: 'narrows', to: false });
  else report({ stem: `${name}-allowed`, keyword, effect: 'widens', from: false });
}

function compareNamed(
  { pair, keyword, name }: KeywordPair,
  report: FindingMaker,
  inner: CompareInner,
): void {
  const before = Object.keys(mappingOf(pair.base, keyword));
  const after = Object.keys(mappingOf(pair.revision, keyword));
  const at = (place: Place, member: string): Place => child(child(place, keyword), member);
  for (const member of before) {
    if (after.includes(member)) {
      inner(`${keyword}[${member}]`, at(pair.basePlace, member), at(pair.revisionPlace, member));
    } else report({ stem: `${name}-removed`, keyword, member, effect: 'widens', from: member });
  }
  for (const member of after) {
    if (before.includes(member)) continue;
    report({ stem: `${name}-added`, keyword, member, effect: 'narrows', to: member });
  }
}

function compareDependentRequired({ base, revision }: SchemaPair, report: FindingMaker): void {
  const keyword = 'dependentRequired';
  const before = mappingOf(base, keyword);
  const after = mappingOf(revision, keyword);
  for (const member of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [from, to] = [before[member], after[member]];
    const had = Object.hasOwn(before, member);
    const has = Object.hasOwn(after, member);
    if (!had) report({ stem: 'dependent-required-added', keyword, member, effect: 'narrows', to });
    else if (!has)
      report({ stem: 'dependent-required-removed', keyword, member, effect: 'widens', from });
    else if (!isSameSet(from, to))
      report({
        stem: 'dependent-required-changed',
        keyword,
        member,
        effect: 'incomparable',
        from,
        to,
      });
  }
}

function isSameSet(from: unknown, to: unknown): boolean {
  if (!Array.isArray(from) || !Array.isArray(to)) return isEqualJson(from, to);
  return missing(from, to).length + missing(to, from).length === 0;
}

/** The schemas of a tuple stand for each other by their place. */
function comparePrefixItems(pair: SchemaPair, report: FindingMaker, inner: CompareInner): void {
  const keyword = 'prefixItems';
  const before = lengthOf(pair.base[keyword]);
  const after = lengthOf(pair.revision[keyword]);
  const at = (place: Place, index: number): Place => child(child(place, keyword), index);
  for (let index = 0; index < Math.min(before, after); index += 1) {
    inner(`${keyword}[${index}]`, at(pair.basePlace, index), at(pair.revisionPlace, index));
  }
  if (after > before)
    report({ stem: 'prefix-items-added', keyword, effect: 'unknown', from: before, to: after });
  if (after < before)
    report({ stem: 'prefix-items-removed', keyword, effect: 'unknown', from: before, to: after });
}

function compareUnique({ base, revision }: SchemaPair, report: FindingMaker): void {
  const keyword = 'uniqueItems';
  const had = base[keyword] === true;
  const has = revision[keyword] === true;
  if (!had && has) report({ stem: 'unique-items-set', keyword, effect: 'narrows', to: true });
  if (had && !has) report({ stem: 'unique-items-unset', keyword, effect: 'widens', from: true });
}

function lengthOf(list: unknown): number {
  return Array.isArray(list) ? list.length : 0;
}
