import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { DataTemplates } from '../data-templates.ts';
import type { InitScript } from '../init-scripts.ts';
import type { PrepareContext } from '../launch-plan.ts';
import type { PostgresServer } from './find-postgres.ts';
import { isOpenToAll } from './is-open-to-all.ts';
import { runInitScripts } from './run-init-scripts.ts';

/** How one PostgreSQL server is set up. */
export interface PostgresSettings {
  readonly server: PostgresServer;
  /** Temporary folder of this server; gone when it is stopped. */
  readonly home: string;
  readonly binFolder: string;
  readonly isRoot: boolean;
  /** Who the server runs as under root. */
  readonly owner: { readonly uid: number; readonly gid: number };
  /** Data folder inside the container. */
  readonly data: string;
  readonly user: string;
  readonly password: string | undefined;
  readonly database: string;
  readonly auth: string;
  readonly initdbArguments: readonly string[];
  readonly scripts: readonly InitScript[];
}

/** The first major version that can be asked for the collations of ICU. */
const FIRST_WITH_ICU = 15;
/** Programs that scripts and healthchecks call. */
const TOOLS = ['psql', 'pg_isready', 'pg_dump', 'pg_restore', 'createdb', 'dropdb', 'createuser'];
/** Tools that npm's package does not have and we do. */
const OWN_TOOLS: Readonly<Record<string, string>> = { pg_isready: 'pg-isready', psql: 'psql' };

/** The server's command, with the paths and the port of the container. */
export function postgresCommand(
  settings: PostgresSettings,
  port: number,
  more: readonly string[],
): string[] {
  const options = [
    `listen_addresses=127.0.0.1`,
    'unix_socket_directories=',
    // Protects against a crash of the machine only; killing the server loses nothing without it.
    'fsync=off',
  ];
  const server = [...program(settings, 'postgres'), '-D', settings.data, '-p', String(port)];
  return [...server, ...options.flatMap((option) => ['-c', option]), ...more];
}

/** Makes the data folder with user, password and database, unless it is there already. */
export async function preparePostgres(
  settings: PostgresSettings,
  context: PrepareContext,
): Promise<void> {
  makeHome(settings);
  const data = context.hostPath(settings.data);
  if (existsSync(join(data, 'PG_VERSION'))) return;
  const templates = new DataTemplates('postgres', context.env);
  const { server, user, password = '', database, auth } = settings;
  const options = initdbOptions(settings);
  const traits = [server.origin, server.version, user, password, database, auth, ...options];
  // A template brings the folder with its modes and its owner.
  if (isEmptyFolder(data)) rmSync(data, { recursive: true, force: true });
  if (existsSync(data) || !(await templates.copyTo(data, traits))) {
    await makeCluster(settings, data, context);
    await templates.keep(data, traits);
  }
  await runInitScripts(settings.scripts, { settings, data, context, program });
}

async function makeCluster(
  settings: PostgresSettings,
  data: string,
  context: PrepareContext,
): Promise<void> {
  const { home, isRoot, owner, user, database, auth, password } = settings;
  const passwordFile = join(home, 'password');
  writeFileSync(passwordFile, `${password ?? ''}\n`, { mode: 0o600 });
  if (isRoot) chownSync(passwordFile, owner.uid, owner.gid);
  await context.run([
    ...program(settings, 'initdb'),
    '-D',
    data,
    `--username=${user}`,
    `--auth=${auth}`,
    ...(password === undefined ? [] : [`--pwfile=${passwordFile}`]),
    ...initdbOptions(settings),
  ]);
  rmSync(passwordFile);
  if (database === 'postgres') return;
  const statement = `CREATE DATABASE "${database.replaceAll('"', '""')}";`;
  // Single-user mode needs no port and no password.
  const script = 'statement="$1"; shift; printf "%s\\n" "$statement" | "$@"';
  const single = [...program(settings, 'postgres'), '--single', '-F', '-D', data, 'postgres'];
  await context.run(['/bin/sh', '-c', script, 'sh', statement, ...single]);
}

function initdbOptions({ server, initdbArguments }: PostgresSettings): string[] {
  const hasIcu = Number.parseInt(server.version, 10) >= FIRST_WITH_ICU;
  return [
    '--encoding=UTF8',
    '--locale=C.UTF-8',
    // The image's collation is en_US.UTF-8 of glibc; ICU's is the closest that every machine has.
    ...(hasIcu ? ['--locale-provider=icu', '--icu-locale=en-US'] : []),
    '--no-sync',
    '--no-instructions',
    ...initdbArguments,
  ];
}

function isEmptyFolder(path: string): boolean {
  return existsSync(path) && readdirSync(path).length === 0;
}

/** The server's own folder: libraries, and the tools that scripts and healthchecks call. */
function makeHome(settings: PostgresSettings): void {
  const { home, server, binFolder, isRoot, owner } = settings;
  const libraries = join(home, 'lib');
  for (const folder of [home, libraries, binFolder]) mkdirSync(folder, { recursive: true });
  chmodSync(home, 0o700);
  if (server.native !== undefined) linkLibraries(settings, server.native);
  for (const tool of TOOLS) {
    const place = join(server.programs, tool);
    if (existsSync(place)) symlinkSync(place, join(binFolder, tool));
    else writeOwnTool(tool, binFolder);
  }
  if (isRoot)
    for (const folder of [home, libraries, binFolder]) chownSync(folder, owner.uid, owner.gid);
}

function writeOwnTool(tool: string, binFolder: string): void {
  const own = OWN_TOOLS[tool];
  if (own === undefined) return;
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const file = fileURLToPath(new URL(`./${own}.${extension}`, import.meta.url));
  // The real one, where the machine has it, can do more than ours.
  const text = `#!/bin/sh
PATH="\${PATH#${binFolder}:}"
real="$(command -v ${tool})" && exec "$real" "$@"
exec '${process.execPath}' '${file}' "$@"
`;
  writeFileSync(join(binFolder, tool), text, { mode: 0o755 });
}

/**
 * The package's libraries are named with their full versions; what links to them asks for the short names, which an
 * install script would have made. We make them here, for this run, since `node_modules` may be read-only.
 */
function linkLibraries(settings: PostgresSettings, native: string): void {
  const source = nativeFolder(settings, native);
  if (source !== native) cpSync(native, source, { recursive: true });
  const links = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as {
    source: string;
    target: string;
  }[];
  for (const link of links) {
    const place = join(settings.home, 'lib', basename(link.target));
    symlinkSync(join(source, 'lib', basename(link.source)), place);
  }
}

function program(settings: PostgresSettings, name: string): string[] {
  const { native, programs } = settings.server;
  if (native === undefined) return [join(programs, name)];
  const source = nativeFolder(settings, native);
  const libraries = `LD_LIBRARY_PATH=${join(settings.home, 'lib')}:${join(source, 'lib')}`;
  return ['/usr/bin/env', libraries, join(source, 'bin', name)];
}

/** The package itself, or the place of a copy when the user the server runs as may not reach it. */
function nativeFolder({ home, isRoot }: PostgresSettings, native: string): string {
  return isRoot && !isOpenToAll(native) ? join(home, 'native') : native;
}
