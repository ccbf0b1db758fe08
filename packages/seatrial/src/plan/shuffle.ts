import type { PlannedCheck } from './plan.ts';

/** Numbers in 0…1 (1 excluded), the same for the same seed: mulberry32 by Tommy Ettinger, public domain. */
export function seededRandom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Another order of the same checks (Fisher–Yates), in which each still comes after those it reads. */
export function shuffle(
  checks: readonly PlannedCheck[],
  random: () => number,
): readonly PlannedCheck[] {
  const mixed = [...checks];
  for (let last = mixed.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [mixed[last], mixed[other]] = [at(mixed, other), at(mixed, last)];
  }
  return inOrder(mixed);
}

/** Puts what a check reads right before it, and keeps the order otherwise. */
function inOrder(checks: readonly PlannedCheck[]): readonly PlannedCheck[] {
  const byId = new Map(checks.map((check) => [check.description.id, check]));
  const placed = new Set<PlannedCheck>();
  const place = (check: PlannedCheck): void => {
    if (placed.has(check)) return;
    for (const id of check.after) {
      const before = byId.get(id);
      if (before !== undefined) place(before);
    }
    placed.add(check);
  };
  checks.forEach(place);
  return [...placed];
}

function at<Item>(items: readonly Item[], index: number): Item {
  // The callers stay within the list.
  return items[index] as Item;
}
