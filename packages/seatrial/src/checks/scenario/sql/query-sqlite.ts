import { existsSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { SQLInputValue } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';

import type { QueryAnswer, Question } from './query.ts';
import { MAX_ROWS } from './query.ts';

const WRITES =
  /\b(?:insert|update|delete|replace|create|drop|alter|vacuum|reindex|attach|begin|commit)\b/i;
/** https://www.sqlite.org/rescode.html */
const BUSY = 5;
const LOCKED = 6;
const RETRY_MS = 20;

/**
 * Asks a SQLite file (`sqlite:path`, relative to the service's folder): read-only unless the statement writes,
 * opened for this statement alone. A busy database is asked again until the signal is aborted.
 */
export async function querySqlite(question: Question): Promise<QueryAnswer> {
  const path = pathOf(question);
  if (!existsSync(path)) {
    return { form: 'unreachable', what: 'does not exist (yet)', seen: `no file ${path}` };
  }
  for (;;) {
    question.signal.throwIfAborted();
    try {
      return { form: 'rows', rows: run(path, question) };
    } catch (error) {
      if (!(error instanceof Error) || !('code' in error)) throw error;
      const result =
        'errcode' in error && typeof error.errcode === 'number' ? error.errcode & 0xff : 0;
      if (result !== BUSY && result !== LOCKED) return { form: 'refused', message: error.message };
    }
    await delay(RETRY_MS, undefined, { signal: question.signal });
  }
}

function pathOf({ url, directory }: Question): string {
  const written = decodeURIComponent(
    url
      .slice('sqlite:'.length)
      .replace(/^\/\/(?=\/|\.|[^/])/, '')
      .replace(/\?.*$/, ''),
  );
  return isAbsolute(written) ? written : join(directory, written);
}

function run(path: string, { query, parameters }: Question): Record<string, unknown>[] {
  // No busy timeout of SQLite's own: it would hold up every other scenario.
  using database = new DatabaseSync(path, { readOnly: !WRITES.test(query), timeout: 0 });
  const statement = database.prepare(query);
  statement.setReadBigInts(true);
  const values = parameters.map(toSqlite);
  const rows: Record<string, unknown>[] = [];
  // SQLite takes `$1` for a name, while `?` and `?1` are positions.
  const found = /\$\d/.test(query)
    ? statement.iterate(
        Object.fromEntries(values.map((value, index) => [`$${String(index + 1)}`, value])),
      )
    : statement.iterate(...values);
  for (const row of found) {
    if (rows.length >= MAX_ROWS) break;
    rows.push(
      Object.fromEntries(Object.entries(row).map(([name, value]) => [name, fromSqlite(value)])),
    );
  }
  return rows;
}

function toSqlite(value: unknown): SQLInputValue {
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value === null || value === undefined) return null;
  if (typeof value === 'number' || typeof value === 'string') return value;
  return JSON.stringify(value);
}

function fromSqlite(value: unknown): unknown {
  if (typeof value === 'bigint') {
    return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
  }
  return value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value;
}
