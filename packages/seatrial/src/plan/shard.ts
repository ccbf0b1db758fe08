import type { PlannedCheck } from './plan.ts';

export interface Shard {
  /** From 1. */
  readonly index: number;
  readonly total: number;
}

/**
 * Gives each check the shard that carries it out. Checks that read each other's results stay together;
 * otherwise the id alone decides, so a check keeps its shard when others come and go.
 */
export function distribute(
  checks: readonly PlannedCheck[],
  total: number,
): readonly PlannedCheck[] {
  const keyOf = groupKeys(checks);
  return checks.map((check) => {
    const key = keyOf(check.description.id);
    return { ...check, description: { ...check.description, shard: (hash(key) % total) + 1 } };
  });
}

/** Union–find over `after`; the key of a group is its smallest id. */
function groupKeys(checks: readonly PlannedCheck[]): (id: string) => string {
  const parents = new Map<string, string>();
  const rootOf = (id: string): string => {
    let root = id;
    for (let next = parents.get(root); next !== undefined; next = parents.get(root)) root = next;
    return root;
  };
  for (const { description, after } of checks) {
    for (const before of after) {
      const left = rootOf(description.id);
      const right = rootOf(before);
      if (left < right) parents.set(right, left);
      else if (right < left) parents.set(left, right);
    }
  }
  return rootOf;
}

/** FNV-1a, 32 bits: http://www.isthe.com/chongo/tech/comp/fnv/ */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const byte of Buffer.from(text)) value = Math.imul(value ^ byte, 0x01000193) >>> 0;
  return value;
}
