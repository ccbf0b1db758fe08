import type { DatabaseSchema } from '@seatrial/contracts/database';
import { introspectPostgres, introspectSqlite } from '@seatrial/contracts/database';
import type { Database } from '@seatrial/environment';
import { FixtureFault, openDatabase, openScratchDatabase } from '@seatrial/environment';
import { DatabaseError } from 'pg';

import type { Failure } from '../../evidence/index.ts';
import { failure } from '../../evidence/index.ts';
import type { SqlFile } from './sql-files.ts';

/** Where the database of the contract is. */
export interface DatabasePlace {
  readonly service: string;
  readonly url: string;
  /** Absolute; a relative path in the URL starts here. */
  readonly directory: string;
  readonly signal: AbortSignal;
}

/** A schema, or why there is none. */
export type SchemaReading =
  | {
      readonly schema: DatabaseSchema;
      /** `file:line: statement` of what reaches beyond one database and was not executed. */
      readonly leftOut: readonly string[];
    }
  | { readonly schema: null; readonly failure: Failure };

/** What files make of an empty database of the same kind, one after the other. */
export async function makeSchema(
  files: readonly SqlFile[],
  { service, url, signal }: DatabasePlace,
): Promise<SchemaReading> {
  let current: SqlFile | undefined;
  try {
    await using database = await openScratchDatabase(url, { signal });
    const leftOut: string[] = [];
    for (const file of files) {
      current = file;
      const statements = await database.apply(file.text);
      leftOut.push(
        ...statements.map(({ line, text }) => `${file.path}:${line}: ${firstLine(text)}`),
      );
    }
    current = undefined;
    return { schema: await introspect(database), leftOut };
  } catch (error) {
    signal.throwIfAborted();
    return { schema: null, failure: explain(error, current, `beside the database of ${service}`) };
  }
}

/** What the services have made of their database. */
export async function readSchema(place: DatabasePlace): Promise<SchemaReading> {
  const { url, directory, signal, service } = place;
  try {
    await using database = await openDatabase(url, { directory, signal });
    return { schema: await introspect(database), leftOut: [] };
  } catch (error) {
    signal.throwIfAborted();
    return { schema: null, failure: explain(error, undefined, `the database of ${service}`) };
  }
}

async function introspect(database: Database): Promise<DatabaseSchema> {
  const ask = (query: string): ReturnType<Database['ask']> => database.ask(query);
  return database.kind === 'sqlite' ? introspectSqlite(ask) : introspectPostgres(ask);
}

/** A bug is none of these, and keeps its stack. */
function explain(error: unknown, file: SqlFile | undefined, where: string): Failure {
  if (error instanceof FixtureFault && file !== undefined) {
    const { line = 1, column = 1, hint = null, message } = error;
    return failure(`${file.path} cannot be executed ${where}`, {
      source: { file: file.path, line, column },
      expected: 'statements that an empty database takes',
      seen: message,
      detail: hint,
    });
  }
  if (error instanceof FixtureFault)
    return failure(`${where} cannot be read`, { seen: error.message });
  if (error instanceof DatabaseError) {
    const mayNot = error.code === '42501';
    return failure(`${file?.path ?? 'the schema'} cannot be tried ${where}`, {
      seen: `${error.message}, code ${error.code ?? '?'}`,
      detail: mayNot
        ? 'the user of the service needs the right CREATEDB for a scratch database'
        : null,
    });
  }
  if (error instanceof Error && 'code' in error) {
    return failure(`${where} does not answer`, { seen: error.message });
  }
  throw error;
}

function firstLine(statement: string): string {
  return statement.split('\n', 1)[0]?.trim() ?? '';
}
