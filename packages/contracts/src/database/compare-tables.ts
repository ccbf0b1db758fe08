import { compareChecks } from './compare-checks.ts';
import { compareColumns, tellNewColumn } from './compare-columns.ts';
import { compareForeignKeys } from './compare-foreign-keys.ts';
import { compareIndexes } from './compare-indexes.ts';
import { compareKeys } from './compare-keys.ts';
import { compareSqlTypes } from './compare-sql-types.ts';
import type { TypeContext } from './compare-sql-types.ts';
import type { DatabaseChanges } from './database-change.ts';
import { BOTH } from './database-change.ts';
import type { ColumnSchema, TableSchema } from './database-schema.ts';
import { pairByName } from './pair-by-name.ts';

/** A table in both schemas. */
export interface TablePair {
  readonly from: TableSchema;
  readonly to: TableSchema;
  readonly context: TypeContext;
}

export function compareTables(pair: TablePair, changes: DatabaseChanges): void {
  const { from, to, context } = pair;
  const table = from.name;
  for (const column of pairByName(from.columns, to.columns, context.dialect)) {
    if (column.from === undefined) {
      if (column.to !== undefined) tellNewColumn(table, column.to, changes);
    } else if (column.to === undefined) {
      changes.tell('column-removed', table, BOTH, {
        column: column.name,
        from: column.from.type,
        text: `column ${table}.${column.name} was removed${renamed(column.from, pair)}`,
      });
    } else compareColumns({ table, from: column.from, to: column.to, context }, changes);
  }
  compareKeys(pair, changes);
  compareForeignKeys(pair, changes);
  compareChecks({ object: table, what: 'check' }, from.checks, to.checks, changes);
  compareIndexes(pair, changes);
}

/** To who reads it, a column under another name is gone; who looks for the cause is helped. */
function renamed(gone: ColumnSchema, { from, to, context }: TablePair): string {
  const [only, ...others] = pairByName(from.columns, to.columns, context.dialect).filter(
    (pair) =>
      pair.from === undefined &&
      pair.to?.nullable === gone.nullable &&
      compareSqlTypes(gone.type, pair.to.type, context) === 'same',
  );
  return only === undefined || others.length > 0 ? '' : `: renamed to ${only.name}?`;
}
