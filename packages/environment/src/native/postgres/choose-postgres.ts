import { existsSync } from 'node:fs';
import { join } from 'node:path';

import type { ComposeService } from '../../compose/model.ts';
import type { Diagnostic } from '../../diagnostic.ts';
import type { PassedOver } from '../launch-plan.ts';
import type { ImageName } from '../products/image-name.ts';
import { versionFit } from '../products/version-fit.ts';
import type { VersionFit } from '../products/version-fit.ts';
import { POSTGRES_PACKAGE } from './find-postgres-package.ts';
import type { PostgresServer } from './find-postgres.ts';

/** What differs in images that are PostgreSQL with something added. */
const IMAGES: Readonly<Record<string, { readonly extension?: string }>> = {
  postgres: {},
  'cimg/postgres': {},
  'postgis/postgis': { extension: 'postgis' },
  'pgvector/pgvector': { extension: 'vector' },
  'ankane/pgvector': { extension: 'vector' },
  'timescale/timescaledb': { extension: 'timescaledb' },
};
/** Whether an image is a PostgreSQL server. */
export function isPostgresImage(image: ImageName): boolean {
  return Object.hasOwn(IMAGES, image.repository);
}

const FITS: readonly VersionFit[] = ['same', 'other-minor', 'other-major'];

/** The server that fits the image best, the newest of equals; or why none does. */
export function choosePostgres(
  servers: readonly PostgresServer[],
  image: ImageName,
  service: ComposeService,
): { server: PostgresServer; warnings: readonly Diagnostic[] } | PassedOver {
  const { extension } = IMAGES[image.repository] ?? {};
  const tag = image.tag.replace(/^(?:latest-)?pg/, '');
  const able = servers.filter(
    (server) => extension === undefined || hasExtension(server, extension),
  );
  const [best] = able
    .map((server) => ({ server, fit: versionFit(server.version, tag, service.native?.version) }))
    .toSorted(
      (one, other) =>
        FITS.indexOf(one.fit) - FITS.indexOf(other.fit) ||
        Number.parseFloat(other.server.version) - Number.parseFloat(one.server.version),
    );
  if (best === undefined) {
    const what = extension === undefined ? '' : ` with the extension ${extension}`;
    const reason = `no PostgreSQL${what} for image ${service.image}`;
    const remedy =
      extension === undefined ? `npm install ${POSTGRES_PACKAGE}` : `install PostgreSQL${what}`;
    return { reason, remedy };
  }
  const [major] = /^\d+/.exec(tag) ?? [];
  if (best.fit === 'other-major') {
    const found = able.map(({ version, origin }) => `${version} (${origin})`).join(', ');
    const remedy = `npm install a version ${major} of ${POSTGRES_PACKAGE} or install postgresql-${major}, or accept another version with x-native: {version: any}`;
    return {
      reason: `image ${service.image} asks for PostgreSQL ${major}; here is ${found}`,
      remedy,
    };
  }
  const { server, fit } = best;
  return { server, warnings: fit === 'same' ? [] : [otherVersion(service, server, major)] };
}

/** Whether an extension is installed beside a server. */
function hasExtension({ programs, version }: PostgresServer, extension: string): boolean {
  const [major] = version.split('.');
  const folders = [
    join(programs, '../share/postgresql/extension'),
    join(programs, '../share/extension'),
    `/usr/share/postgresql/${major}/extension`,
  ];
  return folders.some((folder) => existsSync(join(folder, `${extension}.control`)));
}

function otherVersion(
  service: ComposeService,
  { origin, version }: PostgresServer,
  wanted: string | undefined,
): Diagnostic {
  const message = `service "${service.name}" asks for ${service.image} and runs on PostgreSQL ${version} (${origin})`;
  const hint = `what depends on version ${wanted} is not proven`;
  return { code: 'VERSION_MISMATCH', severity: 'warning', message, ...service.location, hint };
}
