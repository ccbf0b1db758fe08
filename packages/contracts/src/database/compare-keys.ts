import type { TablePair } from './compare-tables.ts';
import type { DatabaseChanges } from './database-change.ts';
import { BOTH, MAYBE_READERS, NOBODY, WRITERS } from './database-change.ts';
import type { DatabaseDialect, TableSchema } from './database-schema.ts';

/** Primary keys and unique constraints, by the columns that they are over. */
export function compareKeys(pair: TablePair, changes: DatabaseChanges): void {
  const { from, to, context } = pair;
  const { dialect } = context;
  const table = from.name;
  comparePrimaryKeys(pair, changes);
  const [before, after] = [uniquesOf(from, dialect), uniquesOf(to, dialect)];
  for (const [key, columns] of before) {
    // A primary key over the same columns holds the same and more.
    if (after.has(key) || keyOf(to.primaryKey, dialect) === key) continue;
    changes.tell('unique-removed', table, BOTH, {
      from: columns,
      text: `${columns} of ${table} is unique no longer: ON CONFLICT fails, and readers may find it twice`,
    });
  }
  for (const [key, columns] of after) {
    if (before.has(key) || keyOf(from.primaryKey, dialect) === key) continue;
    changes.tell('unique-added', table, WRITERS, {
      to: columns,
      text: `${columns} of ${table} has to be unique now`,
    });
  }
}

function comparePrimaryKeys(
  { from, to, context: { dialect } }: TablePair,
  changes: DatabaseChanges,
): void {
  const [before, after] = [from.primaryKey, to.primaryKey];
  const [keyBefore, keyAfter] = [keyOf(before, dialect), keyOf(after, dialect)];
  if (keyBefore === keyAfter) return;
  const table = from.name;
  const [was, is] = [before.join(', '), after.join(', ')];
  if (before.length === 0) {
    const isUnique = uniquesOf(from, dialect).has(keyAfter);
    changes.tell('primary-key-added', table, isUnique ? NOBODY : WRITERS, {
      to: is,
      text: `${table} got the primary key ${is}`,
    });
  } else if (after.length === 0) {
    const isUnique = uniquesOf(to, dialect).has(keyBefore);
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

function uniquesOf(
  { uniques }: TableSchema,
  dialect: DatabaseDialect,
): ReadonlyMap<string, string> {
  return new Map(
    uniques.map(({ columns, nullsNotDistinct }) => [
      `${keyOf(columns, dialect)}${nullsNotDistinct ? ' nulls not distinct' : ''}`,
      columns.join(', '),
    ]),
  );
}

/** Their order matters to an index, not to what is unique. */
function keyOf(columns: readonly string[], dialect: DatabaseDialect): string {
  const names = columns.map((name) => (dialect === 'sqlite' ? name.toLowerCase() : name));
  return JSON.stringify(names.toSorted());
}
