import type { JsonObject, Place } from '../document/place.ts';
import { items, child } from '../document/place.ts';
import { missing } from './compare-values.ts';
import { payloadOf, saysOnly } from './null-forms.ts';
import type { SchemaPair } from './schema-pair.ts';
import { listOf, mappingOf, schemaObject, typesOf } from './schema-reader.ts';

/**
 * One edit that shows in several keywords at once, and is told as the one change that it is:
 * a schema wrapped in `oneOf` with null, a type that became a list of types, an object that became alternatives.
 */
export type Transition =
  | { readonly kind: 'nullable'; readonly change: 'became-nullable' | 'became-not-nullable' }
  | {
      readonly kind: 'list-of-types';
      readonly added: readonly string[];
      readonly deleted: readonly string[];
      /** The single type of one side, and the alternative of that type on the other. */
      readonly same: SameType | undefined;
    }
  | {
      readonly kind: 'wrapped';
      readonly moved: ReadonlySet<string>;
      readonly alternatives: number;
    };

/** Two schemas of the same type that stand for each other though one of them is an alternative. */
export interface SameType {
  readonly base: Place;
  readonly revision: Place;
  readonly step: string;
}

/** What recognising a transition needs. */
export interface TransitionContext {
  readonly resolveBase: (place: Place) => Place;
  readonly resolveRevision: (place: Place) => Place;
  /** Whether two schemas accept the same values. */
  readonly isEquivalent: (base: Place, revision: Place) => boolean;
}

/** Recognises a transition between two schemas; undefined when there is none. */
export function recogniseTransition(
  pair: SchemaPair,
  context: TransitionContext,
): Transition | undefined {
  return (
    recogniseNullable(pair, context) ??
    recogniseListOfTypes(pair, context) ??
    recogniseWrapping(pair, context)
  );
}

const COMPOSITIONS = ['oneOf', 'anyOf', 'allOf', 'not'];

function recogniseNullable(
  pair: SchemaPair,
  { resolveBase, resolveRevision, isEquivalent }: TransitionContext,
): Transition | undefined {
  const { base, revision, basePlace, revisionPlace } = pair;
  const wrapped = payloadOf(revisionPlace, resolveRevision);
  if (wrapped !== undefined && isPlain(base) && isEquivalent(basePlace, wrapped)) {
    return { kind: 'nullable', change: 'became-nullable' };
  }
  const unwrapped = payloadOf(basePlace, resolveBase);
  if (unwrapped !== undefined && isPlain(revision) && isEquivalent(unwrapped, revisionPlace)) {
    return { kind: 'nullable', change: 'became-not-nullable' };
  }
  return undefined;
}

/** Neither composed nor nullable already. */
function isPlain(schema: JsonObject): boolean {
  return (
    COMPOSITIONS.every((keyword) => !Object.hasOwn(schema, keyword)) &&
    schema['nullable'] !== true &&
    !typesOf(schema).includes('null')
  );
}

function recogniseListOfTypes(
  { basePlace, revisionPlace }: SchemaPair,
  { resolveBase, resolveRevision }: TransitionContext,
): Transition | undefined {
  const from = typeAlternatives(basePlace, resolveBase);
  const to = typeAlternatives(revisionPlace, resolveRevision);
  if (from === undefined || to === undefined) return undefined;
  // Two lists of types, or a type and such a list, are told as types; here one side has alternatives.
  if (from.keyword === '' && to.keyword === '') return undefined;
  const added = missing(to.types, from.types).map(String);
  const deleted = missing(from.types, to.types).map(String);
  const isRewritten = added.length + deleted.length === 0;
  if (isRewritten && !(isBareList(from) && isBareList(to))) return undefined;
  const same = sameType({ basePlace, from }, { revisionPlace, to });
  return { kind: 'list-of-types', added, deleted, same };
}

/** Types and nothing else, whether as a list or as alternatives. */
function isBareList({ isList, branches }: TypeAlternatives): boolean {
  return isList && branches.every((branch) => saysOnly(schemaObject(branch), 'type'));
}

function sameType(
  { basePlace, from }: { basePlace: Place; from: TypeAlternatives },
  { revisionPlace, to }: { revisionPlace: Place; to: TypeAlternatives },
): SameType | undefined {
  if (from.isList === to.isList) return undefined;
  const [single] = (from.isList ? to : from).types;
  const list = from.isList ? from : to;
  const index = list.types.indexOf(single ?? '');
  const branch = list.branches[index];
  if (branch === undefined) return undefined;
  const step = `${list.keyword}[${index}]`;
  return from.isList
    ? { base: branch, revision: revisionPlace, step }
    : { base: basePlace, revision: branch, step };
}

interface TypeAlternatives {
  readonly types: readonly string[];
  readonly isList: boolean;
  readonly keyword: string;
  readonly branches: readonly Place[];
}

/** The types of a schema that is a single type, or a list of alternatives of one simple type each. */
function typeAlternatives(
  place: Place,
  resolve: (place: Place) => Place,
): TypeAlternatives | undefined {
  const schema = schemaObject(place);
  if ('not' in schema || 'allOf' in schema) return undefined;
  if (Object.keys(mappingOf(schema, 'properties')).length > 0) return undefined;
  const [type, ...more] = typesOf(schema);
  if (more.length > 0 && saysOnly(schema, 'type'))
    return { types: typesOf(schema), isList: true, keyword: '', branches: [] };
  if (type !== undefined) return { types: [type], isList: false, keyword: '', branches: [] };
  for (const keyword of ['oneOf', 'anyOf']) {
    const branches = items(child(place, keyword)).map(resolve);
    const types = branches.map(schemaObject).flatMap((one) => (isSimple(one) ? typesOf(one) : []));
    if (types.length > 0 && types.length === branches.length)
      return { types, isList: true, keyword, branches };
  }
  return undefined;
}

function isSimple(schema: JsonObject): boolean {
  return (
    typesOf(schema).length === 1 &&
    ['oneOf', 'anyOf', 'allOf'].every((keyword) => !Object.hasOwn(schema, keyword)) &&
    Object.keys(mappingOf(schema, 'properties')).length === 0
  );
}

function recogniseWrapping(
  { base, revision, revisionPlace }: SchemaPair,
  { resolveRevision }: TransitionContext,
): Transition | undefined {
  const properties = Object.keys(mappingOf(base, 'properties'));
  if ('oneOf' in base || properties.length === 0) return undefined;
  const isBare = typesOf(revision).length === 0 && !('properties' in revision);
  if (!isBare || (listOf(revision, 'oneOf')?.length ?? 0) === 0) return undefined;
  const alternatives = items(child(revisionPlace, 'oneOf')).map((branch) =>
    mappingOf(schemaObject(resolveRevision(branch)), 'properties'),
  );
  const moved = properties.filter((name) =>
    alternatives.some((alternative) => Object.hasOwn(alternative, name)),
  );
  if (moved.length === 0) return undefined;
  return { kind: 'wrapped', moved: new Set(moved), alternatives: alternatives.length };
}
