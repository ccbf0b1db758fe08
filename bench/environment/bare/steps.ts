/** The services of the cases as plain commands of this machine, with ports of their own. */
import {
  chmodSync,
  chownSync,
  globSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';

import { findPostgresPackage } from '../../../packages/environment/src/native/postgres/find-postgres-package.ts';
import type { Case } from '../cases.ts';

/** One service: what runs, what it waits for, and the check that is polled until it passes. */
export interface Step {
  readonly name: string;
  readonly after: readonly string[];
  /** Each to its end, before the command. */
  readonly before?: readonly (readonly string[])[];
  readonly command: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Undefined for a job, which is done when it has ended with 0. */
  readonly check: readonly string[] | undefined;
  readonly stopSignal?: NodeJS.Signals;
  readonly uid?: number;
}

export interface Place {
  readonly folder: string;
  readonly case: Case;
  readonly port: () => number;
}

/** PostgreSQL refuses to run as root. */
const NOBODY = 65_534;

export function stepsOf(place: Place): readonly Step[] {
  switch (place.case.name) {
    case 'one':
      return [web(place, { name: 'web', path: '/', program: '../server.js' })];
    case 'three':
      return three(place);
    case 'ten':
      return ten(place);
    default:
      return place.case.name satisfies never;
  }
}

function three(place: Place): Step[] {
  const db = postgres(place, 'db');
  const cache = redis(place, 'cache');
  const env = { DATABASE_URL: db.url, REDIS_URL: cache.url };
  const after = ['db', 'cache'];
  return [
    db.step,
    cache.step,
    web(place, { name: 'web', path: '/', program: '../server.js', env, after }),
  ];
}

function ten(place: Place): Step[] {
  const db = postgres(place, 'db');
  const queue = redis(place, 'queue');
  const role = (
    name: string,
    env: Record<string, string>,
    after: readonly string[],
  ): Step & Listening =>
    web(place, { name, path: '/health', program: 'server.js', env: { ROLE: name, ...env }, after });
  const accounts = role('accounts', {}, []);
  const mail = role('mail', {}, []);
  const worker = role('worker', { REDIS_URL: queue.url, MAIL_URL: mail.url }, ['queue', 'mail']);
  const schema: Step = {
    name: 'schema',
    after: ['db'],
    command: [process.execPath, join(place.case.folder, 'schema.js')],
    env: { DATABASE_URL: db.url },
    check: undefined,
  };
  const catalog = role('catalog', { DATABASE_URL: db.url }, ['schema']);
  const orders = role(
    'orders',
    { DATABASE_URL: db.url, REDIS_URL: queue.url, ACCOUNTS_URL: accounts.url },
    ['schema', 'queue', 'accounts'],
  );
  const shop = role('web', { CATALOG_URL: catalog.url }, ['catalog']);
  const front = nginx(place, { orders: orders.url, web: shop.url });
  return [db.step, queue.step, accounts, mail, worker, schema, catalog, orders, shop, front];
}

interface Listening {
  readonly url: string;
}

function web(
  { case: { folder }, port }: Place,
  given: {
    readonly name: string;
    readonly path: string;
    readonly program: string;
    readonly env?: Readonly<Record<string, string>>;
    readonly after?: readonly string[];
  },
): Step & Listening {
  const listens = port();
  const url = `http://127.0.0.1:${listens}`;
  return {
    name: given.name,
    url,
    after: given.after ?? [],
    command: [process.execPath, join(folder, given.program)],
    env: { PORT: String(listens), ...given.env },
    check: ['wget', '-q', '-O', '/dev/null', `${url}${given.path}`],
  };
}

function redis({ folder, port }: Place, name: string): { step: Step; url: string } {
  const listens = String(port());
  const data = join(folder, name);
  mkdirSync(data, { recursive: true });
  const step: Step = {
    name,
    after: [],
    command: ['redis-server', '--port', listens, '--dir', data],
    check: ['redis-cli', '-p', listens, 'ping'],
  };
  return { step, url: `redis://127.0.0.1:${listens}` };
}

function nginx({ folder, port }: Place, urls: { orders: string; web: string }): Step {
  const listens = port();
  const file = join(folder, 'nginx.conf');
  writeFileSync(
    file,
    `daemon off; pid ${folder}/nginx.pid; error_log stderr;
events {}
http { access_log off;
  server { listen ${listens};
    location /orders { proxy_pass ${urls.orders}; }
    location / { proxy_pass ${urls.web}; } } }
`,
  );
  return {
    name: 'front',
    after: ['web', 'orders'],
    command: ['nginx', '-p', folder, '-c', file],
    check: ['wget', '-q', '-O', '/dev/null', `http://127.0.0.1:${listens}/health`],
  };
}

/** Prepared and started with the options that the native driver gives it. */
function postgres({ folder, port }: Place, name: string): { step: Step; url: string } {
  const found = findPostgresPackage();
  const [check] = globSync('/usr/lib/postgresql/*/bin/pg_isready');
  if (found === undefined || check === undefined)
    throw new Error('no PostgreSQL, or no pg_isready');
  const home = join(folder, name);
  const libraries = linkLibraries(found.native, home);
  const uid = process.getuid?.() === 0 ? NOBODY : undefined;
  if (uid !== undefined) for (const path of [home, libraries]) chownSync(path, uid, uid);
  const listens = String(port());
  const data = join(home, 'data');
  const program = (binary: string): string[] => [
    '/usr/bin/env',
    `LD_LIBRARY_PATH=${libraries}:${join(found.native, 'lib')}`,
    join(found.native, 'bin', binary),
  ];
  const password = join(folder, 'password');
  writeFileSync(password, 'shop\n', { mode: 0o644 });
  const initdb = [
    ...program('initdb'),
    '-D',
    data,
    '--username=shop',
    '--auth=scram-sha-256',
    `--pwfile=${password}`,
    '--encoding=UTF8',
    '--locale=C.UTF-8',
    '--locale-provider=icu',
    '--icu-locale=en-US',
    '--no-sync',
    '--no-instructions',
  ];
  const single = [...program('postgres'), '--single', '-D', data, 'postgres'];
  const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'fsync=off'];
  const step: Step = {
    name,
    after: [],
    before: [initdb, ['/bin/sh', '-c', 'echo "CREATE DATABASE shop;" | "$@"', 'sh', ...single]],
    command: [
      ...program('postgres'),
      '-D',
      data,
      '-p',
      listens,
      ...settings.flatMap((setting) => ['-c', setting]),
    ],
    check: [check, '-h', '127.0.0.1', '-p', listens, '-U', 'shop'],
    stopSignal: 'SIGINT',
    ...(uid !== undefined && { uid }),
  };
  return { step, url: `postgres://shop:shop@127.0.0.1:${listens}/shop` };
}

/** The short names that the package's programs ask for; an install script would have made them. */
function linkLibraries(native: string, home: string): string {
  const libraries = join(home, 'lib');
  mkdirSync(libraries, { recursive: true });
  chmodSync(home, 0o755);
  const links = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as {
    source: string;
    target: string;
  }[];
  for (const { source, target } of links) {
    symlinkSync(join(native, 'lib', basename(source)), join(libraries, basename(target)));
  }
  return libraries;
}
