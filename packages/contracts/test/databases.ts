import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { createEnvironment, openScratchDatabase, readComposeFile } from '@seatrial/environment';

import type { DatabaseChange, DatabaseSchema } from '../src/database/index.ts';
import { introspectPostgres, introspectSqlite } from '../src/database/index.ts';

/** A real server, on which each schema is made, learnt and taken back again. */
export interface Server extends AsyncDisposable {
  schemaOf(sql: string): Promise<DatabaseSchema>;
}

export async function startPostgres(): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), 'seatrial-contracts-'));
  const file = join(folder, 'compose.yaml');
  writeFileSync(
    file,
    'services: {db: {image: postgres, x-native: {version: any}, environment: {POSTGRES_PASSWORD: x}}}\n',
  );
  const started = await createEnvironment({
    compose: readComposeFile(file),
    directory: join(folder, 'run'),
    stateFolder: join(folder, 'state'),
  }).start();
  const database = await openScratchDatabase(started.sqlUrl('db') ?? '', {});
  return {
    schemaOf: async (sql) => {
      // A database for each would be slower by far.
      await database.ask('BEGIN');
      try {
        await database.ask(sql);
        return await introspectPostgres((query) => database.ask(query));
      } finally {
        await database.ask('ROLLBACK');
      }
    },
    [Symbol.asyncDispose]: async () => {
      await database[Symbol.asyncDispose]();
      await started.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export async function sqliteSchemaOf(sql: string): Promise<DatabaseSchema> {
  using database = new DatabaseSync(':memory:');
  database.exec(sql);
  return await introspectSqlite((query) => database.prepare(query).all());
}

/** `LEVEL id object.column (whom it breaks)`, each on its own. */
export function toldOf(changes: readonly DatabaseChange[]): readonly string[] {
  return changes.map(
    ({ level, id, object, column, breaks }) =>
      `${level} ${id} ${object}${column === null ? '' : `.${column}`} (${breaks.join(', ')})`,
  );
}
