import type {
  AskDatabase,
  CheckConstraint,
  ColumnSchema,
  DatabaseSchema,
  ForeignKey,
  ForeignKeyAction,
  IndexSchema,
  Row,
  TableSchema,
  UniqueKey,
  ViewSchema,
} from './database-schema.ts';
import { POSTGRES_QUERIES } from './postgres-queries.ts';
import { listIn, textIn, textOrNullIn } from './row-fields.ts';

const USUAL_SCHEMA = 'public';

const ACTIONS: Readonly<Record<string, ForeignKeyAction>> = {
  a: 'no action',
  r: 'restrict',
  c: 'cascade',
  n: 'set null',
  d: 'set default',
};

/**
 * Learns the schema of a PostgreSQL database. Leaves the connection without a search path.
 *
 * @param ask - sends one statement and answers with its rows; arrays of text as arrays
 */
export async function introspectPostgres(ask: AskDatabase): Promise<DatabaseSchema> {
  await ask(POSTGRES_QUERIES.anchor);
  const columns = Map.groupBy(await ask(POSTGRES_QUERIES.columns), relationOf);
  const constraints = Map.groupBy(await ask(POSTGRES_QUERIES.constraints), relationOf);
  const indexes = Map.groupBy(await ask(POSTGRES_QUERIES.indexes), relationOf);
  const tables: TableSchema[] = [];
  const views: ViewSchema[] = [];
  for (const [name, rows] of columns) {
    const kind = textIn(rows[0] ?? {}, 'kind');
    if (kind === 'v' || kind === 'm') views.push(toView(name, rows));
    else tables.push(toTable(name, rows, constraints.get(name) ?? [], indexes.get(name) ?? []));
  }
  const enums = (await ask(POSTGRES_QUERIES.enums)).map((row) => ({
    name: qualified(row, 'schema', 'name'),
    values: listIn(row, 'values'),
  }));
  const domains = (await ask(POSTGRES_QUERIES.domains)).map((row) => ({
    name: qualified(row, 'schema', 'name'),
    type: typeIn(row),
    nullable: row['required'] !== true,
    default: textOrNullIn(row, 'default'),
    checks: domainChecks(row),
  }));
  return { dialect: 'postgres', tables, views, enums, domains };
}

function toTable(
  name: string,
  columns: readonly Row[],
  constraints: readonly Row[],
  indexes: readonly Row[],
): TableSchema {
  const of = (...kinds: readonly string[]): readonly Row[] =>
    constraints.filter((row) => kinds.includes(textIn(row, 'kind')));
  const [primaryKey] = of('p');
  return {
    name,
    columns: columns.filter((row) => row['name'] !== null).map(toColumn),
    primaryKey: primaryKey === undefined ? [] : listIn(primaryKey, 'columns'),
    uniques: [...of('u'), ...indexes.filter(isKey)].map(toUnique),
    foreignKeys: of('f').map(toForeignKey),
    checks: of('c', 'x').map(toCheck),
    indexes: indexes.filter((row) => !isKey(row)).map(toIndex),
  };
}

/** A unique index on whole columns holds what a constraint would. */
function isKey(row: Row): boolean {
  return row['unique'] === true && row['plain'] === true;
}

function toView(name: string, rows: readonly Row[]): ViewSchema {
  const columns = rows
    .filter((row) => row['name'] !== null)
    .map((row) => ({ name: textIn(row, 'name'), type: typeIn(row) }));
  return { name, columns };
}

function toColumn(row: Row): ColumnSchema {
  return {
    name: textIn(row, 'name'),
    type: typeIn(row),
    nullable: row['required'] !== true,
    default: textOrNullIn(row, 'default'),
    generated: generationOf(textIn(row, 'identity'), textIn(row, 'generated')),
    collation: textOrNullIn(row, 'collation'),
  };
}

function generationOf(identity: string, generated: string): ColumnSchema['generated'] {
  if (identity !== '') return identity === 'a' ? 'identity always' : 'identity';
  if (generated === '') return null;
  return generated === 'v' ? 'virtual' : 'stored';
}

function toUnique(row: Row): UniqueKey {
  return {
    name: textIn(row, 'name'),
    columns: listIn(row, 'columns'),
    nullsNotDistinct: row['nullsNotDistinct'] === true,
  };
}

function toForeignKey(row: Row): ForeignKey {
  return {
    name: textIn(row, 'name'),
    columns: listIn(row, 'columns'),
    table: qualified(row, 'otherSchema', 'other'),
    references: listIn(row, 'otherColumns'),
    onDelete: ACTIONS[textIn(row, 'onDelete')] ?? 'no action',
    onUpdate: ACTIONS[textIn(row, 'onUpdate')] ?? 'no action',
  };
}

function toCheck(row: Row): CheckConstraint {
  const expression = textOrNullIn(row, 'expression') ?? textIn(row, 'definition');
  return { name: textIn(row, 'name'), expression };
}

function domainChecks(row: Row): readonly CheckConstraint[] {
  const expressions = listIn(row, 'expressions');
  return listIn(row, 'names').map((name, index) => ({
    name,
    expression: expressions[index] ?? '',
  }));
}

function toIndex(row: Row): IndexSchema {
  const definition = textIn(row, 'definition');
  // Before it stand the names of the index and its table.
  const start = definition.indexOf(' USING ') + ' USING '.length;
  return {
    name: textIn(row, 'name'),
    definition: definition.slice(start),
    unique: row['unique'] === true,
  };
}

function relationOf(row: Row): string {
  return qualified(row, 'schema', 'relation');
}

function qualified(row: Row, schemaField: string, nameField: string): string {
  const schema = textIn(row, schemaField);
  const name = textIn(row, nameField);
  return schema === USUAL_SCHEMA ? name : `${schema}.${name}`;
}

/** Names of types as `qualified` writes them; `"char"` is a type of the server, and another than `char`. */
function typeIn(row: Row): string {
  const type = textIn(row, 'type').replace(/^public\./, '');
  return type.startsWith('"char"')
    ? type
    : type.replaceAll(/"((?:[^"]|"")*)"/g, (_, name: string) => name.replaceAll('""', '"'));
}
