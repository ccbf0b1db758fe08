import type { DatabaseChange, DatabaseSchema } from '@seatrial/contracts/database';
import { compareDatabases, selectTables } from '@seatrial/contracts/database';

import type { Json, SourcePosition } from '../../evidence/index.ts';
import { failure } from '../../evidence/index.ts';
import type { ContractSection } from '../../spec/index.ts';
import type { PartResult } from './contract-parts.ts';
import { findInSchemaFile } from './find-in-schema-file.ts';
import type { SqlFile } from './sql-files.ts';

/** Two schemas, and how each is called. */
export interface NamedSchemas {
  readonly expected: { readonly name: string; readonly schema: DatabaseSchema };
  readonly seen: { readonly name: string; readonly schema: DatabaseSchema };
  /** The file whose lines are shown; null when the expected schema comes from many. */
  readonly schemaFile: SqlFile | null;
}

/** Holds one schema against the other; which differences matter is for the contract to say. */
export function compareSchemas(
  { expected, seen, schemaFile }: NamedSchemas,
  { tables, breakingChanges }: ContractSection,
  source: SourcePosition | null,
): PartResult {
  const pair = { base: expected.schema, revision: seen.schema };
  const { base, revision, ignored, unknown } = selectTables(pair, tables);
  if (unknown.length > 0) {
    const why = failure(`the contract names tables that nobody has: ${unknown.join(', ')}`, {
      source,
      expected: `tables of ${expected.name}: ${namesOf(expected.schema)}`,
      seen: unknown.join(', '),
    });
    return { outcome: 'error', failure: why, evidence: { unknown } };
  }
  if (base.tables.length + base.views.length + base.enums.length + base.domains.length === 0) {
    const why = failure(`${expected.name} makes no table, so there is nothing to hold it to`, {
      source,
    });
    return { outcome: 'error', failure: why, evidence: null };
  }
  const changes = compareDatabases({ base, revision });
  const evidence: Json = {
    tables: base.tables.map(({ name }) => name),
    ignored,
    changes: changes.map((change) => ({ ...change, breaks: [...change.breaks] })),
  };
  const failing = changes.filter((change) => matters(change, breakingChanges));
  const [first, ...others] = failing;
  if (first === undefined) return { outcome: 'passed', evidence };
  const placeOf = (change: DatabaseChange): SourcePosition | null =>
    schemaFile === null ? null : findInSchemaFile(schemaFile, change);
  // One difference is told by its two sides, several line by line.
  const sides = others.length > 0 ? {} : sidesOf(first, expected.name);
  const why = failure(
    `${failing.length} difference${others.length === 0 ? '' : 's'} between ${expected.name} and ${seen.name}`,
    {
      source: placeOf(first) ?? source,
      ...sides,
      detail: failing.map((change) => sayChange(change, placeOf(change))).join('\n'),
    },
  );
  return { outcome: 'failed', failure: why, evidence };
}

function sidesOf(
  change: DatabaseChange,
  name: string,
): { readonly expected: string; readonly seen: string } {
  const { from, to, text } = change;
  return {
    expected: from === null ? `what ${name} makes` : sayValue(change, from),
    seen: to === null ? text : sayValue(change, to),
  };
}

/** A contract that speaks of breaking changes means those; one that does not means every difference. */
function matters(
  { level }: DatabaseChange,
  breakingChanges: ContractSection['breakingChanges'],
): boolean {
  if (breakingChanges === null) return true;
  return breakingChanges !== 'allowed' && level === 'ERR';
}

function sayValue({ object, column }: DatabaseChange, value: string): string {
  return `${column === null ? object : `${object}.${column}`}: ${value}`;
}

/** `db/schema.sql:4: ERR column-removed: column orders.total was removed (breaks writers and readers)` */
function sayChange(
  { level, id, text, breaks }: DatabaseChange,
  place: SourcePosition | null,
): string {
  const where = place === null ? '' : `${place.file}:${place.line}: `;
  const whom =
    breaks.length === 0
      ? ''
      : ` (${level === 'ERR' ? 'breaks' : 'may break'} ${breaks.join(' and ')})`;
  return `${where}${level} ${id}: ${text}${whom}`;
}

function namesOf({ tables, views }: DatabaseSchema): string {
  const names = [...tables, ...views].map(({ name }) => name);
  return names.length === 0 ? 'none' : names.join(', ');
}
