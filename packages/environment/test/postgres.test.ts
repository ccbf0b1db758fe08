import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';

import { Client } from 'pg';

import { without } from './installed.ts';
import { scratchEnvironment, scratchFolder } from './scratch-project.ts';

test('image: postgres runs as a real server with its user, password and database', async (t) => {
  const { environment, event } = scratchEnvironment(
    t,
    `
services:
  db:
    image: postgres:16-alpine
    x-native: {version: '18'}
    command: [postgres, -c, max_connections=37]
    environment: {POSTGRES_USER: shop, POSTGRES_PASSWORD: 'p@ss:word', POSTGRES_DB: goods}
    volumes: ['db:/var/lib/postgresql/data']
    healthcheck: {test: ['CMD-SHELL', 'pg_isready -U shop -d goods'], interval: 1s}
  app:
    x-native: {command: [node, -e, 'console.log(process.env.DATABASE_URL)']}
    environment: {DATABASE_URL: 'postgres://shop:p%40ss%3Aword@db/goods'}
    depends_on: {db: {condition: service_healthy}}
volumes: {db: {}}
`,
  );
  const started = await environment.start();
  const warning = await event('warning');
  assert.match(warning.diagnostic.message, /asks for postgres:16-alpine and runs on PostgreSQL 18/);
  assert.equal((await event('service-starting', 'db')).rung, 'npm-binary');
  const url = started.sqlUrl('db') ?? '';
  const { port } = started.address('db');
  assert.equal(url, `postgresql://shop:p%40ss%3Aword@127.0.0.1:${port}/goods`);
  assert.equal(
    started.environmentOf('app')['DATABASE_URL'],
    `postgres://shop:p%40ss%3Aword@127.0.0.1:${port}/goods`,
  );
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ database: string; connections: string }>(
    `SELECT current_database() AS database, current_setting('max_connections') AS connections`,
  );
  assert.deepEqual(rows, [{ database: 'goods', connections: '37' }]);
  const refused = new Client({ connectionString: url.replace('word', 'wrong') });
  await assert.rejects(refused.connect(), { code: '28P01' });
  await client.end();
  const command = started.services.get('db')?.command.join(' ') ?? '';
  const home = /\/[^\s:=]*seatrial-postgres-[\w-]+/.exec(command)?.[0] ?? '';
  assert.equal(existsSync(home), true);
  await started.stop();
  assert.equal(existsSync(home), false);
  assert.equal(existsSync(started.services.get('db')?.logFile ?? ''), true);
});

test('user and password of a PostgreSQL service come from files as well', async (t) => {
  const { environment } = scratchEnvironment(
    t,
    `
services:
  db:
    image: postgres:18
    environment: {POSTGRES_USER_FILE: /etc/db/user, POSTGRES_PASSWORD_FILE: /run/secrets/password}
    volumes: ['./user:/etc/db/user:ro']
    secrets: [password]
secrets: {password: {file: ./password.txt}}
`,
    { files: { user: 'shop', 'password.txt': 'from a file\n' } },
  );
  await using started = await environment.start();
  const client = new Client({ connectionString: started.sqlUrl('db') });
  await client.connect();
  await client.end();
  assert.match(started.sqlUrl('db') ?? '', /shop:from%20a%20file@/);
});

test('a PostgreSQL service without a password is refused as the image would', async (t) => {
  const { environment } = scratchEnvironment(t, `services: {db: {image: postgres}}`);
  await assert.rejects(environment.start(), {
    code: 'SERVICE_NOT_RUNNABLE',
    message: /POSTGRES_PASSWORD is not set/,
  });
});

test('another major version is not accepted unless the project says so', async (t) => {
  for (const image of ['postgres:9.6', 'docker.io/library/postgres:14-bookworm']) {
    const { environment } = scratchEnvironment(
      t,
      `services: {db: {image: '${image}', environment: {POSTGRES_PASSWORD: x}}}`,
    );
    await assert.rejects(environment.start(), {
      code: 'SERVICE_NOT_RUNNABLE',
      message: /asks for PostgreSQL (?:9|14); here is .*18\.4.*x-native: \{version: any\}/,
    });
  }
});

const INIT = {
  'init/10-table.sql':
    'CREATE TABLE goods (name text);\nCOPY goods FROM stdin;\napple\npear\n\\.\n',
  'init/20-script.sh':
    '#!/bin/bash\nset -e\npsql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" <<-EOSQL\n\tINSERT INTO goods VALUES (\'$EXTRA\');\nEOSQL\n',
};

