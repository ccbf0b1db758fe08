import { EnvironmentError } from '@seatrial/environment';

import type { CheckResult, Failure } from '../../evidence/index.ts';
import { failure, SeatrialError } from '../../evidence/index.ts';
import type { CheckWork } from '../../plan/index.ts';
import type { CheckContext } from '../check-context.ts';
import { compareSchemas } from './compare-schemas.ts';
import { ContractParts } from './contract-parts.ts';
import type { PartResult } from './contract-parts.ts';
import type { DatabasePlace, SchemaReading } from './make-schema.ts';
import { makeSchema, readSchema } from './make-schema.ts';
import type { SqlFile } from './sql-files.ts';
import { readMigrations, readSqlFile } from './sql-files.ts';

type ContractWork = Extract<CheckWork, { kind: 'contract' }>;

/** The SQL that says what the database should be. */
interface ExpectedFiles {
  readonly schemaFile: SqlFile | null;
  readonly migrations: readonly SqlFile[];
}

/** Holds a database to its contract: it is what its schema file or its migrations make of an empty one. */
export async function carryOutDatabase(
  work: ContractWork,
  context: CheckContext,
): Promise<CheckResult> {
  const { contract } = work;
  const { source } = context.description;
  const place = findDatabase(work, context);
  if ('message' in place) return { outcome: 'error', failure: { ...place, source } };
  const parts = new ContractParts(context);
  const read = parts.tell('read the files', await readFiles(work, context));
  if (read.files === null) return parts.conclude();
  const { schemaFile, migrations } = read.files;
  const made = { byFile: null, byMigrations: null } as Record<'byFile' | 'byMigrations', Made>;
  if (schemaFile !== null) {
    made.byFile = await makeAndTell(schemaFile.path, [schemaFile], { place, parts });
  }
  if (migrations.length > 0) {
    made.byMigrations = await makeAndTell('the migrations', migrations, { place, parts });
  }
  const { byFile, byMigrations } = made;
  if (byFile !== null && byMigrations !== null) {
    const pair = { expected: byFile, seen: byMigrations, schemaFile };
    const title = `${byFile.name} and the migrations agree`;
    parts.tell(title, { result: compareSchemas(pair, contract, source) });
  }
  const expected = schemaFile === null ? byMigrations : byFile;
  const real = await readSchema(place);
  const name = `the database of ${place.service}`;
  if (real.schema === null) parts.tell(name, { result: toResult(real) });
  else if (expected !== null) {
    const pair = { expected, seen: { name, schema: real.schema }, schemaFile };
    parts.tell(name, { result: compareSchemas(pair, contract, source) });
  }
  return parts.conclude();
}

type Made = { readonly name: string; readonly schema: SchemaOf } | null;
type SchemaOf = NonNullable<SchemaReading['schema']>;

async function makeAndTell(
  name: string,
  files: readonly SqlFile[],
  { place, parts }: { readonly place: DatabasePlace; readonly parts: ContractParts },
): Promise<Made> {
  const reading = await makeSchema(files, place);
  parts.tell(`what ${name} make${files.length === 1 ? 's' : ''}`, { result: toResult(reading) });
  return reading.schema === null ? null : { name, schema: reading.schema };
}

function toResult(reading: SchemaReading): PartResult {
  if (reading.schema === null) {
    return { outcome: 'error', failure: reading.failure, evidence: null };
  }
  const { schema, leftOut } = reading;
  return { outcome: 'passed', evidence: { tables: schema.tables.length, leftOut } };
}

async function readFiles(
  { contract }: ContractWork,
  { projectRoot, description }: CheckContext,
): Promise<{ readonly result: PartResult; readonly files: ExpectedFiles | null }> {
  try {
    const { schemaFile, migrations } = contract;
    const files = {
      schemaFile: schemaFile === null ? null : readSqlFile(schemaFile, projectRoot),
      migrations: migrations === null ? [] : await readMigrations(migrations, projectRoot),
    };
    const evidence = { schemaFile, migrations: files.migrations.map(({ path }) => path) };
    return { result: { outcome: 'passed', evidence }, files };
  } catch (error) {
    if (!(error instanceof SeatrialError)) throw error;
    const { source } = description;
    const why = failure(error.message, { source, detail: error.hint ?? null });
    return { result: { outcome: 'error', failure: why, evidence: null }, files: null };
  }
}

/** Where the database is, or why nobody knows. */
function findDatabase(
  { service, contract }: ContractWork,
  { environment, signal }: CheckContext,
): DatabasePlace | Failure {
  if (service === null) {
    return failure(`no service is known that holds the database of ${contract.name}`, {
      expected: 'a bullet "Service: …" with a service of the Compose file',
      seen: 'none is named, and not exactly one has a database',
    });
  }
  if (environment === null) return failure('there are no services whose database could be read');
  try {
    const url = environment.sqlUrl(service);
    if (url !== undefined) {
      return { service, url, directory: environment.workingDirectory(service), signal };
    }
    return failure(`the service "${service}" has no database that is known`, {
      expected: 'a PostgreSQL image, or the key x-sql with a sqlite: or postgres: URL',
      seen: 'neither in compose.yaml',
    });
  } catch (error) {
    if (error instanceof EnvironmentError) return failure(error.message);
    throw error;
  }
}
