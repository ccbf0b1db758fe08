import type { DatabaseSchema } from '@seatrial/contracts/database';
import { introspectPostgres, introspectSqlite } from '@seatrial/contracts/database';
import type { Database } from '@seatrial/environment';
import { FixtureFault, openDatabase, openScratchDatabase } from '@seatrial/environment';
import { DatabaseError } from 'pg';

import type { Failure } from '../../evidence/index.ts';
import { failure } from '../../evidence/index.ts';
import type { SqlFile } from './sql-files.ts';

/** https://www.postgresql.org/docs/current/errcodes-appendix.html */
const INSUFFICIENT_PRIVILEGE = '42501';

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
    const what =
      current === undefined
        ? 'no scratch database can be made'
        : `${current.path} cannot be executed`;
    return {
      schema: null,
      failure: explain(error, current, `${what} beside the database of ${service}`),
    };
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
    return {
      schema: null,
      failure: explain(error, undefined, `the database of ${service} cannot be read`),
    };
  }
}

async function introspect(database: Database): Promise<DatabaseSchema> {
  const ask = (query: string): ReturnType<Database['ask']> => database.ask(query);
  return database.kind === 'sqlite' ? introspectSqlite(ask) : introspectPostgres(ask);
}

/** Says what went wrong with a file or with the database; a bug is none of these, and keeps its stack. */
function explain(error: unknown, file: SqlFile | undefined, message: string): Failure {
  if (error instanceof FixtureFault) {
    const { line = 1, column = 1, hint = null, message: seen } = error;
    if (file === undefined) return failure(message, { seen });
    return failure(message, {
      source: { file: file.path, line, column },
      expected: 'statements that an empty database takes',
      seen,
      detail: hint,
    });
  }
  if (error instanceof DatabaseError) {
    const detail =
      error.code === INSUFFICIENT_PRIVILEGE
        ? 'the user of the service needs the right CREATEDB for a scratch database'
        : null;
    return failure(message, { seen: `${error.message}, code ${error.code ?? '?'}`, detail });
  }
  if (error instanceof Error && 'code' in error) return failure(message, { seen: error.message });
  throw error;
}

/** The first line of a statement, without what may be a secret. */
function firstLine(statement: string): string {
  const [line = ''] = statement.split('\n', 1);
  return line.trim().replaceAll(/\b(password\s+)e?'(?:[^']|'')*'?/gi, "$1'…'");
}
