import { randomUUID } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';

import type { Client } from 'pg';

import { executeOnPostgres, executeOnSqlite } from '../fixtures/apply-sql.ts';
import { placeOf } from '../fixtures/fixture.ts';
import { splitSql } from '../fixtures/split-sql.ts';
import { connectPostgres, quoteIdentifier } from '../stores/postgres-client.ts';
import type { DatabaseOptions, LeftOutStatement, ScratchDatabase } from './database.ts';
import { askSqlite, databaseKindOf } from './open-database.ts';

/** For the last steps, which an abort does not stop. */
const DROP_TIMEOUT_MS = 5000;

/** Set with ALTER DATABASE, or with ALTER ROLE … IN DATABASE, which comes first. */
const SEARCH_PATH = `
SELECT substr(entry, length('search_path=') + 1) AS path
FROM pg_db_role_setting s
JOIN pg_database d ON d.oid = s.setdatabase
LEFT JOIN pg_roles r ON r.oid = s.setrole, unnest(s.setconfig) AS entry
WHERE d.datname = current_database() AND (s.setrole = 0 OR r.rolname = current_user)
  AND entry LIKE 'search_path=%'
ORDER BY s.setrole = 0 LIMIT 1`;

/** What belongs to the server and not to one of its databases. */
const SERVER_WIDE = [
  /^(?:create|alter|drop)\s+(?:role|user(?!\s+mapping)|group|database|tablespace|subscription)\b/i,
  /^alter\s+system\b/i,
  /^comment\s+on\s+(?:role|database|tablespace|subscription)\b/i,
  /^(?:grant|revoke)\b[^]*\bon\s+(?:database|tablespace|parameter)\b/i,
  // Membership in roles names no object.
  /^(?:grant|revoke)\b(?:(?!\bon\b)[^])*$/i,
];

/**
 * Makes an empty database beside the one that the URL names: on the same PostgreSQL server, or a SQLite database in
 * memory. Nothing that is done in it reaches the other; it is dropped with the block, also after an abort.
 *
 * @throws {DatabaseError} of `pg` when the server refuses, as to a user who may not make databases
 * @throws {FixtureFault} for a protocol that is not spoken here
 */
export async function openScratchDatabase(
  url: string,
  options: Pick<DatabaseOptions, 'signal'>,
): Promise<ScratchDatabase> {
  return databaseKindOf(url) === 'sqlite' ? scratchSqlite() : scratchPostgres(url, options.signal);
}

function scratchSqlite(): ScratchDatabase {
  const database = new DatabaseSync(':memory:');
  return {
    ...askSqlite(database),
    apply: async (text) => {
      executeOnSqlite(text, splitSql(text, 'sqlite'), database);
      return [];
    },
  };
}

async function scratchPostgres(
  url: string,
  signal: AbortSignal | undefined,
): Promise<ScratchDatabase> {
  const name = `seatrial_scratch_${randomUUID().replaceAll('-', '')}`;
  signal?.throwIfAborted();
  // Not to be interrupted: a server whose client is gone would still make it, and nobody would know of it.
  await onServer(url, async (client) => {
    await client.query(`CREATE DATABASE ${quoteIdentifier(name)}`);
  });
  const drop = (): Promise<void> =>
    onServer(url, async (client) => {
      await client.query(`DROP DATABASE IF EXISTS ${quoteIdentifier(name)} WITH (FORCE)`);
    });
  try {
    await onServer(url, (client) => takeSearchPath(client, name));
    const { client, [Symbol.asyncDispose]: close } = await connectPostgres(
      withDatabase(url, name),
      signal,
    );
    return {
      kind: 'postgres',
      ask: async (query) => (await client.query<Record<string, unknown>>(query)).rows,
      apply: async (text) => applyInside(text, client),
      [Symbol.asyncDispose]: async () => {
        try {
          await close();
        } finally {
          await drop();
        }
      },
    };
  } catch (error) {
    await drop();
    throw error;
  }
}

async function applyInside(text: string, client: Client): Promise<readonly LeftOutStatement[]> {
  const statements = splitSql(text, 'postgres');
  await executeOnPostgres(text, statements.filter(isInside), client);
  // A file may leave settings behind, such as the empty search path that pg_dump sets; the next one has its own.
  await client.query('DISCARD ALL');
  return statements
    .filter((statement) => !isInside(statement))
    .map((statement) => ({
      text: statement.text,
      line: placeOf(text, statement.start).line,
    }));
}

/** Names without a schema mean there what they mean in the database of the URL. */
async function takeSearchPath(client: Client, name: string): Promise<void> {
  const { rows } = await client.query<{ path: string }>(SEARCH_PATH);
  const [own] = rows;
  if (own === undefined) return;
  // It is kept as the list that this statement takes.
  await client.query(`ALTER DATABASE ${quoteIdentifier(name)} SET search_path TO ${own.path}`);
}

async function onServer(url: string, act: (client: Client) => Promise<void>): Promise<void> {
  await using connection = await connectPostgres(url, AbortSignal.timeout(DROP_TIMEOUT_MS));
  await act(connection.client);
}

function withDatabase(url: string, name: string): string {
  const other = new URL(url);
  other.pathname = `/${name}`;
  return other.href;
}

function isInside({ text }: { readonly text: string }): boolean {
  return !SERVER_WIDE.some((pattern) => pattern.test(text));
}