async function names(url: string): Promise<string[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ name: string }>('SELECT name FROM goods ORDER BY name');
  await client.end();
  return rows.map(({ name }) => name);
}

const WITH_INIT = (image: string): string => `
services:
  db:
    image: ${image}
    environment: {POSTGRES_USER: shop, POSTGRES_PASSWORD_FILE: /run/secrets/password, POSTGRES_DB: goods, EXTRA: plum}
    volumes: ['./init:/docker-entrypoint-initdb.d:ro']
    secrets: [password]
secrets: {password: {file: ./password.txt}}
`;

test(
  "the server of the machine runs the image's init scripts once, with the password of a secret",
  { skip: without('postgres', '/usr/lib/postgresql/15/bin') },
  async (t) => {
    const { environment, event } = scratchEnvironment(
      t,
      `${WITH_INIT('postgres:15-alpine')}
`.replace(
        'secrets: {password',
        `  job:
    image: postgres:15-alpine
    command: psql -h db -U shop -d goods -c "INSERT INTO goods VALUES ('from the job')"
    environment: {PGPASSWORD: secret}
    depends_on: {db: {condition: service_healthy}}
  last: {x-native: {command: 'true'}, depends_on: {job: {condition: service_completed_successfully}}}
secrets: {password`,
      ),
      { files: { ...INIT, 'password.txt': 'secret\n' } },
    );
    await using started = await environment.start();
    const { provider } = await event('service-starting', 'db');
    assert.equal(provider.rung, 'path-binary');
    assert.match(provider.version ?? '', /^15\./);
    const url = started.sqlUrl('db') ?? '';
    assert.match(url, /shop:secret@/);
    assert.match(started.logTail('job').join('\n'), /INSERT 0 1/);
    assert.deepEqual(await names(url), ['apple', 'from the job', 'pear', 'plum']);
  },
);

test("npm's server runs init scripts on a machine without psql, and a failing one fails the start", async (t) => {
  const bin = join(scratchFolder(t, {}), 'bin');
  mkdirSync(bin);
  // The server's user has to reach it, too.
  chmodSync(dirname(bin), 0o755);
  for (const tool of ['sh', 'bash', 'env', 'cat', 'gunzip', 'gzip']) {
    symlinkSync(join('/bin', tool), join(bin, tool));
  }
  const good = scratchEnvironment(t, WITH_INIT('postgres:18'), {
    files: { ...INIT, 'password.txt': 'secret' },
    env: { ...process.env, PATH: bin },
  });
  await using started = await good.environment.start();
  assert.equal((await good.event('service-starting')).provider.rung, 'npm-binary');
  assert.deepEqual(await names(started.sqlUrl('db') ?? ''), ['apple', 'pear', 'plum']);
  const bad = scratchEnvironment(t, WITH_INIT('postgres:18'), {
    files: { 'init/1.sql': 'SELECT 1;\nSELECT nonsense;\n', 'password.txt': 'secret' },
  });
  await assert.rejects(bad.environment.start(), { code: 'PREPARE_FAILED', service: 'db' });
});

test('a cluster is made once and copied from then on, also when two start at the same time', async (t) => {
  const cache = scratchFolder(t, {});
  const start = async (user: string): Promise<{ log: string; user: unknown }> => {
    const { environment } = scratchEnvironment(
      t,
      `services: {db: {image: postgres, environment: {POSTGRES_USER: ${user}, POSTGRES_PASSWORD: x}}}`,
      { env: { ...process.env, XDG_CACHE_HOME: cache } },
    );
    await using started = await environment.start();
    const client = new Client({ connectionString: started.sqlUrl('db') });
    await client.connect();
    const { rows } = await client.query<{ user: string }>('SELECT current_user AS user');
    await client.end();
    return { log: started.logTail('db', 500).join('\n'), user: rows[0]?.user };
  };
  const both = await Promise.all([start('one'), start('one')]);
  assert.deepEqual(
    both.map(({ user }) => user),
    ['one', 'one'],
  );
  assert.match(both[0]?.log ?? '', /initdb|bootstrap/);
  const again = await start('one');
  assert.equal(again.user, 'one');
  assert.doesNotMatch(again.log, /bootstrap/);
  const other = await start('two');
  assert.equal(other.user, 'two');
  assert.match(other.log, /bootstrap/);
  assert.equal(readdirSync(join(cache, 'seatrial', 'postgres')).length, 2);
});
