import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';

import { Client, Pool } from 'pg';
import { createClient } from 'redis';

import type { StartedEnvironment } from '../src/index.ts';
import { SERVICE } from './fixture-service.ts';
import { scratchEnvironment } from './scratch-project.ts';

function missing(program: string): string | false {
  try {
    execFileSync(program, ['--version']);
    return false;
  } catch {
    return `${program} is not installed`;
  }
}
const NO_REDIS = missing('redis-server');

const POSTGRES = `
services:
  db: {image: 'postgres:18', environment: {POSTGRES_PASSWORD: secret, POSTGRES_DB: shop}}
`;

async function query<Row extends Record<string, unknown>>(
  environment: StartedEnvironment,
  statements: readonly string[],
  database = 'shop',
): Promise<Row[]> {
  const url = new URL(environment.sqlUrl('db') ?? '');
  url.pathname = `/${database}`;
  const client = new Client({ connectionString: url.href });
  await client.connect();
  try {
    let rows: Row[] = [];
    for (const statement of statements) ({ rows } = await client.query<Row>(statement));
    return rows;
  } finally {
    await client.end();
  }
}

test('PostgreSQL goes back to what the fixtures left, as often as wanted, and a pool of a service survives', async (t) => {
  const { environment, events } = scratchEnvironment(t, POSTGRES, {
    files: {
      'seed.sql': `
create role clerk login password 'x';
create table goods (id serial primary key, name text);
insert into goods (name) values ('tea');
create database archive owner clerk;
alter database shop set search_path = "$user", public, extensions;
revoke connect on database archive from public;
`,
    },
    fixtures: [{ file: 'seed.sql' }],
    resets: true,
  });
  const started = await environment.start();
  const pool = new Pool({ connectionString: started.sqlUrl('db') });
  t.after(() => pool.end());
  pool.on('error', () => undefined);
  for (const _ of [1, 2]) {
    await pool.query(`insert into goods (name) values ('pot')`);
    await pool.query('create table more (a int)');
    await query(started, ['create database extra', 'alter database shop reset all']);
    await query(started, ['create table old (a int)'], 'archive');
    const records = await started.reset();
    assert.deepEqual(
      records.map(({ service, how }) => [service, how]),
      [['db', 'template clone']],
    );
    const { rows } = await pool.query('select id, name from goods');
    assert.deepEqual(rows, [{ id: 1, name: 'tea' }]);
    const [next] = await query(started, [`insert into goods (name) values ('cup') returning id`]);
    assert.deepEqual(next, { id: 2 });
    assert.deepEqual(
      await query(started, [`select relname from pg_class where relname in ('more', 'old')`]),
      [],
    );
    assert.deepEqual(
      await query(started, [`select relname from pg_class where relname = 'old'`], 'archive'),
      [],
    );
    const databases = await query(started, [
      `select datname, pg_get_userbyid(datdba) as owner, datacl::text as acl from pg_database where datname in ('shop', 'archive', 'extra') order by 1`,
    ]);
    assert.deepEqual(databases, [
      { datname: 'archive', owner: 'clerk', acl: '{=T/clerk,clerk=CTc/clerk}' },
      { datname: 'shop', owner: 'postgres', acl: null },
    ]);
    assert.deepEqual(await query(started, ['show search_path']), [
      { search_path: '"$user", public, extensions' },
    ]);
  }
  const done = events.filter((event) => event.type === 'reset-done');
  assert.equal(done.length, 2);
  assert.ok(done.every(({ durationMs }) => durationMs > 0));
});

test(
  'Redis goes back to its keys and their time to live in every database, without a cut',
  { skip: NO_REDIS },
  async (t) => {
    const { environment } = scratchEnvironment(
      t,
      `
services:
  cache:
    image: valkey/valkey:8
    x-native: {command: [redis-server, --port, '6379', --save, '']}
    ports: ['6379']
`,
      {
        files: {
          'seed.json': JSON.stringify({
            name: 'ann',
            list: ['a', 'b'],
            soon: { $value: 1, $expiresInMs: 60_000 },
            log: { $stream: [{ a: 1 }] },
          }),
          'second.mjs': `
import { connect } from 'node:net';
const socket = connect(process.env.SEATRIAL_CACHE_PORT, process.env.SEATRIAL_CACHE_HOST);
socket.end('SELECT 3\\r\\nSET other 1\\r\\nQUIT\\r\\n');
socket.resume();
`,
        },
        fixtures: [{ file: 'seed.json' }, { file: 'second.mjs' }],
        resets: true,
      },
    );
    const started = await environment.start();
    const { host, port } = started.address('cache');
    const redis = createClient({ url: `redis://${host}:${port}` });
    // The server is stopped before the client is.
    redis.on('error', () => undefined);
    await redis.connect();
    t.after(() => redis.destroy());
    for (const _ of [1, 2]) {
      await redis.set('name', 'bob');
      await redis.del('list');
      await redis.persist('soon');
      await redis.set('new', 1);
      await redis.xAdd('log', '*', { b: '2' });
      const [record] = await started.reset();
      assert.equal(record?.how, 'database');
      assert.equal(await redis.get('name'), 'ann');
      assert.deepEqual(await redis.lRange('list', 0, -1), ['a', 'b']);
      assert.ok((await redis.pTTL('soon')) > 50_000);
      assert.equal(await redis.xLen('log'), 1);
      assert.equal(await redis.dbSize(), 4);
      await redis.select(3);
      assert.equal(await redis.get('other'), '1');
      await redis.select(0);
    }
  },
);

