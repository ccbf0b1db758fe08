import { join } from 'node:path';

import { EnvironmentError } from '../../diagnostic.ts';
import { readVariable } from '../read-variable.ts';
import { rewriteText } from '../rewrite.ts';
import type { RewriteScope } from '../rewrite.ts';
import { wordsIf } from './options.ts';
import { prepareMysql } from './prepare-mysql.ts';
import type { MysqlSettings } from './prepare-mysql.ts';
import type { Product, ProductPlan, ProductRequest } from './product.ts';

const PORT = 3306;
const DATA = '/var/lib/mysql';
const CONFIG = '/etc/mysql/my.cnf';
const CONFIG_FOLDERS = ['/etc/mysql', '/etc/mysql/conf.d', '/etc/mysql/mariadb.conf.d'];
/** What the images set themselves; mounted files overrule it. */
const OWN_CONFIG = `[mysqld]
skip-name-resolve
character-set-server=utf8mb4
!includedir /etc/mysql/conf.d/
`;
const VARIABLES = [
  'ROOT_PASSWORD',
  'ROOT_HOST',
  'DATABASE',
  'USER',
  'PASSWORD',
  'ALLOW_EMPTY_PASSWORD',
  'ALLOW_EMPTY_ROOT_PASSWORD',
  'RANDOM_ROOT_PASSWORD',
];
const APPLIED = VARIABLES.flatMap((name) =>
  ['MYSQL', 'MARIADB'].flatMap((prefix) => [`${prefix}_${name}`, `${prefix}_${name}_FILE`]),
);

export const mariadb: Product = {
  name: 'MariaDB',
  images: ['mariadb'],
  programs: ['mariadbd', 'mysqld'],
  folders: ['/usr/sbin', '/usr/libexec', '/usr/local/sbin'],
  versionArguments: ['--version'],
  versionPattern: /Ver (\d[\d.]*)-MariaDB/,
  install: 'mariadb-server',
  variables: /^(?:MYSQL|MARIADB)_/,
  plan: (request) => planMysql(request, 'mariadb'),
};

export const mysql: Product = {
  name: 'MySQL',
  images: ['mysql', 'mysql/mysql-server', 'percona'],
  programs: ['mysqld'],
  folders: ['/usr/sbin', '/usr/libexec', '/usr/local/mysql/bin'],
  versionArguments: ['--version'],
  versionPattern: /^(?!.*MariaDB).*\bVer (\d[\d.]*)/m,
  install: 'mysql-server',
  relative: 'MariaDB',
  variables: /^MYSQL_/,
  plan: (request) => planMysql(request, 'mysql'),
};

function planMysql(request: ProductRequest, kind: MysqlSettings['kind']): ProductPlan {
  const { home, isRoot, program } = request;
  const settings: MysqlSettings = {
    ...readAccounts(request),
    kind,
    program,
    home,
    isRoot,
    data: DATA,
    socket: join(home, 'mysqld.sock'),
    scripts: request.service,
  };
  const { user, password, database } = settings;
  const login = user === undefined ? `root:${settings.rootPassword}` : `${user}:${password}`;
  return {
    before: [`--defaults-file=${CONFIG}`],
    after: [
      `--datadir=${DATA}`,
      `--port=${PORT}`,
      '--bind-address=127.0.0.1',
      `--socket=${settings.socket}`,
      `--pid-file=${join(home, 'mysqld.pid')}`,
      // Protects against a crash of the machine only.
      '--innodb-flush-log-at-trx-commit=2',
      ...wordsIf(kind === 'mysql', '--mysqlx=OFF'),
      ...wordsIf(isRoot, '--user=root'),
    ],
    environment: { MYSQL_TCP_PORT: String(PORT), MYSQL_UNIX_PORT: settings.socket },
    ports: [PORT],
    volumes: [DATA],
    configs: request.configs(CONFIG_FOLDERS).with(CONFIG, OWN_CONFIG),
    rewrite: rewriteConfig,
    tools: {
      // The image's own check: the server answers; who asks does not matter.
      'healthcheck.sh': 'exec mysqladmin --protocol=tcp --host=127.0.0.1 --user=healthcheck ping',
    },
    prepare: (context) => prepareMysql(settings, context),
    sql: `mysql://${login}@127.0.0.1:${PORT}/${database ?? ''}`,
    applied: APPLIED,
  };
}

function readAccounts({ service }: ProductRequest): {
  rootPassword: string;
  user: string | undefined;
  password: string;
  database: string | undefined;
} {
  const read = (name: string): string | undefined =>
    readVariable(service, `MARIADB_${name}`) ?? readVariable(service, `MYSQL_${name}`);
  const rootPassword = read('ROOT_PASSWORD');
  const isOpen = ['ALLOW_EMPTY_PASSWORD', 'ALLOW_EMPTY_ROOT_PASSWORD', 'RANDOM_ROOT_PASSWORD'].some(
    (name) => read(name) !== undefined,
  );
  if ((rootPassword === undefined || rootPassword === '') && !isOpen) {
    const message = `service "${service.name}" cannot run: no password is set for root`;
    const hint = 'the image refuses to start without MYSQL_ROOT_PASSWORD or MARIADB_ROOT_PASSWORD';
    const { name, location } = service;
    throw new EnvironmentError(
      'SERVICE_NOT_RUNNABLE',
      [{ code: 'SERVICE_NOT_RUNNABLE', severity: 'error', message, ...location, hint }],
      { service: name },
    );
  }
  return {
    rootPassword: rootPassword ?? '',
    user: read('USER'),
    password: read('PASSWORD') ?? '',
    database: read('DATABASE'),
  };
}

/** What the command line says anyway would be of the container. */
function rewriteConfig(text: string, scope: RewriteScope): string {
  const own = text.replace(
    /^\s*(?:user|socket|pid[-_]file|datadir|bind[-_]address|port|log[-_]error)\s*=.*$/gm,
    '',
  );
  return rewriteText(own, scope);
}
