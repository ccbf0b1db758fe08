import type { ApiPath } from '../api/api.ts';

/** Which paths of two documents stand for each other. */
export interface PathMatch {
  readonly pairs: readonly { readonly base: ApiPath; readonly revision: ApiPath }[];
  readonly added: readonly ApiPath[];
  readonly removed: readonly ApiPath[];
}

/** Matches paths by their text, then by their shape: `/users/{id}` and `/users/{userId}` are the same to a client. */
export function matchPaths(
  base: ReadonlyMap<string, ApiPath>,
  revision: ReadonlyMap<string, ApiPath>,
): PathMatch {
  const pairs: { base: ApiPath; revision: ApiPath }[] = [];
  const added = new Map(revision);
  const unmatched: ApiPath[] = [];
  for (const [name, path] of base) {
    const same = added.get(name);
    if (same === undefined) unmatched.push(path);
    else {
      pairs.push({ base: path, revision: same });
      added.delete(name);
    }
  }
  const byShape = Map.groupBy(added.values(), ({ path }) => shapeOf(path));
  const removed = unmatched.filter((path) => {
    const other = byShape.get(shapeOf(path.path))?.shift();
    if (other === undefined) return true;
    pairs.push({ base: path, revision: other });
    added.delete(other.path);
    return false;
  });
  return { pairs, added: [...added.values()], removed };
}

/** The names in braces, in order. */
export function pathVariables(path: string): string[] {
  return [...path.matchAll(/\{([^{}]*)\}/g)].map(([, name = '']) => name);
}

/** A path without the names of its variables. */
export function shapeOf(path: string): string {
  return path.replaceAll(/\{[^{}]*\}/g, '{}');
}
