import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { ComposeService } from '../../compose/model.ts';
import { splitShellWords } from '../../compose/split-shell-words.ts';
import { EnvironmentError } from '../../diagnostic.ts';
import type { Diagnostic } from '../../diagnostic.ts';
import { findInitScripts } from '../init-scripts.ts';
import { readVariable } from '../read-variable.ts';
import type { PostgresServer } from './find-postgres.ts';
import { isOpenToAll } from './is-open-to-all.ts';
import type { PostgresSettings } from './prepare-postgres.ts';

/** The user `nobody`: PostgreSQL refuses to run as root. */
const NOBODY = { uid: 65_534, gid: 65_534 };
const DATA = '/var/lib/postgresql/data';

/**
 * Reads what the image's variables say.
 *
 * @throws {EnvironmentError} `SERVICE_NOT_RUNNABLE` where the image would refuse to start
 */
export function readPostgresSettings(
  service: ComposeService,
  server: PostgresServer,
): PostgresSettings {
  const auth = readVariable(service, 'POSTGRES_HOST_AUTH_METHOD') ?? 'scram-sha-256';
  const password = readVariable(service, 'POSTGRES_PASSWORD');
  if (auth !== 'trust' && (password === undefined || password === '')) {
    throw refused(service, 'POSTGRES_PASSWORD is not set', {
      ...service.location,
      hint: 'the image refuses to start without it, unless POSTGRES_HOST_AUTH_METHOD is trust',
    });
  }
  const user = readVariable(service, 'POSTGRES_USER') ?? 'postgres';
  const isRoot = process.getuid?.() === 0;
  // Under root the data belongs to nobody, who may not be allowed into the run's folder.
  const home = join(
    isRoot ? sharedTemporaryFolder() : tmpdir(),
    `seatrial-postgres-${randomUUID()}`,
  );
  return {
    server,
    home,
    binFolder: join(home, 'bin'),
    isRoot,
    owner: NOBODY,
    data: isRoot ? join(home, 'data') : dataFolder(service),
    user,
    password,
    database: readVariable(service, 'POSTGRES_DB') ?? user,
    auth,
    initdbArguments: splitShellWords(readVariable(service, 'POSTGRES_INITDB_ARGS') ?? '') ?? [],
    scripts: findInitScripts(service),
  };
}

/** Where the image keeps its data. */
export function dataFolder({ environment }: ComposeService): string {
  return environment.get('PGDATA') ?? DATA;
}

/** The first temporary folder that the server's user can get into; TMPDIR may be closed to others. */
function sharedTemporaryFolder(): string {
  return [tmpdir(), '/tmp', '/var/tmp'].find(isOpenToAll) ?? tmpdir();
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
