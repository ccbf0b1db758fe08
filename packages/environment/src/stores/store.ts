import { resolve } from 'node:path';

import type { ComposeService } from '../compose/model.ts';
import type { StartedEnvironment } from '../environment.ts';

/** Protocols of stores that fixtures and resets can speak. */
export type StoreKind = 'postgres' | 'sqlite' | 'redis';

/** What a store needs to know of the environment. */
export type StoreSurroundings = Pick<
  StartedEnvironment,
  'driver' | 'address' | 'environmentOf' | 'sqlUrl' | 'workingDirectory'
>;

/** The kinds for people. */
export const STORE_PRODUCTS: Readonly<Record<StoreKind, string>> = {
  postgres: 'PostgreSQL',
  sqlite: 'SQLite',
  redis: 'Redis',
};

const SCHEMES: Readonly<Record<string, StoreKind>> = {
  postgres: 'postgres',
  postgresql: 'postgres',
  sqlite: 'sqlite',
  redis: 'redis',
};

/** By the last part of the image's name; distributions that speak the same protocol included. */
const IMAGES: readonly (readonly [RegExp, StoreKind])[] = [
  [/^(?:postgres|postgresql|postgis|pgvector|timescaledb)$/, 'postgres'],
  [/^(?:redis|redis-stack|redis-stack-server|valkey|keydb|dragonfly)$/, 'redis'],
];

/** Tells a service's store from `x-sql`, else from its image; undefined when neither names one. */
export function storeKindOf(service: ComposeService): StoreKind | undefined {
  const scheme = /^([a-z]+):/.exec(service.sql ?? '')?.[1];
  if (scheme !== undefined) return SCHEMES[scheme];
  const name = /([^/:@]+)(?::[^/]*)?(?:@.*)?$/.exec(service.image ?? '')?.[1] ?? '';
  return IMAGES.find(([pattern]) => pattern.test(name))?.[1];
}

/**
 * URL of a service's store as seen from here, credentials included.
 *
 * @throws {EnvironmentError} `SERVICE_UNKNOWN` when the service has no port that can be reached
 */
export function storeUrl(service: ComposeService, around: StoreSurroundings): string {
  const { name } = service;
  const known = around.sqlUrl(name);
  if (known !== undefined) return known;
  const { host, port } = around.address(name);
  const variables = around.environmentOf(name);
  if (storeKindOf(service) === 'redis') {
    const password = passwordOption(service) ?? variables['REDIS_PASSWORD'];
    const login = password === undefined ? '' : `:${encodeURIComponent(password)}@`;
    return `redis://${login}${host}:${port}`;
  }
  const user = variables['POSTGRES_USER'] ?? 'postgres';
  const password = variables['POSTGRES_PASSWORD'];
  const login = [user, ...(password === undefined ? [] : [password])].map(encodeURIComponent);
  const database = encodeURIComponent(variables['POSTGRES_DB'] ?? user);
  return `postgresql://${login.join(':')}@${host}:${port}/${database}`;
}

function passwordOption({ command = [] }: ComposeService): string | undefined {
  const words = command.flatMap((word) => word.split(/\s+/));
  const at = words.indexOf('--requirepass');
  return at === -1 ? undefined : words[at + 1];
}

/**
 * Absolute path of the SQLite file of a service; a relative one starts in the service's folder.
 *
 * @throws {Error} when the file lies inside a container, where only the container can reach it
 */
export function sqlitePath(service: ComposeService, around: StoreSurroundings): string {
  const path = sqliteFile(storeUrl(service, around), around.workingDirectory(service.name));
  const isOurs =
    around.driver === 'native' ||
    service.volumes.some(
      ({ type, source }) =>
        type === 'bind' &&
        source !== undefined &&
        (path === source || path.startsWith(`${source}/`)),
    );
  if (isOurs) return path;
  throw new Error(`${path} lies inside the container; put it into a bind mount`);
}

/** Absolute path of the file that a `sqlite:` URL names; a relative one starts in the directory. */
export function sqliteFile(url: string, directory: string): string {
  const written = url.replace(/^sqlite:(?:\/\/(?=\/|\.|[^/]))?/, '').replace(/\?.*$/, '');
  return resolve(directory, decodeURIComponent(written));
}
