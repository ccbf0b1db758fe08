import type { Level } from '../diff/change.ts';

/** How many changes there are of each level. */
export function countLevels(changes: readonly { readonly level: Level }[]): Record<Level, number> {
  const counts = { ERR: 0, WARN: 0, INFO: 0 };
  for (const { level } of changes) counts[level] += 1;
  return counts;
}
