import { compareDomains, compareEnums } from './compare-custom-types.ts';
import type { TypeContext } from './compare-sql-types.ts';
import { compareTables } from './compare-tables.ts';
import { compareViews } from './compare-views.ts';
import type { DatabaseChange } from './database-change.ts';
import { BOTH, DatabaseChanges, NOBODY, READERS } from './database-change.ts';
import type { DatabaseSchema } from './database-schema.ts';
import { pairByName } from './pair-by-name.ts';

/** Two schemas: who relies on `base` is asked whether `revision` still serves. */
export interface DatabasePair {
  readonly base: DatabaseSchema;
  readonly revision: DatabaseSchema;
}

/**
 * Finds what changed between two schemas of a database, and whom it breaks. What means the same is no change: other
 * names of a type, serial and identity columns, a unique index and a unique constraint, names that the database made.
 *
 * @returns in the order of the objects' names, columns in the order of their table
 */
export function compareDatabases({ base, revision }: DatabasePair): readonly DatabaseChange[] {
  const changes = new DatabaseChanges();
  const context: TypeContext = {
    dialect: base.dialect,
    enums: new Set([...base.enums, ...revision.enums].map(({ name }) => name.toLowerCase())),
    // Where a domain changed as well, that is told of the domain.
    domains: new Map(
      [...revision.domains, ...base.domains].map((one) => [one.name.toLowerCase(), one]),
    ),
  };
  for (const { name, from, to } of pairByName(base.tables, revision.tables, base.dialect)) {
    if (to === undefined) {
      changes.tell('table-removed', name, BOTH, { text: `table ${name} was removed` });
    } else if (from === undefined) {
      changes.tell('table-added', name, NOBODY, { text: `table ${name} was added` });
    } else compareTables({ from, to, context }, changes);
  }
  for (const { name, from, to } of pairByName(base.views, revision.views, base.dialect)) {
    if (to === undefined) {
      changes.tell('view-removed', name, READERS, { text: `view ${name} was removed` });
    } else if (from === undefined) {
      changes.tell('view-added', name, NOBODY, { text: `view ${name} was added` });
    } else compareViews({ from, to, context }, changes);
  }
  compareEnums(base.enums, revision.enums, changes);
  compareDomains({ from: base.domains, to: revision.domains, context }, changes);
  return changes.list();
}
