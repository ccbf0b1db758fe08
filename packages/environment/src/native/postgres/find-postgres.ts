import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

import { findPrograms } from '../products/find-programs.ts';
import type { ProgramDescription } from '../products/find-programs.ts';
import { findPostgresPackage, POSTGRES_PACKAGE } from './find-postgres-package.ts';

/** A PostgreSQL server of this machine. */
export interface PostgresServer {
  readonly rung: 'path-binary' | 'npm-binary';
  /** Where it is from: a path, or the name of a package. */
  readonly origin: string;
  readonly version: string;
  /** Folder with `postgres` and `initdb`. */
  readonly programs: string;
  /** Folder with `bin`, `lib` and `share` of npm's package. */
  readonly native: string | undefined;
}

const OF_MACHINE: ProgramDescription = {
  name: 'PostgreSQL',
  programs: ['postgres'],
  folders: [
    '/usr/lib/postgresql/*/bin',
    '/usr/pgsql-*/bin',
    '/usr/local/pgsql/bin',
    '/opt/homebrew/opt/postgresql@*/bin',
    '/usr/local/opt/postgresql@*/bin',
  ],
  versionArguments: ['--version'],
  versionPattern: /^postgres \(PostgreSQL\) (\d[\d.]*)/m,
};

/** Finds every PostgreSQL of this machine: several majors may be installed, by the system and by npm. */
export async function findPostgres(context: {
  path: string;
  /** The project's folder; what it has installed comes before what we have. */
  directory: string;
}): Promise<PostgresServer[]> {
  const ofMachine = await findPrograms(OF_MACHINE, context);
  return [
    ...ofMachine.map(({ path, version }) => ({
      rung: 'path-binary' as const,
      origin: path,
      version,
      programs: dirname(path),
      native: undefined,
    })),
    ...packagesOf(context.directory),
  ];
}

function packagesOf(directory: string): PostgresServer[] {
  const project = createRequire(join(directory, 'package.json'));
  const found = new Map<string, PostgresServer>();
  for (const [name, require] of [
    ...aliases(directory).map((alias) => [alias, project] as const),
    [POSTGRES_PACKAGE, project] as const,
    [POSTGRES_PACKAGE, createRequire(import.meta.url)] as const,
  ]) {
    const server = fromPackage(name, require);
    if (server !== undefined && !found.has(server.programs)) found.set(server.programs, server);
  }
  return [...found.values()];
}

/** Other names under which the project has installed the package: another major version, usually. */
function aliases(directory: string): string[] {
  for (let folder = directory; ; folder = dirname(folder)) {
    const file = join(folder, 'package.json');
    if (existsSync(file)) {
      const entries = Object.entries(JSON.parse(readFileSync(file, 'utf8')) as object);
      const dependencies = entries.filter(([key]) => /dependencies$/i.test(key));
      return dependencies
        .flatMap(([, value]) => Object.entries(value as Record<string, unknown>))
        .filter(([, spec]) => String(spec).startsWith(`npm:${POSTGRES_PACKAGE}@`))
        .map(([name]) => name);
    }
    if (folder === dirname(folder)) return [];
  }
}

function fromPackage(name: string, require: NodeJS.Require): PostgresServer | undefined {
  const found = findPostgresPackage(name, require);
  if (found === undefined) return undefined;
  const { version, native } = found;
  return { rung: 'npm-binary', origin: name, version, programs: join(native, 'bin'), native };
}
