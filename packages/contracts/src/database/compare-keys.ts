import type { TablePair } from './compare-tables.ts';
import type { DatabaseChanges } from './database-change.ts';
import { BOTH, MAYBE_READERS, NOBODY, WRITERS } from './database-change.ts';
import type { TableSchema, UniqueKey } from './database-schema.ts';

/** Primary keys and unique constraints, by the columns that they are over. */
export function compareKeys({ from, to }: TablePair, changes: DatabaseChanges): void {
  const table = from.name;
  comparePrimaryKeys(from, to, changes);
  const [before, after] = [uniquesOf(from), uniquesOf(to)];
  for (const [key, columns] of before) {
    // A primary key over the same columns holds the same and more.
    if (after.has(key) || keyOf(to.primaryKey) === key) continue;
    changes.tell('unique-removed', table, BOTH, {
      from: columns,
      text: `${columns} of ${table} is unique no longer: ON CONFLICT fails, and readers may find it twice`,
    });
  }
  for (const [key, columns] of after) {
    if (before.has(key) || keyOf(from.primaryKey) === key) continue;
    changes.tell('unique-added', table, WRITERS, {
      to: columns,
      text: `${columns} of ${table} has to be unique now`,
    });
  }
}

function comparePrimaryKeys(from: TableSchema, to: TableSchema, changes: DatabaseChanges): void {
  const [before, after] = [from.primaryKey, to.primaryKey];
  if (keyOf(before) === keyOf(after)) return;
  const table = from.name;
  const [was, is] = [before.join(', '), after.join(', ')];
  if (before.length === 0) {
    const isUnique = uniquesOf(from).has(keyOf(after));
    changes.tell('primary-key-added', table, isUnique ? NOBODY : WRITERS, {
      to: is,
      text: `${table} got the primary key ${is}`,
    });
  } else if (after.length === 0) {
    const isUnique = uniquesOf(to).has(keyOf(before));
    changes.tell('primary-key-removed', table, isUnique ? MAYBE_READERS : BOTH, {
      from: was,
      text: `${table} lost its primary key ${was}`,
    });
  } else {
    changes.tell('primary-key-changed', table, BOTH, {
      from: was,
      to: is,
      text: `the primary key of ${table} was changed from ${was} to ${is}`,
    });
  }
}

function uniquesOf({ uniques }: TableSchema): ReadonlyMap<string, string> {
  return new Map(uniques.map((unique) => [uniqueKey(unique), unique.columns.join(', ')]));
}

function uniqueKey({ columns, nullsNotDistinct }: UniqueKey): string {
  return `${keyOf(columns)}${nullsNotDistinct ? ' nulls not distinct' : ''}`;
}

/** Their order matters to an index, not to what is unique. */
function keyOf(columns: readonly string[]): string {
  return JSON.stringify(columns.toSorted());
}
