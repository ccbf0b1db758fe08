import { tmpdir } from 'node:os';

import type { ComposeHealthcheck, ComposeService } from '../../compose/model.ts';
import { effectiveHealthcheck, HEALTHCHECK_DEFAULTS } from '../../compose/read-healthcheck.ts';
import type { Diagnostic } from '../../diagnostic.ts';
import type { ServiceProvider } from '../../events.ts';
import { launchPlan } from '../launch-plan.ts';
import type { LaunchPlan, RungAnswer } from '../launch-plan.ts';
import { readImageName } from '../products/image-name.ts';
import { readServerCommand } from '../products/server-command.ts';
import { choosePostgres, isPostgresImage } from './choose-postgres.ts';
import { findPostgres } from './find-postgres.ts';
import { postgresCommand, preparePostgres } from './prepare-postgres.ts';
import type { PostgresSettings } from './prepare-postgres.ts';
import { dataFolder, readPostgresSettings } from './read-postgres-settings.ts';

const PORT = 5432;
/** Checks the server with our own `pg_isready`; npm's package has none. */
const HEALTHCHECK: ComposeHealthcheck = {
  ...HEALTHCHECK_DEFAULTS,
  test: { form: 'exec', command: ['pg_isready', '-h', 'localhost', '-p', String(PORT)] },
};

const APPLIED = ['USER', 'PASSWORD', 'DB', 'HOST_AUTH_METHOD', 'INITDB_ARGS'].flatMap((name) => [
  `POSTGRES_${name}`,
  `POSTGRES_${name}_FILE`,
]);

/**
 * The rungs for PostgreSQL: a server of this machine, or the one from npm's platform package, whichever fits the
 * version that is asked for.
 *
 * @throws {EnvironmentError} `SERVICE_NOT_RUNNABLE` where the image itself would refuse
 */
export async function planFromPostgresImage(
  service: ComposeService,
  context: { path: string; directory: string },
): Promise<RungAnswer> {
  const image = service.image === undefined ? undefined : readImageName(service.image);
  if (image === undefined || !isPostgresImage(image)) return undefined;
  const server = readServerCommand(service, { programs: ['postgres'] });
  const chosen = choosePostgres(await findPostgres(context), image, service);
  if ('reason' in chosen) return { kind: 'passed-over', ...chosen };
  const provider: ServiceProvider = {
    rung: chosen.server.rung,
    product: 'PostgreSQL',
    version: chosen.server.version,
    wanted: service.image ?? null,
  };
  if (server.kind === 'other')
    return { kind: 'plan', plan: planClient(service, provider, server.words) };
  if (server.kind === 'script') {
    const reason = 'its command starts PostgreSQL from a shell script';
    return {
      kind: 'passed-over',
      reason,
      remedy: 'let command start with postgres or an option of it',
    };
  }
  const settings = readPostgresSettings(service, chosen.server);
  const args = server.kind === 'server' ? server.args : [];
  const plan = planServer(service, { settings, provider, args });
  return { kind: 'plan', plan: { ...plan, warnings: [...chosen.warnings, ...plan.warnings] } };
}

/** A job that only calls tools of the image, such as psql. */
function planClient(
  service: ComposeService,
  provider: ServiceProvider,
  command: readonly string[],
): LaunchPlan {
  const { environment } = service;
  return launchPlan(service, { provider, command, cwd: tmpdir(), environment });
}

function planServer(
  service: ComposeService,
  given: { settings: PostgresSettings; provider: ServiceProvider; args: readonly string[] },
): LaunchPlan {
  const { settings, provider, args } = given;
  const { user, password, database } = settings;
  const login = `${encodeURIComponent(user)}${password === undefined ? '' : `:${encodeURIComponent(password)}`}`;
  return launchPlan(service, {
    provider,
    command: postgresCommand(settings, PORT, args),
    cwd: tmpdir(),
    environment: new Map([
      ['PGHOST', 'localhost'],
      ['PGPORT', String(PORT)],
      ...service.environment,
    ]),
    imagePorts: [PORT],
    volumes: settings.isRoot ? [] : [settings.data],
    healthcheck: effectiveHealthcheck(service.healthcheck, HEALTHCHECK),
    // Fast shutdown, as the image asks for; SIGTERM would wait for its clients.
    stopSignal: service.stopSignal ?? 'SIGINT',
    prepare: (context) => preparePostgres(settings, context),
    temporaryFolder: settings.home,
    toolFolder: settings.binFolder,
    sql: `postgresql://${login}@127.0.0.1:${PORT}/${encodeURIComponent(database)}`,
    user: settings.isRoot ? settings.owner : undefined,
    warnings: [...bindWarnings(service, settings), ...variableWarnings(service)],
  });
}

function bindWarnings(service: ComposeService, { isRoot }: PostgresSettings): Diagnostic[] {
  const folder = dataFolder(service);
  const bind = service.volumes.find(
    ({ type, target }) => type === 'bind' && (folder === target || folder.startsWith(`${target}/`)),
  );
  if (!isRoot || bind === undefined) return [];
  const message = `service "${service.name}" keeps its data in a temporary folder instead of ${bind.source}`;
  const hint = 'PostgreSQL refuses to run as root, and the folder of another user is left alone';
  return [{ code: 'VOLUME_NOT_APPLIED', severity: 'warning', message, ...bind.location, hint }];
}

function variableWarnings(service: ComposeService): Diagnostic[] {
  return [...service.environment.keys()]
    .filter((name) => name.startsWith('POSTGRES_') && !APPLIED.includes(name))
    .map((name) => ({
      code: 'VARIABLE_NOT_APPLIED',
      severity: 'warning',
      message: `${name} of service "${service.name}" is not applied natively`,
      ...service.location,
    }));
}
