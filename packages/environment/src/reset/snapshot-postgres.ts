import { setTimeout as delay } from 'node:timers/promises';

import type { Client } from 'pg';

import { connectPostgres, quoteIdentifier } from '../stores/postgres-client.ts';
import type { Snapshot } from './snapshot.ts';

/** Nobody works in it, so that the database of the URL itself can be replaced. */
const MAINTENANCE_DATABASE = 'template1';
const TEMPLATE_PREFIX = 'seatrial_template_';
const TERMINATION_TIMEOUT_MS = 5000;
const POLL_MS = 2;
/** From 15 on `CREATE DATABASE` writes every page to its log unless it is told to copy the files. */
const STRATEGY_SINCE = 150_000;

interface Database {
  readonly name: string;
  readonly owner: string;
  readonly template: string;
  readonly hasSettings: boolean;
}

/**
 * Keeps a copy of every database as a template; a reset makes the databases anew from it. Connections are cut both times,
 * because PostgreSQL copies no database that somebody is connected to.
 */
export function snapshotPostgres(url: string): Snapshot {
  let databases: readonly Database[] = [];
  let strategy = '';
  return {
    how: 'template clone',
    keep: async (signal) => {
      await using connection = await connectPostgres(maintenanceUrl(url), signal);
      const { client } = connection;
      await dropTemplates(client);
      strategy = await copyStrategy(client);
      const own = decodeURIComponent(new URL(url).pathname.slice(1));
      databases = await listDatabases(client, own);
      for (const database of databases) await makeTemplate(client, database, strategy);
    },
    restore: async (signal) => {
      await using connection = await connectPostgres(maintenanceUrl(url), signal);
      await restoreAll(connection.client, databases, strategy);
    },
  };
}

async function makeTemplate(
  client: Client,
  { name, template, hasSettings }: Database,
  strategy: string,
): Promise<void> {
  await withoutConnections(client, name, async () => {
    await client.query(
      `CREATE DATABASE ${quoteIdentifier(template)} TEMPLATE ${quoteIdentifier(name)}${strategy} ALLOW_CONNECTIONS false IS_TEMPLATE true`,
    );
  });
  if (hasSettings) await copySettings(client, name, template);
}

async function restoreAll(
  client: Client,
  databases: readonly Database[],
  strategy: string,
): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    'SELECT datname AS name FROM pg_database WHERE NOT datistemplate',
  );
  const kept = new Set(['postgres', ...databases.map(({ name }) => name)]);
  for (const { name } of rows) if (!kept.has(name)) await drop(client, name);
  for (const { name, owner, template, hasSettings } of databases) {
    await drop(client, name);
    await client.query(
      `CREATE DATABASE ${quoteIdentifier(name)} OWNER ${quoteIdentifier(owner)} TEMPLATE ${quoteIdentifier(template)}${strategy}`,
    );
    if (hasSettings) await copySettings(client, template, name);
  }
}

/** All that services may have written to: not `postgres`, which is for maintenance, unless it is the service's own. */
async function listDatabases(client: Client, own: string): Promise<readonly Database[]> {
  const { rows } = await client.query<Database>(
    `SELECT datname AS name, rolname AS owner, $1 || d.oid AS template,
       datacl IS NOT NULL OR EXISTS (SELECT FROM pg_db_role_setting WHERE setdatabase = d.oid) AS "hasSettings"
     FROM pg_database d JOIN pg_roles r ON r.oid = datdba
     WHERE NOT datistemplate AND (datname <> 'postgres' OR datname = $2) ORDER BY datname`,
    [TEMPLATE_PREFIX, own],
  );
  return rows;
}

/** Templates of an earlier environment on the same volume. */
async function dropTemplates(client: Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT datname AS name FROM pg_database WHERE starts_with(datname, $1)`,
    [TEMPLATE_PREFIX],
  );
  for (const { name } of rows) {
    await client.query(`ALTER DATABASE ${quoteIdentifier(name)} IS_TEMPLATE false`);
    await client.query(`DROP DATABASE ${quoteIdentifier(name)}`);
  }
}

async function copyStrategy(client: Client): Promise<string> {
  const { rows } = await client.query<{ version: number }>(
    `SELECT current_setting('server_version_num')::int AS version`,
  );
  return (rows[0]?.version ?? 0) >= STRATEGY_SINCE ? ' STRATEGY file_copy' : '';
}

async function drop(client: Client, name: string): Promise<void> {
  if (!(await exists(client, name))) return;
  await withoutConnections(client, name, async () => {
    await client.query(`DROP DATABASE ${quoteIdentifier(name)}`);
  });
}

async function exists(client: Client, name: string): Promise<boolean> {
  const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [name]);
  return rowCount === 1;
}

/** Cuts all connections to a database and lets none in until the work is done. */
async function withoutConnections(
  client: Client,
  name: string,
  work: () => Promise<void>,
): Promise<void> {
  const database = quoteIdentifier(name);
  await client.query(`ALTER DATABASE ${database} ALLOW_CONNECTIONS false`);
  try {
    await cutConnections(client, name);
    await work();
  } finally {
    if (await exists(client, name)) {
      await client.query(`ALTER DATABASE ${database} ALLOW_CONNECTIONS true`);
    }
  }
}

/** `DROP DATABASE … WITH (FORCE)` does this too, but looks only ten times a second whether they are gone. */
async function cutConnections(client: Client, name: string): Promise<void> {
  const deadline = performance.now() + TERMINATION_TIMEOUT_MS;
  for (;;) {
    const { rowCount } = await client.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1',
      [name],
    );
    // Whatever is still connected then, the statement that follows names.
    if (rowCount === 0 || performance.now() > deadline) return;
    await delay(POLL_MS);
  }
}

/** What `ALTER DATABASE … SET` and `GRANT … ON DATABASE` have said; a copy of a database does not have it. */
async function copySettings(client: Client, from: string, to: string): Promise<void> {
  await client.query(
    `INSERT INTO pg_db_role_setting (setdatabase, setrole, setconfig)
     SELECT t.oid, setrole, setconfig FROM pg_db_role_setting s, pg_database f, pg_database t
     WHERE s.setdatabase = f.oid AND f.datname = $1 AND t.datname = $2`,
    [from, to],
  );
  await client.query(
    `UPDATE pg_database SET datacl = (SELECT datacl FROM pg_database WHERE datname = $1) WHERE datname = $2`,
    [from, to],
  );
}

function maintenanceUrl(url: string): string {
  const changed = new URL(url);
  changed.pathname = `/${MAINTENANCE_DATABASE}`;
  return changed.href;
}
