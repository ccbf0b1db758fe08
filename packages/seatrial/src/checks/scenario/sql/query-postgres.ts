import { Client, DatabaseError, types as postgresTypes } from 'pg';

import type { Connection } from '../connections.ts';
import { explainNetworkError } from '../explain-network-error.ts';
import type { QueryAnswer, Question } from './query.ts';
import { MAX_ROWS, toNumber } from './query.ts';

/** https://www.postgresql.org/docs/current/catalog-pg-type.html: the types whose usual form here would be odd in JSON. */
const BIGINT = 20;
const NUMERIC = 1700;
const DATE = 1082;
const TIMESTAMP = 1114;

const PARSERS = new Map<number, (text: string) => unknown>([
  [BIGINT, toNumber],
  [NUMERIC, toNumber],
  // Without a time zone they mean no instant, so they stay as the database writes them.
  [DATE, (text) => text],
  [TIMESTAMP, (text) => text],
]);

/** Asks a PostgreSQL server over a connection that is kept until the scenario ends. */
export async function queryPostgres(question: Question): Promise<QueryAnswer> {
  const { signal, key, connections, query, parameters } = question;
  const name = `sql ${key}`;
  const aborted = untilAborted(signal);
  try {
    const kept = connections.get(name);
    const client = kept instanceof PostgresConnection ? kept : new PostgresConnection(question.url);
    connections.keep(name, client);
    return {
      form: 'rows',
      rows: await Promise.race([client.ask(query, parameters), aborted.promise]),
    };
  } catch (error) {
    // Whatever it was, the next statement deserves a connection in a known state.
    await connections.drop(name);
    signal.throwIfAborted();
    if (error instanceof DatabaseError) {
      const hint = error.hint === undefined ? '' : ` (${error.hint})`;
      return { form: 'refused', message: `${error.message}, code ${error.code ?? '?'}${hint}` };
    }
    const { what, seen } = explainNetworkError(error);
    return { form: 'unreachable', what, seen };
  } finally {
    aborted.dispose();
  }
}

class PostgresConnection implements Connection {
  readonly #client: Client;
  #ready: Promise<unknown> | null = null;

  constructor(url: string) {
    this.#client = new Client({ connectionString: url, types: { getTypeParser } });
    // A connection that breaks between two steps is noticed by the next statement.
    this.#client.on('error', () => undefined);
  }

  async ask(query: string, parameters: readonly unknown[]): Promise<Record<string, unknown>[]> {
    this.#ready ??= this.#client.connect();
    await this.#ready;
    const answer = await this.#client.query<Record<string, unknown>>(query, [...parameters]);
    return answer.rows.slice(0, MAX_ROWS).map(toPlain);
  }

  async close(): Promise<void> {
    // `end()` waits for a statement that may never come back; the socket does not.
    this.#client.connection.stream.destroy();
    await this.#client.end().catch(() => undefined);
  }
}

function getTypeParser(type: number, format?: 'text' | 'binary'): (value: string) => unknown {
  const parser = PARSERS.get(type);
  if (parser !== undefined) return parser;
  // The library's own signature wants its list of known types, and answers for any.
  const known = postgresTypes.getTypeParser as (
    of: number,
    as?: 'text' | 'binary',
  ) => (value: string) => unknown;
  return known(type, format);
}

function toPlain(row: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plainValue(value)]));
}

function plainValue(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  return value;
}

function untilAborted(signal: AbortSignal): { promise: Promise<never>; dispose: () => void } {
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = (): void => reject(signal.reason as Error);
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();
  // The race may be over before the abort comes; then nobody listens.
  promise.catch(() => undefined);
  return { promise, dispose: () => signal.removeEventListener('abort', abort) };
}
