import { setTimeout as delay } from 'node:timers/promises';

import { Client } from 'pg';

/** https://www.postgresql.org/docs/current/errcodes-appendix.html: the server is starting up or going down. */
const CANNOT_CONNECT_NOW = '57P03';
const NOT_YET = new Set([CANNOT_CONNECT_NOW, 'ECONNREFUSED', 'ECONNRESET']);
/** The image restarts its server once after it has made the database, when it may have looked ready already. */
const RESTART_TIMEOUT_MS = 10_000;
const RETRY_MS = 50;

/** A connection that is closed with the block; also when a statement is under way. */
export interface PostgresConnection extends AsyncDisposable {
  readonly client: Client;
}

/** Connects to a server; one that is just restarting is waited for. */
export async function connectPostgres(
  url: string,
  signal?: AbortSignal,
): Promise<PostgresConnection> {
  const deadline = performance.now() + RESTART_TIMEOUT_MS;
  for (;;) {
    signal?.throwIfAborted();
    const client = new Client({ connectionString: url, application_name: 'seatrial' });
    // A connection that breaks is noticed by the statement that uses it.
    client.on('error', () => undefined);
    const onAbort = (): void => {
      void client.end();
    };
    signal?.addEventListener('abort', onAbort, { once: true });
    try {
      await client.connect();
      return {
        client,
        [Symbol.asyncDispose]: async () => {
          signal?.removeEventListener('abort', onAbort);
          await client.end();
        },
      };
    } catch (error) {
      signal?.removeEventListener('abort', onAbort);
      const isFinal = !NOT_YET.has(codeOf(error)) || performance.now() > deadline;
      if (isFinal) throw error;
    }
    await delay(RETRY_MS, undefined, signal === undefined ? {} : { signal });
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** Quotes a name for a statement. */
export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