test('a SQLite file goes back while the service has it open', async (t) => {
  const { environment, folder } = scratchEnvironment(
    t,
    `
services:
  app:
    ${SERVICE}
    environment: {NAME: app, PORT: '5000'}
    ports: ['5000']
    x-sql: 'sqlite:shop.db'
`,
    {
      files: {
        'seed.sql': 'pragma journal_mode = wal; create table t (a); insert into t values (1);',
      },
      fixtures: [{ file: 'seed.sql' }],
      resets: true,
    },
  );
  const started = await environment.start();
  using open = new DatabaseSync(join(folder, 'shop.db'));
  const count = open.prepare('select count(*) as n from t');
  for (const _ of [1, 2]) {
    open.exec('insert into t values (2); create table if not exists more (a);');
    const [record] = await started.reset({ services: ['app'] });
    assert.equal(record?.how, 'backup');
    assert.equal(count.get()?.['n'], 1);
    assert.deepEqual(
      open
        .prepare('select name from sqlite_schema')
        .all()
        .map((row) => row['name']),
      ['t'],
    );
  }
});

/** Counts in memory, in a file of its volume and in the database; dies when its connection is cut. */
const COUNTER = `
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { Client } from 'pg';
const file = process.env.DATA + '/count';
const client = new Client({ connectionString: process.env.DATABASE_URL });
await client.connect();
let count = 0;
createServer(async (request, response) => {
  if (request.url === '/more') {
    count += 1;
    appendFileSync(file, 'x');
    await client.query('insert into counts values (1)');
  }
  const { rows } = await client.query('select count(*)::int as n from counts');
  response.end(JSON.stringify([count, existsSync(file) ? readFileSync(file, 'utf8').length : 0, rows[0].n, process.pid]));
}).listen(Number(process.env.PORT));
`;

test('a service without a store that is known is started again with its volume, when its database is back', async (t) => {
  const { environment } = scratchEnvironment(
    t,
    `
services:
  app:
    x-native: {command: [node, counter.mjs]}
    environment: {PORT: '5000', DATA: /data, DATABASE_URL: 'postgres://postgres:secret@db/shop'}
    ports: ['5000']
    volumes: ['counts:/data']
    depends_on: {db: {condition: service_healthy}}
  job: {x-native: {command: [node, -e, '0']}}
  db: {image: 'postgres:18', environment: {POSTGRES_PASSWORD: secret, POSTGRES_DB: shop}}
volumes: {counts: {}}
`,
    {
      files: {
        'counter.mjs': COUNTER.replace("'pg'", JSON.stringify(import.meta.resolve('pg'))),
        'seed.sql': 'create table counts (n int); insert into counts values (1);',
        'more.mjs': `await fetch(process.env.SEATRIAL_APP_URL + '/more');`,
      },
      fixtures: [{ file: 'seed.sql' }, { file: 'more.mjs' }],
      resets: true,
    },
  );
  const started = await environment.start();
  const { host, port } = started.address('app');
  const ask = async (path: string): Promise<number[]> =>
    (await (await fetch(`http://${host}:${port}${path}`)).json()) as number[];
  const pids = new Set<number | undefined>();
  for (const _ of [1, 2]) {
    const [memory, file, rows, pid] = await ask('/more');
    assert.deepEqual([memory, file, rows], [1, 2, 3]);
    pids.add(pid);
    const records = await started.reset();
    assert.deepEqual(
      records.map(({ service, how }) => [service, how]),
      [
        ['db', 'template clone'],
        ['app', 'restart'],
      ],
    );
    assert.deepEqual((await ask('/')).slice(0, 3), [0, 1, 2]);
  }
  assert.equal(pids.size, 2);
  assert.deepEqual(started.deaths, []);
  await assert.rejects(started.reset({ services: ['job'] }), {
    code: 'RESET_FAILED',
    message: /services that can be reset: db, app/,
  });
});

test('a reset that cannot be done says why', async (t) => {
  const app = `services: {app: {${SERVICE}, environment: {NAME: app, PORT: '5000'}, ports: ['5000'], x-sql: 'sqlite:shop.db'}}`;
  const one = await scratchEnvironment(t, app).environment.start();
  await assert.rejects(one.reset(), {
    code: 'RESET_FAILED',
    message: /start the environment with "resets"/,
  });
  const two = await scratchEnvironment(t, app, { resets: true }).environment.start();
  await assert.rejects(two.reset({ services: ['web'] }), {
    code: 'RESET_FAILED',
    message: /services that can be reset: app/,
  });
});

test('PostgreSQL that has gone cannot be reset', async (t) => {
  const { environment } = scratchEnvironment(t, POSTGRES, { resets: true });
  const started = await environment.start();
  await query(started, [`alter database template1 with allow_connections false`]);
  await assert.rejects(started.reset(), { code: 'RESET_FAILED', message: /"db" cannot be reset/ });
});
