import type {
  AskDatabase,
  ColumnSchema,
  DatabaseSchema,
  ForeignKey,
  ForeignKeyAction,
  IndexSchema,
  Row,
  TableSchema,
  UniqueKey,
} from './database-schema.ts';
import { textIn, textOrNullIn } from './row-fields.ts';
import { checksIn, indexDefinitionIn } from './sqlite-statements.ts';

const OURS = `t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'`;

/** What a SQLite database (3.37 and later) is asked. */
export const SQLITE_QUERIES = {
  // Shadow tables belong to a virtual table and change with its module.
  relations: `SELECT t.name, l.type, t.sql FROM pragma_table_list l JOIN sqlite_schema t ON t.name = l.name
    WHERE l.schema = 'main' AND l.type IN ('table', 'view', 'virtual') AND ${OURS} ORDER BY t.name`,
  columns: `SELECT t.name AS relation, c.* FROM sqlite_schema t JOIN pragma_table_xinfo(t.name) c
    WHERE t.type IN ('table', 'view') AND ${OURS} ORDER BY t.name, c.cid`,
  foreignKeys: `SELECT t.name AS relation, f.* FROM sqlite_schema t JOIN pragma_foreign_key_list(t.name) f
    WHERE t.type = 'table' AND ${OURS} ORDER BY t.name, f.id, f.seq`,
  indexes: `SELECT t.name AS relation, i.name, i."unique", i.origin, i.partial, s.sql
    FROM sqlite_schema t JOIN pragma_index_list(t.name) i LEFT JOIN sqlite_schema s ON s.name = i.name
    WHERE t.type = 'table' AND ${OURS} ORDER BY t.name, i.name`,
  indexColumns: `SELECT i.name AS "index", c.name FROM sqlite_schema t JOIN pragma_index_list(t.name) i
    JOIN pragma_index_info(i.name) c WHERE t.type = 'table' AND ${OURS} ORDER BY i.name, c.seqno`,
} as const;

/** `hidden` of a column that is computed. */
const VIRTUAL = 2;
const STORED = 3;

/** Learns the schema of a SQLite database. */
export async function introspectSqlite(ask: AskDatabase): Promise<DatabaseSchema> {
  const relations = await ask(SQLITE_QUERIES.relations);
  const columns = Map.groupBy(await ask(SQLITE_QUERIES.columns), relationOf);
  const foreignKeys = Map.groupBy(await ask(SQLITE_QUERIES.foreignKeys), relationOf);
  const indexes = Map.groupBy(await ask(SQLITE_QUERIES.indexes), relationOf);
  const indexColumns = Map.groupBy(await ask(SQLITE_QUERIES.indexColumns), (row) =>
    textIn(row, 'index'),
  );
  // A foreign key may name its table in another case.
  const keys = new Map(
    [...columns].map(([table, own]) => [table.toLowerCase(), primaryKeyOf(own)] as const),
  );
  const keyOf = (table: string): readonly string[] => keys.get(table.toLowerCase()) ?? [];
  const tables = relations
    .filter((row) => textIn(row, 'type') !== 'view')
    .map((row): TableSchema => {
      const name = textIn(row, 'name');
      const own = indexes.get(name) ?? [];
      const uniques = own
        .filter((index) => textIn(index, 'origin') !== 'pk' && Number(index['unique']) === 1)
        .flatMap((index) => toUnique(index, indexColumns.get(textIn(index, 'name')) ?? []));
      const names = new Set(uniques.map((unique) => unique.name));
      return {
        name,
        columns: (columns.get(name) ?? []).map((column) => toColumn(column, keyOf(name))),
        primaryKey: keyOf(name),
        uniques,
        foreignKeys: toForeignKeys(foreignKeys.get(name) ?? [], keyOf),
        checks: checksIn(textIn(row, 'sql')),
        indexes: own
          .filter((index) => index['sql'] !== null && !names.has(textIn(index, 'name')))
          .map(toIndex),
      };
    });
  const views = relations
    .filter((row) => textIn(row, 'type') === 'view')
    .map((row) => textIn(row, 'name'))
    .map((name) => ({
      name,
      columns: (columns.get(name) ?? []).map((column) => ({
        name: textIn(column, 'name'),
        type: textIn(column, 'type'),
      })),
    }));
  return { dialect: 'sqlite', tables, views, enums: [], domains: [] };
}

function primaryKeyOf(columns: readonly Row[]): readonly string[] {
  return columns
    .filter((row) => Number(row['pk']) > 0)
    .toSorted((one, other) => Number(one['pk']) - Number(other['pk']))
    .map((row) => textIn(row, 'name'));
}

function toColumn(row: Row, primaryKey: readonly string[]): ColumnSchema {
  const name = textIn(row, 'name');
  const type = textIn(row, 'type');
  // https://www.sqlite.org/lang_createtable.html#rowid: it numbers the rows, whether it says AUTOINCREMENT or not.
  const isRowId = primaryKey.length === 1 && primaryKey[0] === name && /^integer$/i.test(type);
  const hidden = Number(row['hidden']);
  const computed = hidden === VIRTUAL ? 'virtual' : hidden === STORED ? 'stored' : null;
  return {
    name,
    type,
    nullable: !isRowId && Number(row['notnull']) === 0,
    default: textOrNullIn(row, 'dflt_value'),
    generated: isRowId ? 'identity' : computed,
    collation: null,
  };
}

/** Only whole columns under no condition make a key; anything else stays an index. */
function toUnique(index: Row, columns: readonly Row[]): readonly UniqueKey[] {
  const names = columns.map((row) => textOrNullIn(row, 'name'));
  if (Number(index['partial']) === 1 || names.includes(null)) return [];
  return [{ name: textIn(index, 'name'), columns: names.map(String), nullsNotDistinct: false }];
}

function toForeignKeys(
  rows: readonly Row[],
  keyOf: (table: string) => readonly string[],
): readonly ForeignKey[] {
  return [...Map.groupBy(rows, (row) => Number(row['id'])).values()].map((parts) => {
    const [first = {}] = parts;
    const table = textIn(first, 'table');
    const named = parts.flatMap((row) => textOrNullIn(row, 'to') ?? []);
    return {
      name: null,
      columns: parts.map((row) => textIn(row, 'from')),
      table,
      references: named.length === 0 ? keyOf(table) : named,
      onDelete: actionIn(first, 'on_delete'),
      onUpdate: actionIn(first, 'on_update'),
    };
  });
}

function actionIn(row: Row, field: string): ForeignKeyAction {
  const action = textIn(row, field).toLowerCase();
  switch (action) {
    case 'restrict':
    case 'cascade':
    case 'set null':
    case 'set default':
      return action;
    default:
      return 'no action';
  }
}

function toIndex(row: Row): IndexSchema {
  return {
    name: textIn(row, 'name'),
    definition: indexDefinitionIn(textIn(row, 'sql')),
    unique: Number(row['unique']) === 1,
  };
}

function relationOf(row: Row): string {
  return textIn(row, 'relation');
}
