import type { Diagnostic } from '../evidence/index.ts';
import { suggest } from '../evidence/index.ts';
import { WORK_ITEMS_FILE } from './read-work-items.ts';
import type { WorkItem } from './work-item.ts';

/** Dependencies must exist, be other items and form no circle (B-WI-04, B-WI-11). */
export function lintWorkItems(workItems: readonly WorkItem[]): readonly Diagnostic[] {
  const byId = new Map(workItems.map((item) => [item.id, item]));
  const diagnostics: Diagnostic[] = [];
  for (const item of workItems) {
    for (const id of item.dependencies) {
      if (byId.has(id)) continue;
      const hint = suggest(id, [...byId.keys()]);
      diagnostics.push(warning(item, `it depends on ${id}, which does not exist`, hint));
    }
    const circle = circleFrom(item, byId);
    if (circle === null) continue;
    const message = `it depends on itself: ${circle.join(' → ')}`;
    diagnostics.push(warning(item, message, 'take one of the dependencies out'));
  }
  return diagnostics;
}

/** A way from an item back to itself; null when there is none. */
function circleFrom(
  start: WorkItem,
  byId: ReadonlyMap<string, WorkItem>,
): readonly string[] | null {
  const seen = new Set<string>();
  const pending: (readonly string[])[] = [[start.id]];
  for (let way = pending.pop(); way !== undefined; way = pending.pop()) {
    for (const id of byId.get(way.at(-1) ?? '')?.dependencies ?? []) {
      if (id === start.id) return [...way, id];
      if (seen.has(id)) continue;
      seen.add(id);
      pending.push([...way, id]);
    }
  }
  return null;
}

function warning(item: WorkItem, message: string, hint: string): Diagnostic {
  return {
    code: 'WORK_ITEM_DEPENDENCY',
    severity: 'warning',
    message: `work item ${item.id}: ${message}`,
    file: WORK_ITEMS_FILE,
    line: item.line,
    column: item.column,
    hint,
  };
}
