import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { test } from 'node:test';

import { Client } from 'pg';
import { createClient } from 'redis';

import { busyboxImage, withoutDocker } from '../docker-images.ts';
import { findProgram } from '../images/build-image.ts';
import { provideImage } from '../images/scratch-images.ts';
import { scratchEnvironment } from '../scratch-project.ts';

const skip =
  withoutDocker !== false
    ? withoutDocker
    : findProgram('redis-server') === undefined && 'there is no redis-server to make an image of';

test('fixtures go to the stores of containers, and resets bring them back', { skip }, async (t) => {
  const postgres = await provideImage('postgres');
  const redis = await provideImage('redis');
  const { environment, events } = scratchEnvironment(
    t,
    `
services:
  db: {image: '${postgres}', environment: {POSTGRES_PASSWORD: secret, POSTGRES_DB: shop}}
  cache: {image: '${redis}'}
`,
    {
      driver: 'docker',
      deadlineMs: 60_000,
      files: {
        'goods.sql': 'create table goods (name text); insert into goods values ($$tea$$);',
        'goods.json': JSON.stringify({ goods: [{ name: 'cup' }] }),
        'cache.json': JSON.stringify({ name: 'ann' }),
        'ports.mjs': 'if (!process.env.SEATRIAL_DB_PORT) process.exit(1);',
      },
      fixtures: [
        { file: 'goods.sql' },
        { file: 'goods.json', service: 'db' },
        { file: 'cache.json', service: 'cache' },
        { file: 'ports.mjs' },
      ],
      resets: true,
    },
  );
  const started = await environment.start();
  assert.equal(started.driver, 'docker');
  assert.equal(events.filter(({ type }) => type === 'fixture-applied').length, 4);
  const { host, port } = started.address('cache');
  const cache = createClient({ url: `redis://${host}:${port}` });
  // The server is stopped before the client is.
  cache.on('error', () => undefined);
  await cache.connect();
  t.after(() => cache.destroy());
  const query = async (...statements: readonly string[]): Promise<unknown[]> => {
    const client = new Client({ connectionString: started.sqlUrl('db') });
    await client.connect();
    let rows: unknown[] = [];
    for (const statement of statements) {
      ({ rows } = await client.query<Record<string, unknown>>(statement));
    }
    await client.end();
    return rows;
  };
  await query('delete from goods', 'create table more (n int)');
  await cache.set('name', 'bob');
  const records = await started.reset();
  assert.deepEqual(
    records.map(({ service, how }) => [service, how]),
    [
      ['db', 'template clone'],
      ['cache', 'database'],
    ],
  );
  assert.deepEqual(await query('select name from goods order by name'), [
    { name: 'cup' },
    { name: 'tea' },
  ]);
  assert.deepEqual(await query(`select 1 from pg_class where relname = 'more'`), []);
  assert.equal(await cache.get('name'), 'ann');
});

test(
  'a SQLite file inside a container is refused, and none is made here',
  { skip: withoutDocker },
  async (t) => {
    const { environment } = scratchEnvironment(
      t,
      `services: {app: {image: '${busyboxImage()}', command: [sleep, '600'], x-sql: 'sqlite:/tmp/seatrial-none.db'}}`,
      {
        driver: 'docker',
        files: { 'a.sql': 'create table t (a);' },
        fixtures: [{ file: 'a.sql' }],
      },
    );
    await assert.rejects(environment.start(), {
      code: 'FIXTURE_FAILED',
      message: /seatrial-none\.db lies inside the container; put it into a bind mount/,
    });
    assert.equal(existsSync('/tmp/seatrial-none.db'), false);
  },
);

test(
  'a container without a known store is started again, and what stays is said',
  { skip: withoutDocker },
  async (t) => {
    const image = busyboxImage();
    const { environment, events } = scratchEnvironment(
      t,
      `
services:
  web:
    image: '${image}'
    command: [sh, -c, 'mkdir -p /www; cat /proc/sys/kernel/random/uuid > /www/started; exec httpd -f -p 80 -h /www']
    expose: [80]
`,
      { driver: 'docker', deadlineMs: 60_000, resets: true },
    );
    const started = await environment.start();
    const { host, port } = started.address('web');
    const startOf = async (): Promise<string> =>
      (await fetch(`http://${host}:${port}/started`)).text();
    const before = await startOf();
    const records = await started.reset();
    assert.deepEqual(
      records.map(({ service, how }) => [service, how]),
      [['web', 'restart']],
    );
    assert.notEqual(await startOf(), before);
    const warnings = events.flatMap((event) =>
      event.type === 'warning' ? [event.diagnostic] : [],
    );
    const stays = warnings.find(({ code }) => code === 'RESET_KEEPS_FILES');
    assert.match(stays?.message ?? '', /files and volumes: web$/);
  },
);
