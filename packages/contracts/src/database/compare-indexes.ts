import { canonicalSql } from './canonical-sql.ts';
import type { TablePair } from './compare-tables.ts';
import type { DatabaseChanges } from './database-change.ts';
import { BOTH, MAYBE_READERS, NOBODY, WRITERS } from './database-change.ts';
import type { IndexSchema } from './database-schema.ts';

/** Indexes, by what they are over; their names mean nothing to anybody. */
export function compareIndexes({ from, to }: TablePair, changes: DatabaseChanges): void {
  const table = from.name;
  for (const { definition, unique } of without(from.indexes, to.indexes)) {
    const told = { from: definition };
    if (unique) {
      const text = `${table} is unique no longer over ${definition}: ON CONFLICT fails, and readers may find it twice`;
      changes.tell('unique-removed', table, BOTH, { ...told, text });
    } else {
      const text = `the index of ${table} over ${definition} was removed: who reads by it has to wait`;
      changes.tell('index-removed', table, MAYBE_READERS, { ...told, text });
    }
  }
  for (const { definition, unique } of without(to.indexes, from.indexes)) {
    const told = { to: definition };
    if (unique) {
      const text = `${table} has to be unique over ${definition} now`;
      changes.tell('unique-added', table, WRITERS, { ...told, text });
    } else {
      const text = `${table} got an index over ${definition}`;
      changes.tell('index-added', table, NOBODY, { ...told, text });
    }
  }
}

function without(
  indexes: readonly IndexSchema[],
  others: readonly IndexSchema[],
): readonly IndexSchema[] {
  const known = new Set(others.map(keyOf));
  return indexes.filter((index) => !known.has(keyOf(index)));
}

function keyOf({ definition, unique }: IndexSchema): string {
  return `${unique ? 'unique ' : ''}${canonicalSql(definition)}`;
}
