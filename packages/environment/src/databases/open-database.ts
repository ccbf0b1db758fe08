import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

import { FixtureFault } from '../fixtures/fixture.ts';
import { connectPostgres } from '../stores/postgres-client.ts';
import { sqliteFile } from '../stores/store.ts';
import type { Database, DatabaseOptions } from './database.ts';

/** How long a question waits for a lock that the service holds. */
const SQLITE_BUSY_TIMEOUT_MS = 5000;

/**
 * Opens the database of a service; a SQLite file only to be read.
 *
 * @param url - as `StartedEnvironment.sqlUrl` answers it
 * @throws {FixtureFault} when there is no such file, or the protocol is another than these two
 */
export async function openDatabase(url: string, options: DatabaseOptions): Promise<Database> {
  if (databaseKindOf(url) === 'sqlite') {
    const path = sqliteFile(url, options.directory);
    if (!existsSync(path)) throw new FixtureFault(`there is no file ${path}`);
    return askSqlite(new DatabaseSync(path, { readOnly: true, timeout: SQLITE_BUSY_TIMEOUT_MS }));
  }
  const { client, [Symbol.asyncDispose]: close } = await connectPostgres(url, options.signal);
  return {
    kind: 'postgres',
    ask: async (query) => (await client.query<Record<string, unknown>>(query)).rows,
    [Symbol.asyncDispose]: close,
  };
}

/** @throws {FixtureFault} for a protocol that is not spoken here */
export function databaseKindOf(url: string): Database['kind'] {
  const scheme = url.slice(0, url.indexOf(':'));
  if (scheme === 'sqlite') return 'sqlite';
  if (scheme === 'postgres' || scheme === 'postgresql') return 'postgres';
  throw new FixtureFault(`${scheme}: is no protocol of PostgreSQL or SQLite`);
}

/** Asks a SQLite database that is closed with the answer. */
export function askSqlite(database: DatabaseSync): Database {
  return {
    kind: 'sqlite',
    ask: async (query) => database.prepare(query).all(),
    [Symbol.asyncDispose]: async () => database.close(),
  };
}
