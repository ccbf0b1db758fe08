/** The images that the projects of the tests and the benchmarks run on, under names of our own. */
import { execFileSync } from 'node:child_process';
import { globSync, readFileSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

import { findPostgresPackage } from '../../src/native/postgres/find-postgres-package.ts';
import { buildImage, findProgram, MissingProgram } from './build-image.ts';
import type { ImageRecipe } from './build-image.ts';

const RECIPES = { node, postgres, redis, nginx, nats, mosquitto, python } as const;

export type ScratchImage = keyof typeof RECIPES;

/**
 * Makes the image unless the engine has it.
 *
 * @throws {MissingProgram} when a program that goes into it is not installed
 */
export async function provideImage(image: ScratchImage): Promise<string> {
  return buildImage(RECIPES[image]());
}

/** Node with the packages of the projects above every folder, and an npm that has nothing to install. */
function node(): ImageRecipe {
  const script =
    'console.log(JSON.parse(require("fs").readFileSync("package.json")).scripts.start)';
  return {
    tag: 'seatrial-test/node:24',
    programs: [realpathSync(process.execPath)],
    copies: Object.fromEntries(
      packagesOf(['pg', 'redis']).map(({ name, folder }) => [`/node_modules/${name}`, folder]),
    ),
    scripts: {
      '/bin/npm': `#!/bin/sh\n[ "$1" != start ] || exec sh -c "exec $(node -e '${script}')"\n`,
    },
    links: { '/bin/node': realpathSync(process.execPath) },
    changes: [PATH, 'CMD ["node"]'],
  };
}

function postgres(): ImageRecipe {
  const found = findPostgresPackage();
  const [check] = globSync('/usr/lib/postgresql/*/bin/pg_isready');
  if (found === undefined || check === undefined)
    throw new MissingProgram('PostgreSQL, pg_isready');
  const links = JSON.parse(readFileSync(join(found.native, 'pg-symlinks.json'), 'utf8')) as {
    source: string;
    target: string;
  }[];
  return {
    tag: `seatrial-test/postgres:${found.version.split('.')[0]}`,
    programs: [check],
    // The package brings its libraries, but for those of the system: C, and C++ that Node is linked to as well.
    librariesOf: [join(found.native, 'bin/postgres'), realpathSync(process.execPath)],
    copies: { '/opt/postgres': found.native, '/usr/lib/locale/C.utf8': '/usr/lib/locale/C.utf8' },
    links: {
      '/bin/pg_isready': check,
      ...Object.fromEntries(
        links.map(({ source, target }) => [
          target.replace('native', '/opt/postgres'),
          source.replace('native', '/opt/postgres'),
        ]),
      ),
    },
    scripts: { '/entrypoint': POSTGRES_ENTRYPOINT },
    users: { postgres: 999 },
    changes: [
      'ENV PATH=/opt/postgres/bin:/bin:/usr/bin',
      'ENV PGDATA=/var/lib/postgresql/18/docker',
      'ENTRYPOINT ["/entrypoint"]',
      'CMD ["postgres"]',
      'EXPOSE 5432',
      'VOLUME /var/lib/postgresql',
    ],
  };
}

/** What the official image's does, as far as the projects need it; options as the native driver gives them. */
const POSTGRES_ENTRYPOINT = `#!/bin/sh
set -e
if [ "$(id -u)" = 0 ]; then
  mkdir -p "$PGDATA" /var/run/postgresql && chown -R postgres "$PGDATA" /var/run/postgresql
  exec su -s /bin/sh postgres -- /entrypoint "$@"
fi
user=\${POSTGRES_USER:-postgres}
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  password=\${POSTGRES_PASSWORD:-$(cat "$POSTGRES_PASSWORD_FILE")}
  printf '%s\\n' "$password" >/tmp/password
  initdb --pgdata="$PGDATA" --username="$user" --pwfile=/tmp/password --auth=scram-sha-256 \\
    --encoding=UTF8 --locale=C.UTF-8 --locale-provider=icu --icu-locale=en-US --no-sync --no-instructions
  rm /tmp/password
  echo 'host all all all scram-sha-256' >>"$PGDATA/pg_hba.conf"
  database=\${POSTGRES_DB:-$user}
  [ "$database" = postgres ] ||
    echo "CREATE DATABASE \\"$database\\";" | postgres --single -D "$PGDATA" postgres
fi
exec "$@" -c listen_addresses='*' -c unix_socket_directories=/var/run/postgresql -c fsync=off
`;

/** The official image's build has no protected mode. */
function redis(): ImageRecipe {
  return {
    tag: 'seatrial-test/redis:7',
    programs: programs('redis-server', 'redis-cli'),
    scripts: {
      '/entrypoint':
        '#!/bin/sh\n[ "$1" = redis-server ] && set -- "$@" --protected-mode no\nexec "$@"\n',
    },
    folders: ['data'],
    changes: [
      PATH,
      'WORKDIR /data',
      'VOLUME /data',
      'ENTRYPOINT ["/entrypoint"]',
      'CMD ["redis-server"]',
      'EXPOSE 6379',
    ],
  };
}

function nginx(): ImageRecipe {
  return {
    tag: 'seatrial-test/nginx:1',
    programs: programs('nginx'),
    copies: { '/etc/nginx/mime.types': '/etc/nginx/mime.types' },
    texts: {
      '/etc/nginx/nginx.conf': `user nginx;
worker_processes auto;
error_log /dev/stderr notice;
events { worker_connections 1024; }
http {
  include /etc/nginx/mime.types;
  access_log /dev/stdout;
  include /etc/nginx/conf.d/*.conf;
}
`,
      '/etc/nginx/conf.d/default.conf': 'server { listen 80; root /usr/share/nginx/html; }\n',
      '/usr/share/nginx/html/index.html': '<h1>Welcome to nginx!</h1>\n',
    },
    folders: ['var/lib/nginx', 'var/log/nginx'],
    users: { nginx: 101 },
    changes: [PATH, `CMD ["nginx", "-g", "daemon off;"]`, 'EXPOSE 80'],
  };
}

function nats(): ImageRecipe {
  return {
    tag: 'seatrial-test/nats:2',
    programs: programs('nats-server'),
    folders: ['data'],
    changes: [PATH, 'ENTRYPOINT ["nats-server"]', 'EXPOSE 4222'],
  };
}

function mosquitto(): ImageRecipe {
  return {
    tag: 'seatrial-test/mosquitto:2',
    programs: programs('mosquitto', 'mosquitto_sub', 'mosquitto_pub'),
    folders: ['mosquitto/data', 'mosquitto/config'],
    users: { mosquitto: 1883 },
    changes: [PATH, 'CMD ["mosquitto", "-c", "/mosquitto/config/mosquitto.conf"]', 'EXPOSE 1883'],
  };
}

function python(): ImageRecipe {
  const [program = ''] = programs('python3');
  const asked = execFileSync(program, [
    '-c',
    'import os, sys, sysconfig; print(os.path.realpath(sys.executable)); print(sysconfig.get_path("stdlib"))',
  ]);
  const [executable = '', library = ''] = asked.toString().split('\n');
  return {
    tag: 'seatrial-test/python:3',
    programs: [executable, ...globSync(join(library, 'lib-dynload/*.so'))],
    copies: { [library]: library },
    links: { '/bin/python3': executable },
    changes: [PATH, 'CMD ["python3"]'],
  };
}

/** Programs of Debian lie in several folders; the images find them as the machine does. */
const PATH = 'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

function programs(...names: string[]): string[] {
  return names.map((name) => {
    const path = findProgram(name);
    if (path === undefined) throw new MissingProgram(name);
    return path;
  });
}

/** Packages with all that they depend on, as npm has laid them out. */
function packagesOf(names: readonly string[]): { name: string; folder: string }[] {
  const found = new Map<string, string>();
  const add = (name: string, from: string): void => {
    if (found.has(name)) return;
    const paths = createRequire(from).resolve.paths(name) ?? [];
    const file = paths.map((path) => join(path, name, 'package.json')).find(isReadable);
    if (file === undefined) return;
    found.set(name, dirname(file));
    const { dependencies = {} } = JSON.parse(readFileSync(file, 'utf8')) as {
      dependencies?: Record<string, string>;
    };
    for (const dependency of Object.keys(dependencies)) add(dependency, file);
  };
  for (const name of names) add(name, import.meta.url);
  return [...found].map(([name, folder]) => ({ name, folder }));
}

function isReadable(file: string): boolean {
  try {
    return readFileSync(file).length > 0;
  } catch {
    return false;
  }
}
