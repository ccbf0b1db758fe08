import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { ComposeHealthcheck, ComposeService } from '../../compose/model.ts';
import { effectiveHealthcheck, HEALTHCHECK_DEFAULTS } from '../../compose/read-healthcheck.ts';
import { splitShellWords } from '../../compose/split-shell-words.ts';
import { EnvironmentError } from '../../diagnostic.ts';
import type { Diagnostic } from '../../diagnostic.ts';
import { launchPlan } from '../launch-plan.ts';
import type { RungAnswer } from '../launch-plan.ts';
import { findPostgresPackage, POSTGRES_PACKAGE } from './find-postgres-package.ts';
import type { PostgresPackage } from './find-postgres-package.ts';
import { isOpenToAll } from './is-open-to-all.ts';
import { postgresCommand, preparePostgres } from './prepare-postgres.ts';
import type { PostgresSettings } from './prepare-postgres.ts';
import { readSetting } from './read-setting.ts';

const PORT = 5432;
/** The user `nobody`: PostgreSQL refuses to run as root. */
const NOBODY = { uid: 65_534, gid: 65_534 };
const DATA = '/var/lib/postgresql/data';

/** Checks the server with our own `pg_isready`; npm's package has none. */
const HEALTHCHECK: ComposeHealthcheck = {
  ...HEALTHCHECK_DEFAULTS,
  test: { form: 'exec', command: ['pg_isready', '-h', 'localhost', '-p', String(PORT)] },
};

/**
 * The third rung, for `image: postgres[:tag]`: the real server from npm's platform package.
 *
 * @throws {EnvironmentError} `SERVICE_NOT_RUNNABLE` where the image itself would refuse, or scripts would be left out
 */
export function planFromPostgresImage(service: ComposeService): RungAnswer {
  const tag = postgresTag(service.image);
  if (tag === undefined) return undefined;
  const found = findPostgresPackage();
  if (found === undefined) {
    const reason = `no PostgreSQL for image ${service.image}`;
    return { kind: 'passed-over', reason, remedy: `npm install ${POSTGRES_PACKAGE}` };
  }
  const settings = readSettings(service, found);
  const { user, password, database } = settings;
  const login = `${encodeURIComponent(user)}${password === undefined ? '' : `:${encodeURIComponent(password)}`}`;
  const plan = launchPlan(service, {
    provider: {
      rung: 'npm-binary',
      product: 'PostgreSQL',
      version: found.version,
      wanted: service.image ?? null,
    },
    command: postgresCommand(settings, PORT, serverArguments(service)),
    cwd: tmpdir(),
    environment: new Map([
      ['PATH', settings.binFolder],
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
    sql: `postgresql://${login}@127.0.0.1:${PORT}/${encodeURIComponent(database)}`,
    user: settings.isRoot ? NOBODY : undefined,
    warnings: [...versionWarnings(service, tag, found), ...bindWarnings(service, settings)],
  });
  return { kind: 'plan', plan };
}

/** The tag of an official PostgreSQL image, empty when it has none; undefined for other images. */
function postgresTag(image: string | undefined): string | undefined {
  const match = /^(?:docker\.io\/)?(?:library\/)?postgres(?::([\w.-]+))?(?:@.*)?$/.exec(
    image ?? '',
  );
  return match === null ? undefined : (match[1] ?? '');
}

function readSettings(service: ComposeService, found: PostgresPackage): PostgresSettings {
  const { environment, volumes } = service;
  const scripts = volumes.find(({ target }) => target.startsWith('/docker-entrypoint-initdb.d'));
  if (scripts !== undefined) {
    throw refused(service, 'scripts in /docker-entrypoint-initdb.d are not run natively yet', {
      ...scripts.location,
      hint: 'run them from a job that depends on the database',
    });
  }
  const auth = environment.get('POSTGRES_HOST_AUTH_METHOD') ?? 'scram-sha-256';
  const password = readSetting(service, 'POSTGRES_PASSWORD');
  if (auth !== 'trust' && (password === undefined || password === '')) {
    throw refused(service, 'POSTGRES_PASSWORD is not set', {
      ...service.location,
      hint: 'the image refuses to start without it, unless POSTGRES_HOST_AUTH_METHOD is trust',
    });
  }
  const user = readSetting(service, 'POSTGRES_USER') ?? 'postgres';
  const isRoot = process.getuid?.() === 0;
  // Under root the data belongs to nobody, who may not be allowed into the run's folder.
  const home = join(
    isRoot ? sharedTemporaryFolder() : tmpdir(),
    `seatrial-postgres-${randomUUID()}`,
  );
  return {
    native: found.native,
    home,
    binFolder: join(home, 'bin'),
    isRoot,
    owner: NOBODY,
    data: isRoot ? join(home, 'data') : dataFolder(service),
    user,
    password,
    database: readSetting(service, 'POSTGRES_DB') ?? user,
    auth,
    initdbArguments: splitShellWords(readSetting(service, 'POSTGRES_INITDB_ARGS') ?? '') ?? [],
  };
}

/** The first temporary folder that the server's user can get into; TMPDIR may be closed to others. */
function sharedTemporaryFolder(): string {
  return [tmpdir(), '/tmp', '/var/tmp'].find(isOpenToAll) ?? tmpdir();
}

function serverArguments(service: ComposeService): readonly string[] {
  const [first, ...rest] = service.command ?? [];
  if (service.entrypoint === undefined && (first === undefined || first === 'postgres'))
    return rest;
  if (service.entrypoint === undefined && first?.startsWith('-') === true) return [first, ...rest];
  throw refused(service, 'a PostgreSQL service can run only the server natively', {
    ...service.location,
    hint: 'let command start with postgres or with an option of it, and entrypoint away',
  });
}

function refused(
  service: ComposeService,
  reason: string,
  detail: Partial<Diagnostic>,
): EnvironmentError {
  const message = `service "${service.name}" cannot run without Docker: ${reason}`;
  const diagnostic = {
    code: 'SERVICE_NOT_RUNNABLE',
    severity: 'error',
    message,
    ...detail,
  } as const;
  return new EnvironmentError('SERVICE_NOT_RUNNABLE', [diagnostic], { service: service.name });
}

function dataFolder({ environment }: ComposeService): string {
  return environment.get('PGDATA') ?? DATA;
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

function versionWarnings(
  service: ComposeService,
  tag: string,
  { name, version }: PostgresPackage,
): Diagnostic[] {
  const [wanted] = /^\d+/.exec(tag) ?? [];
  const [ours] = version.split('.');
  if (wanted === undefined || wanted === ours) return [];
  const message = `service "${service.name}" asks for ${service.image} and runs on PostgreSQL ${version} of ${name}`;
  const hint = `what depends on major version ${wanted} is not proven`;
  return [{ code: 'VERSION_MISMATCH', severity: 'warning', message, ...service.location, hint }];
}
