import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';

import type { StartedEnvironment } from '../src/index.ts';
import { without } from './installed.ts';
import { scratchEnvironment } from './scratch-project.ts';

const skip = without('mariadbd', '/usr/sbin') || without('mysql');

function query(started: StartedEnvironment, login: readonly string[], sql: string): string {
  const { host, port } = started.address('db');
  const place = ['--no-defaults', '-h', host, '-P', String(port), '--batch', '--skip-column-names'];
  return execFileSync('mysql', [...place, ...login, '-e', sql], {
    encoding: 'utf8',
    stdio: 'pipe',
  }).trim();
}

test(
  "mariadb: the image's variables, a mounted configuration, init scripts, and its own healthcheck",
  { skip },
  async (t) => {
    const { environment, event } = scratchEnvironment(
      t,
      `
services:
  db:
    image: mariadb:10.11
    command: --max-connections=37
    environment:
      MARIADB_ROOT_PASSWORD: "it's secret"
      MARIADB_DATABASE: shop
      MARIADB_USER: clerk
      MARIADB_PASSWORD: p@ss
    volumes: ['./init:/docker-entrypoint-initdb.d', './extra.cnf:/etc/mysql/conf.d/extra.cnf', 'db:/var/lib/mysql']
    healthcheck: {test: [CMD, healthcheck.sh, --connect, --innodb_initialized], interval: 2s, retries: 10}
volumes: {db: {}}
`,
      {
        files: {
          'init/1.sql':
            "CREATE TABLE goods (name text);\nINSERT INTO goods\n  VALUES ('apple');\nDELIMITER //\nCREATE FUNCTION two() RETURNS int BEGIN RETURN 2; END //\nDELIMITER ;\n",
          'extra.cnf': '[mysqld]\nport = 3306\nlower_case_table_names = 1\n',
        },
      },
    );
    await using started = await environment.start();
    const { provider } = await event('service-starting');
    assert.deepEqual([provider.rung, provider.product], ['path-binary', 'MariaDB']);
    assert.match(provider.version ?? '', /^10\.11\./);
    const clerk = ['-uclerk', '-pp@ss', 'shop'];
    assert.equal(query(started, clerk, 'SELECT name, two() FROM goods'), 'apple\t2');
    const variables = 'SELECT @@max_connections, @@lower_case_table_names';
    assert.equal(query(started, ['-uroot', "-pit's secret"], variables), '37\t1');
    assert.throws(() => query(started, ['-uroot', '-pwrong'], variables));
  },
);

test('mariadb: another major version is not proven by it', { skip }, async (t) => {
  const { environment } = scratchEnvironment(
    t,
    `services: {db: {image: 'mariadb:11', environment: {MYSQL_ROOT_PASSWORD: x}}}`,
  );
  await assert.rejects(environment.start(), {
    code: 'SERVICE_NOT_RUNNABLE',
    message: /no MariaDB for image mariadb:11: \S+ is MariaDB 10\./,
  });
});

test(
  'mysql: MariaDB stands for it where there is no MySQL, and is stamped so',
  { skip },
  async (t) => {
    const { environment, event } = scratchEnvironment(
      t,
      `services: {db: {image: 'mysql:8', environment: {MYSQL_ROOT_PASSWORD: x}}}`,
    );
    await using started = await environment.start();
    const { provider } = await event('service-starting');
    if (provider.product !== 'MySQL') {
      assert.deepEqual(
        [provider.rung, provider.product],
        ['emulator', 'MariaDB (in place of MySQL)'],
      );
      assert.match(
        (await event('warning')).diagnostic.message,
        /asks for mysql:8 and runs on MariaDB/,
      );
    }
    assert.equal(query(started, ['-uroot', '-px'], 'SELECT 6 * 7'), '42');
  },
);
