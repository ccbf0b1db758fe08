import { LOOPBACK, rewriteText } from '../native/rewrite.ts';
import type { ServiceContainers } from './service-containers.ts';

const POSTGRES_PORT = 5432;

/** Where a test finds the database of a service: `x-sql`, or what the variables of a PostgreSQL image say. */
export function databaseUrl(
  runner: ServiceContainers,
  all: readonly ServiceContainers[],
  host: string,
): string | undefined {
  const { service } = runner.created;
  const written = service.sql ?? postgresUrl(runner);
  if (written === undefined) return undefined;
  const neighbours = all.flatMap(({ name, created, ports }) =>
    [name, ...created.service.aliases].map((alias) => [alias, portMap(ports)] as const),
  );
  const paths = service.volumes.flatMap(({ type, source, target }) =>
    type === 'bind' && source !== undefined ? [{ container: target, host: source }] : [],
  );
  const scope = { ownPorts: portMap(runner.ports), neighbours: new Map(neighbours), paths };
  return rewriteText(written, scope).replaceAll(LOOPBACK, host);
}

function postgresUrl({ created }: ServiceContainers): string | undefined {
  const { environment, name } = created.service;
  const isPostgres = ['POSTGRES_PASSWORD', 'POSTGRES_USER', 'POSTGRES_HOST_AUTH_METHOD'].some(
    (variable) => environment.has(variable),
  );
  if (!isPostgres || !created.ports.includes(POSTGRES_PORT)) return undefined;
  const user = environment.get('POSTGRES_USER') ?? 'postgres';
  const password = environment.get('POSTGRES_PASSWORD');
  const login = [user, ...(password === undefined ? [] : [password])].map(encodeURIComponent);
  const database = encodeURIComponent(environment.get('POSTGRES_DB') ?? user);
  return `postgres://${login.join(':')}@${name}:${POSTGRES_PORT}/${database}`;
}

function portMap(
  ports: readonly { readonly containerPort: number; readonly hostPort: number }[],
): ReadonlyMap<number, number> {
  return new Map(ports.map(({ containerPort, hostPort }) => [containerPort, hostPort]));
}
