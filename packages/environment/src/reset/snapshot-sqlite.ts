import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';

import type { Snapshot } from './snapshot.ts';

/** https://www.sqlite.org/rescode.html */
const BUSY_OR_LOCKED: readonly unknown[] = [5, 6];
const RETRY_MS = 10;
/** In one step: nobody sees half of it. */
const ALL_PAGES = 2 ** 31 - 1;

/**
 * Keeps a copy of a SQLite file; a reset copies its pages back in one transaction of SQLite's own, so the service may go
 * on with the connections it has.
 *
 * @param copy - absolute path of the copy
 */
export function snapshotSqlite(path: string, copy: string): Snapshot {
  return {
    how: 'backup',
    keep: (signal) => {
      mkdirSync(dirname(copy), { recursive: true });
      rmSync(copy, { force: true });
      return copyPages(path, copy, signal);
    },
    restore: (signal) => copyPages(copy, path, signal),
  };
}

/** A file that does not exist is an empty database; none is made of it where there is none either. */
async function copyPages(from: string, to: string, signal: AbortSignal): Promise<void> {
  if (!existsSync(from) && !existsSync(to)) return;
  using source = existsSync(from)
    ? new DatabaseSync(from, { readOnly: true })
    : new DatabaseSync(':memory:');
  for (;;) {
    signal.throwIfAborted();
    try {
      await backup(source, to, { rate: ALL_PAGES });
      return;
    } catch (error) {
      const code: unknown =
        error instanceof Error && 'errcode' in error ? error.errcode : undefined;
      if (!BUSY_OR_LOCKED.includes(code)) throw error;
    }
    await delay(RETRY_MS, undefined, { signal });
  }
}
