import { RedisConnection, RedisRefusal } from '../stores/redis-connection.ts';
import type { RedisCommand, RedisReply } from '../stores/redis-connection.ts';
import type { Snapshot } from './snapshot.ts';

const KEYS_AT_ONCE = 500;

interface Key {
  readonly name: Buffer;
  readonly value: Buffer;
  /** 0 for one that stays. */
  readonly expiresInMs: number;
}

/** Keeps every key of every database; a reset empties the server and puts them back. No connection is cut. */
export function snapshotRedis(url: string): Snapshot {
  const databases: { readonly number: number; readonly keys: readonly Key[] }[] = [];
  return {
    how: 'database',
    keep: async (signal) => {
      using connection = await RedisConnection.open(url, signal);
      const keyspace = textOf(await connection.ask('INFO', 'keyspace'));
      for (const [, number] of keyspace.matchAll(/^db(\d+):/gm)) {
        await connection.ask('SELECT', Number(number));
        databases.push({ number: Number(number), keys: await readKeys(connection) });
      }
    },
    restore: async (signal) => {
      using connection = await RedisConnection.open(url, signal);
      await connection.ask('FLUSHALL');
      for (const { number, keys } of databases) {
        await connection.ask('SELECT', number);
        await writeKeys(connection, keys);
      }
    },
  };
}

async function readKeys(connection: RedisConnection): Promise<readonly Key[]> {
  const keys = new Map<string, Key>();
  let cursor = '0';
  do {
    const page = await connection.ask('SCAN', cursor, 'COUNT', KEYS_AT_ONCE);
    const [next = null, found = null] = Array.isArray(page) ? page : [];
    cursor = textOf(next);
    for (const key of await dump(connection, Array.isArray(found) ? found : [])) {
      // A scan may name a key twice.
      keys.set(key.name.toString('latin1'), key);
    }
  } while (cursor !== '0');
  return [...keys.values()];
}

async function dump(connection: RedisConnection, names: readonly RedisReply[]): Promise<Key[]> {
  const known = names.filter((name) => Buffer.isBuffer(name));
  const replies = await send(
    connection,
    known.flatMap((name): RedisCommand[] => [
      ['DUMP', name],
      ['PTTL', name],
    ]),
  );
  return known.flatMap((name, index) => {
    const value = replies[2 * index];
    const expiresInMs = Number(replies[2 * index + 1]);
    // One that has expired since the scan has no value.
    return Buffer.isBuffer(value) ? [{ name, value, expiresInMs: Math.max(0, expiresInMs) }] : [];
  });
}

async function writeKeys(connection: RedisConnection, keys: readonly Key[]): Promise<void> {
  for (let start = 0; start < keys.length; start += KEYS_AT_ONCE) {
    const some = keys.slice(start, start + KEYS_AT_ONCE);
    await send(
      connection,
      some.map(({ name, value, expiresInMs }) => ['RESTORE', name, expiresInMs, value, 'REPLACE']),
    );
  }
}

async function send(
  connection: RedisConnection,
  commands: readonly RedisCommand[],
): Promise<readonly RedisReply[]> {
  const replies = await connection.pipeline(commands);
  const refusal = replies.find((reply) => reply instanceof RedisRefusal);
  if (refusal !== undefined) throw refusal;
  return replies;
}

function textOf(reply: RedisReply): string {
  return Buffer.isBuffer(reply) ? reply.toString('utf8') : '';
}
