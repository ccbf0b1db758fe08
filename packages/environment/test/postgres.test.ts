import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { test } from 'node:test';

import { Client } from 'pg';

import { scratchEnvironment } from './scratch-project.ts';

function leftovers(): string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith('seatrial-postgres-'));
}

test('image: postgres runs as a real server with its user, password and database', async (t) => {
  const before = leftovers();
  const { environment, event } = scratchEnvironment(
    t,
    `
services:
  db:
    image: postgres:16-alpine
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
  await started.stop();
  assert.deepEqual(
    leftovers().filter((name) => !before.includes(name)),
    [],
  );
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
