import type { Api } from '../api/api.ts';
import type { Diagnostic } from '../diagnostic.ts';
import { hasModernSchemas } from '../document/generation.ts';
import { child, isObject } from '../document/place.ts';
import type { Remark } from '../document/remark.ts';
import { locateRemarks, remarkOnBroken } from '../document/remark.ts';
import type { ApiDiff } from './compare-apis.ts';
import { shapeOf } from './match-paths.ts';

/**
 * What keeps a comparison from being the whole truth, with file, line and column. An error says that a part could not
 * be compared: what came out then says nothing about that part.
 */
export function doubtsOf({ base, revision, references, remarks }: ApiDiff): Diagnostic[] {
  return locateRemarks([
    ...[base, revision].flatMap((api) => [...remarkOnPaths(api), ...remarkOnTwins(api)]),
    ...remarks,
    ...[references.base, references.revision].flatMap(({ broken }) => broken.map(remarkOnBroken)),
  ]);
}

/** Where the standard asks for `paths`, a document without them is none, or was cut off. */
export function remarkOnPaths({ place, document }: Api): Remark[] {
  const paths = child(place, 'paths');
  if (isObject(paths.value)) return [];
  const mayBeMissing =
    paths.value === undefined &&
    hasModernSchemas(document) &&
    ['webhooks', 'components'].some((key) => child(place, key).value !== undefined);
  if (mayBeMissing) return [];
  return [
    {
      code: 'CONTRACT_PATHS',
      severity: 'error',
      place: paths.value === undefined ? place : paths,
      message: paths.value === undefined ? 'the document has no paths' : 'paths is no mapping',
      expected: 'a mapping of paths, even an empty one',
      seen: paths.value === undefined ? undefined : sayKind(paths.value),
    },
  ];
}

function sayKind(value: unknown): string {
  if (value === null) return 'nothing';
  return Array.isArray(value) ? 'a list' : JSON.stringify(value).slice(0, 60);
}

/** Paths that differ in the names of their variables only are one path to a client. */
export function remarkOnTwins({ paths }: Api): Remark[] {
  const groups = Map.groupBy(paths.values(), ({ path }) => shapeOf(path));
  return [...groups.values()].flatMap(([first, ...twins]) =>
    twins.map((twin): Remark => ({
      code: 'CONTRACT_PATH_TWICE',
      severity: 'warning',
      place: twin.place,
      message: `${twin.path} is the same path as ${first?.path ?? ''}: names of variables do not tell paths apart`,
      hint: 'one of them is never reached; put their operations under one path',
    })),
  );
}
