import type { DatabasePair } from './compare-databases.ts';
import type { DatabaseSchema } from './database-schema.ts';

/** Where tools for migrations write down what they have done. */
const BOOKKEEPING =
  /(?:^|\.)(?:_?schema_?migrations?|_prisma_migrations|alembic_version|flyway_schema_history|knex_migrations(?:_lock)?|goose_db_version|atlas_schema_revisions|__drizzle_migrations|_sqlx_migrations|pgmigrations|kysely_migration(?:_lock)?|ar_internal_metadata|databasechangelog(?:lock)?|django_migrations|sequelizemeta|__efmigrationshistory|mikro_orm_migrations|typeorm_metadata|_?migrations)$/i;

/** Two schemas cut down to what is compared. */
export interface SelectedTables extends DatabasePair {
  /** Bookkeeping of a tool for migrations that only one side has, and that was left out. */
  readonly ignored: readonly string[];
  /** Names or patterns that fit no table and no view of either side. */
  readonly unknown: readonly string[];
}

/**
 * Leaves the tables and views with these names, or all but the bookkeeping of tools for migrations, which no schema
 * file names.
 *
 * @param names - as in `TableSchema.name`; `*` stands for any characters; empty for all
 */
export function selectTables(pair: DatabasePair, names: readonly string[]): SelectedTables {
  const { base, revision } = pair;
  if (names.length > 0) return limit(pair, names);
  const ignored = [...onlyBookkeepingOf(base, revision), ...onlyBookkeepingOf(revision, base)];
  return {
    base: leave(base, ignored),
    revision: leave(revision, ignored),
    ignored,
    unknown: [],
  };
}

function onlyBookkeepingOf(schema: DatabaseSchema, other: DatabaseSchema): readonly string[] {
  const known = new Set(other.tables.map(({ name }) => name));
  return schema.tables
    .map(({ name }) => name)
    .filter((name) => BOOKKEEPING.test(name) && !known.has(name));
}

function leave(schema: DatabaseSchema, ignored: readonly string[]): DatabaseSchema {
  return { ...schema, tables: schema.tables.filter(({ name }) => !ignored.includes(name)) };
}

function patternOf(name: string): RegExp {
  const parts = name
    .replace(/^public\./, '')
    .split('*')
    .map((part) => part.replaceAll(/[\\^$.|?+()[\]{}]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join('.*')}$`, 'i');
}

function limit({ base, revision }: DatabasePair, names: readonly string[]): SelectedTables {
  const patterns = names.map(patternOf);
  const isWanted = ({ name }: { readonly name: string }): boolean =>
    patterns.some((pattern) => pattern.test(name));
  const wanted = [base, revision].map((schema) => ({
    ...schema,
    tables: schema.tables.filter(isWanted),
    views: schema.views.filter(isWanted),
  }));
  const used = typesUsedIn(wanted);
  const known = [base, revision].flatMap(({ tables, views }) => [...tables, ...views]);
  const [from = base, to = revision] = wanted.map((schema) => withTypes(schema, used));
  return {
    base: from,
    revision: to,
    ignored: [],
    unknown: names.filter((_, index) => !known.some(({ name }) => patterns[index]?.test(name))),
  };
}

/** Enums and domains that no selected column has, on either side, are somebody else's. */
function typesUsedIn(schemas: readonly DatabaseSchema[]): ReadonlySet<string> {
  const columns = schemas.flatMap(({ tables, views }) =>
    [...tables, ...views].flatMap((one): readonly { readonly type: string }[] => one.columns),
  );
  const used = new Set(columns.map(({ type }) => type.replace(/\[\]$/, '')));
  for (const { name, type } of schemas.flatMap(({ domains }) => domains)) {
    if (used.has(name)) used.add(type);
  }
  return used;
}

function withTypes(schema: DatabaseSchema, used: ReadonlySet<string>): DatabaseSchema {
  const isUsed = ({ name }: { readonly name: string }): boolean => used.has(name);
  return {
    ...schema,
    enums: schema.enums.filter(isUsed),
    domains: schema.domains.filter(isUsed),
  };
}
