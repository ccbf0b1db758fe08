import type { TablePair } from './compare-tables.ts';
import type { DatabaseChanges, Effects } from './database-change.ts';
import { BOTH, MAYBE_READERS, WRITERS } from './database-change.ts';
import type { ForeignKey, ForeignKeyAction } from './database-schema.ts';

/** Foreign keys, by their columns and where they point. */
export function compareForeignKeys(
  { from, to, context }: TablePair,
  changes: DatabaseChanges,
): void {
  const table = from.name;
  const keyOf = (key: ForeignKey): string =>
    context.dialect === 'sqlite' ? sayKey(key).toLowerCase() : sayKey(key);
  const after = new Map(to.foreignKeys.map((key) => [keyOf(key), key]));
  const before = new Set(from.foreignKeys.map(keyOf));
  for (const key of from.foreignKeys) {
    const said = sayKey(key);
    const other = after.get(keyOf(key));
    if (other === undefined) {
      changes.tell('foreign-key-removed', table, MAYBE_READERS, {
        from: said,
        text: `the foreign key ${said} of ${table} was removed: readers may find what points nowhere`,
      });
    } else compareActions(table, key, other, changes);
  }
  for (const [key, other] of after) {
    if (before.has(key)) continue;
    const said = sayKey(other);
    changes.tell('foreign-key-added', table, WRITERS, {
      to: said,
      text: `${table} got the foreign key ${said}`,
    });
  }
}

function compareActions(
  table: string,
  from: ForeignKey,
  to: ForeignKey,
  changes: DatabaseChanges,
): void {
  for (const event of ['delete', 'update'] as const) {
    const [was, is] =
      event === 'delete' ? [from.onDelete, to.onDelete] : [from.onUpdate, to.onUpdate];
    if (was === is || (isRefusal(was) && isRefusal(is))) continue;
    changes.tell('foreign-key-action-changed', table, effectsOf(is), {
      from: `on ${event} ${was}`,
      to: `on ${event} ${is}`,
      text: `what a ${event} does to ${sayKey(from)} of ${table} was changed from ${was} to ${is}`,
    });
  }
}

/** They differ in the moment of the refusal only. */
function isRefusal(action: ForeignKeyAction): boolean {
  return action === 'no action' || action === 'restrict';
}

function effectsOf(action: ForeignKeyAction): Effects {
  if (isRefusal(action)) return WRITERS;
  // Rows that stayed before go with the one they point to.
  return action === 'cascade' ? BOTH : { writers: 'fine', readers: 'breaks' };
}

function sayKey({ columns, table, references }: ForeignKey): string {
  // The same pairs of columns in another order are the same key.
  const pairs = columns.map((column, index) => [column, references[index] ?? ''] as const);
  const sorted = pairs.toSorted(([one], [other]) => (one < other ? -1 : 1));
  return `(${sorted.map(([column]) => column).join(', ')}) → ${table} (${sorted.map(([, other]) => other).join(', ')})`;
}
