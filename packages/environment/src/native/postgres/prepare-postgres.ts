import {
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { PrepareContext } from '../launch-plan.ts';
import { isOpenToAll } from './is-open-to-all.ts';

/** How one PostgreSQL server is set up. */
export interface PostgresSettings {
  /** Folder of the package with `bin`, `lib` and `share`. */
  readonly native: string;
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
}

const INITDB_OPTIONS = [
  '--encoding=UTF8',
  '--locale=C.UTF-8',
  // The image's collation is en_US.UTF-8 of glibc; ICU's is the closest that every machine has.
  '--locale-provider=icu',
  '--icu-locale=en-US',
  '--no-sync',
  '--no-instructions',
];

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
  const { home, isRoot, owner, user, database, auth, password } = settings;
  makeHome(settings);
  const data = context.hostPath(settings.data);
  if (existsSync(join(data, 'PG_VERSION'))) return;
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
    ...INITDB_OPTIONS,
    ...settings.initdbArguments,
  ]);
  rmSync(passwordFile);
  if (database === 'postgres') return;
  const statement = `CREATE DATABASE "${database.replaceAll('"', '""')}";`;
  // Single-user mode needs no port and no password.
  const script = 'statement="$1"; shift; printf "%s\\n" "$statement" | "$@"';
  const single = [...program(settings, 'postgres'), '--single', '-D', data, 'postgres'];
  await context.run(['/bin/sh', '-c', script, 'sh', statement, ...single]);
}

/**
 * The package's libraries are named with their full versions; what links to them asks for the short names, which an
 * install script would have made. We make them here, for this run, since `node_modules` may be read-only.
 */
function makeHome(settings: PostgresSettings): void {
  const { home, native, binFolder, isRoot, owner } = settings;
  const libraries = join(home, 'lib');
  for (const folder of [home, libraries, binFolder])
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  const source = nativeFolder(settings);
  if (source !== native) cpSync(native, source, { recursive: true });
  const links = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as {
    source: string;
    target: string;
  }[];
  for (const link of links) {
    symlinkSync(join(source, 'lib', basename(link.source)), join(libraries, basename(link.target)));
  }
  const check = join(binFolder, 'pg_isready');
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const checker = fileURLToPath(new URL(`./pg-isready.${extension}`, import.meta.url));
  writeFileSync(check, `#!/bin/sh\nexec '${process.execPath}' '${checker}' "$@"\n`, {
    mode: 0o755,
  });
  if (isRoot) for (const folder of [home, libraries]) chownSync(folder, owner.uid, owner.gid);
}

function program(settings: PostgresSettings, name: string): string[] {
  const source = nativeFolder(settings);
  const libraries = `LD_LIBRARY_PATH=${join(settings.home, 'lib')}:${join(source, 'lib')}`;
  return ['/usr/bin/env', libraries, join(source, 'bin', name)];
}

/** The package itself, or the place of a copy when the user the server runs as may not reach it. */
function nativeFolder({ native, home, isRoot }: PostgresSettings): string {
  return isRoot && !isOpenToAll(native) ? join(home, 'native') : native;
}
