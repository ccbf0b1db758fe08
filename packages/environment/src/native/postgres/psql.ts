/**
 * As much of PostgreSQL's `psql` as scripts of a new database need, for machines that have only the server from npm:
 * sends a file (`-f`), a text (`-c`) or standard input; `COPY … FROM stdin` included, other commands of psql not.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

import { applySqlToPostgres } from '../../fixtures/apply-sql.ts';

const { env } = process;
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    host: { type: 'string', short: 'h', default: env['PGHOST'] ?? 'localhost' },
    port: { type: 'string', short: 'p', default: env['PGPORT'] ?? '5432' },
    username: { type: 'string', short: 'U', default: env['PGUSER'] ?? 'postgres' },
    dbname: { type: 'string', short: 'd' },
    file: { type: 'string', short: 'f', multiple: true },
    command: { type: 'string', short: 'c', multiple: true },
    // The first error ends it in any case.
    set: { type: 'string', short: 'v', multiple: true },
    variable: { type: 'string', multiple: true },
    'no-psqlrc': { type: 'boolean', short: 'X' },
    'no-password': { type: 'boolean', short: 'w' },
    quiet: { type: 'boolean', short: 'q' },
    'echo-all': { type: 'boolean', short: 'a' },
    'tuples-only': { type: 'boolean', short: 't' },
    'single-transaction': { type: 'boolean', short: '1' },
  },
});
const { host, port, username, file = [], command = [] } = values;
const database = values.dbname ?? positionals[0] ?? env['PGDATABASE'] ?? username;
const login = `${encodeURIComponent(username)}:${encodeURIComponent(env['PGPASSWORD'] ?? '')}`;
const place = host.startsWith('/') ? '' : `${host}:${port}`;
const query = host.startsWith('/') ? `?host=${encodeURIComponent(host)}&port=${port}` : '';
const url = `postgresql://${login}@${place}/${encodeURIComponent(database)}${query}`;

const texts = [...command, ...file.map((path) => readFileSync(path === '-' ? 0 : path, 'utf8'))];
const sources = texts.length > 0 ? texts : [readFileSync(0, 'utf8')];
try {
  for (const text of sources) await applySqlToPostgres(text, url, new AbortController().signal);
} catch (error) {
  process.stderr.write(
    `psql (of Seatrial): ${error instanceof Error ? error.message : String(error)}\n`,
  );
  process.exitCode = 3;
}
