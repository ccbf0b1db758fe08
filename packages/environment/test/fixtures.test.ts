import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';

import { Client } from 'pg';
import { createClient } from 'redis';

import { EnvironmentError } from '../src/index.ts';
import type { StartedEnvironment } from '../src/index.ts';
import { SERVICE } from './fixture-service.ts';
import { isAlive, scratchEnvironment } from './scratch-project.ts';

const POSTGRES = `
services:
  db: {image: 'postgres:18', environment: {POSTGRES_PASSWORD: secret}}
`;
const SQLITE = `
services:
  app:
    ${SERVICE}
    environment: {NAME: app, PORT: '5000'}
    ports: ['5000']
    x-sql: 'sqlite:shop.db'
`;
const REDIS = `
services:
  cache:
    image: redis:7
    x-native: {command: [redis-server, --port, '6379', --save, '', --requirepass, hush]}
    command: [redis-server, --requirepass, hush]
    ports: ['6379']
`;

function missing(program: string): string | false {
  try {
    execFileSync(program, ['--version']);
    return false;
  } catch {
    return `${program} is not installed`;
  }
}
const NO_REDIS = missing('redis-server');
const NO_PYTHON = missing('python3');

async function rowsOf(environment: StartedEnvironment, query: string): Promise<unknown[]> {
  const client = new Client({ connectionString: environment.sqlUrl('db') ?? '' });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(query)).rows;
  } finally {
    await client.end();
  }
}

/** The one finding of an environment that refuses to start, and its error. */
async function refusal(starting: Promise<unknown>): Promise<EnvironmentError> {
  const error: unknown = await starting.then(
    () => assert.fail('it has started'),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof EnvironmentError, String(error));
  assert.equal(error.code, 'FIXTURE_FAILED', error.message);
  return error;
}

test('fixtures of every type go to PostgreSQL in their order (G-5.5.2-03)', async (t) => {
  const { environment, events } = scratchEnvironment(t, POSTGRES, {
    files: {
      'data/1-schema.sql': `
create table users (id serial primary key, name text not null, tags text[], extra jsonb, born timestamptz default now());
create function shout(t text) returns text language plpgsql as $$ begin return upper(t); end $$;
`,
      'data/2-users.json': JSON.stringify({
        users: [
          { id: 7, name: 'ann', tags: ['a', 'b'], extra: { deep: [1] } },
          { name: 'bob', born: '2001-02-03T04:05:06Z' },
        ],
      }),
      'data/3-more.sql':
        'copy users (id, name) from stdin;\n20\tcay\n21\tdan\n\\.\ninsert into users (name) values (shout($$eve$$));',
      'data/4-script.mjs': `process.exit(process.env.SEATRIAL_DB_SQL_URL.startsWith('postgres') ? 0 : 1)`,
    },
    fixtures: [
      { file: 'data/1-schema.sql' },
      { file: 'data/2-users.json', service: 'db' },
      { file: 'data/3-more.sql' },
      { file: 'data/4-script.mjs' },
    ],
  });
  const started = await environment.start();
  assert.deepEqual(
    await rowsOf(
      started,
      'select id, name, tags, extra, extract(year from born)::int > 2001 as fresh from users order by id',
    ),
    [
      { id: 7, name: 'ann', tags: ['a', 'b'], extra: { deep: [1] }, fresh: true },
      { id: 8, name: 'bob', tags: null, extra: null, fresh: false },
      { id: 9, name: 'EVE', tags: null, extra: null, fresh: true },
      { id: 20, name: 'cay', tags: null, extra: null, fresh: true },
      { id: 21, name: 'dan', tags: null, extra: null, fresh: true },
    ],
  );
  const applied = events.filter((event) => event.type === 'fixture-applied');
  assert.deepEqual(
    applied.map(({ file, service, form }) => [file, service, form]),
    [
      ['data/1-schema.sql', 'db', 'sql'],
      ['data/2-users.json', 'db', 'json'],
      ['data/3-more.sql', 'db', 'sql'],
      ['data/4-script.mjs', null, 'script'],
    ],
  );
  assert.ok(applied.every(({ durationMs }) => durationMs > 0));
  assert.deepEqual(
    events.map(({ type }) => type).filter((type) => /applied|ready/.test(type)),
    ['service-ready', ...applied.map(({ type }) => type), 'environment-ready'],
  );
});

test('a script runs in the given folder and sees where the services are', async (t) => {
  const { environment, directory, folder } = scratchEnvironment(t, SQLITE, {
    files: {
      'inner/seed.mjs': `
import { DatabaseSync } from 'node:sqlite';
const { SEATRIAL_APP_URL: url, SEATRIAL_APP_HOST: host, SEATRIAL_APP_PORT: port, OWN } = process.env;
console.log((await fetch(url)).status, url === \`http://\${host}:\${port}\`, OWN, process.cwd(), process.env.SEATRIAL_APP_SQL_URL);
`,
      'seed.ts': `const answer: string = 'typed'; console.log(answer);`,
      'seed.sh':
        '#!/usr/bin/env bash\n[[ "$SEATRIAL_APP_PORT" =~ ^[0-9]+$ ]] && echo "from $BASH_VERSION"\n',
    },
    fixtures: [{ file: 'seed.mjs', cwd: 'inner' }, { file: 'seed.ts' }, { file: 'seed.sh' }],
    env: { ...process.env, OWN: 'yes' },
  });
  await environment.start();
  const output = (name: string): string =>
    readFileSync(join(directory, 'logs', 'fixtures', name), 'utf8').trim();
  assert.equal(output('1-seed.mjs.log'), `200 true yes ${folder}/inner sqlite:shop.db`);
  assert.equal(output('2-seed.ts.log'), 'typed');
  assert.match(output('3-seed.sh.log'), /^from \d/);
});

test('a Python script is run with python3', { skip: NO_PYTHON }, async (t) => {
  const { environment, directory } = scratchEnvironment(t, SQLITE, {
    files: { 'seed.py': 'import os\nprint("port", os.environ["SEATRIAL_APP_PORT"].isdigit())\n' },
    fixtures: [{ file: 'seed.py' }],
  });
  await environment.start();
  const log = readFileSync(join(directory, 'logs', 'fixtures', '1-seed.py.log'), 'utf8');
  assert.equal(log, 'port True\n');
});

test('SQLite takes .sql, .sql.gz and .json', async (t) => {
  const { environment, folder } = scratchEnvironment(t, SQLITE, {
    files: {
      'schema.sql': `
create table goods (id integer primary key, name text, facts text default 'none', sold integer);
create trigger keep after delete on goods begin insert into goods (name) values ('; back'); end;`,
      'goods.json': JSON.stringify({
        goods: [
          { id: 3, name: 'tea', sold: true },
          { name: 'pot', facts: { lid: [1] } },
        ],
      }),
    },
    fixtures: [{ file: 'schema.sql' }, { file: 'more.sql.gz' }, { file: 'goods.json' }],
  });
  writeFileSync(
    join(folder, 'more.sql.gz'),
    gzipSync("begin; insert into goods values (1, 'cup', null, 0); commit;"),
  );
  await environment.start();
  using database = new DatabaseSync(join(folder, 'shop.db'));
  assert.deepEqual(
    database
      .prepare('select * from goods')
      .all()
      .map((row) => Object.values(row)),
    [
      [1, 'cup', null, 0],
      [3, 'tea', 'none', 1],
      [4, 'pot', '{"lid":[1]}', null],
    ],
  );
});

test('Redis takes .json with its types', { skip: NO_REDIS }, async (t) => {
  const { environment } = scratchEnvironment(t, REDIS, {
    files: {
      'cache.json': JSON.stringify({
        text: 'hello',
        number: 5,
        list: ['a', 'b'],
        hash: { name: 'ann', age: 7 },
        set: { $set: ['x', 'y'] },
        scores: { $sortedSet: { ann: 2, bob: 1 } },
        stream: { $stream: [{ event: 'paid' }] },
        tree: { $json: { deep: [1, { a: null }] } },
        soon: { $value: 'gone', $expiresInMs: 60_000 },
      }),
    },
    fixtures: [{ file: 'cache.json' }],
  });
  const started = await environment.start();
  const { host, port } = started.address('cache');
  const redis = await createClient({ url: `redis://:hush@${host}:${port}` }).connect();
  assert.equal(await redis.get('text'), 'hello');
  assert.equal(await redis.incr('number'), 6);
  assert.deepEqual(await redis.lRange('list', 0, -1), ['a', 'b']);
  assert.deepEqual(await redis.hmGet('hash', ['name', 'age']), ['ann', '7']);
  assert.equal(await redis.sIsMember('set', 'y'), 1);
  assert.deepEqual(await redis.zRange('scores', 0, -1), ['bob', 'ann']);
  assert.equal(await redis.xLen('stream'), 1);
  assert.equal(await redis.get('tree'), '{"deep":[1,{"a":null}]}');
  assert.ok((await redis.pTTL('soon')) > 0);
  await redis.close();
});

test('fixtures that cannot be applied are all told before anything is started (B-RUN-11)', async (t) => {
  const two = `${SQLITE}  other: {${SERVICE}, environment: {PORT: '5001'}, ports: ['5001'], x-sql: 'sqlite:b.db'}\n`;
  const { environment, events } = scratchEnvironment(t, two, {
    files: { 'a.sql': '', 'a.csv': '', 'a.py': '' },
    fixtures: [
      { file: 'none.sql', location: { file: 'spec.md', line: 3, column: 5 } },
      { file: 'perhaps.sql', missing: 'warning' },
      { file: 'a.sql' },
      { file: 'a.sql', service: 'aap' },
      { file: 'a.csv' },
      { file: 'a.py', service: 'app' },
    ],
  });
  const { diagnostics } = await refusal(environment.start());
  assert.deepEqual(
    diagnostics.map(({ severity, message, hint, line }) => [severity, message, line ?? hint]),
    [
      ['error', 'fixture "none.sql" does not exist', 3],
      ['warning', 'fixture "perhaps.sql" does not exist', undefined],
      ['error', 'the fixture "a.sql" could go to several services', 'say which with "service"'],
      [
        'error',
        'the fixture "a.sql" is for a service "aap" that is not started',
        'did you mean "app"?',
      ],
      ['error', 'it is not known how to apply the fixture "a.csv"', undefined],
      [
        'error',
        'the script "a.py" cannot be a fixture of one service',
        'a script finds every service in SEATRIAL_<SERVICE>_URL; leave the service away',
      ],
    ],
  );
  assert.equal(diagnostics[2]?.seen, 'app (SQLite), other (SQLite)');
  assert.deepEqual(
    events.filter(({ type }) => type === 'service-starting'),
    [],
  );
});

test('a missing fixture may be a warning', async (t) => {
  const { environment, event } = scratchEnvironment(t, SQLITE, {
    fixtures: [{ file: 'none.sql', missing: 'warning' }],
  });
  await environment.start();
  assert.equal((await event('warning')).diagnostic.code, 'FIXTURE_FAILED');
});

const BROKEN: readonly {
  readonly what: string;
  readonly file: string;
  readonly text: string;
  readonly place: readonly [number | undefined, number | undefined];
  readonly seen: RegExp;
}[] = [
  {
    what: 'a statement',
    file: 'a.sql',
    text: 'create table t (a);\n\n  insert into u values (1);',
    place: [3, 3],
    seen: /no such table: u/,
  },
  {
    what: 'a transaction without an end',
    file: 'a.sql',
    text: 'create table t (a);\nbegin;\ninsert into t values (1);\n',
    place: [3, 26],
    seen: /ends inside a transaction/,
  },
  { what: 'JSON', file: 'a.json', text: '{\n  "t": [\n}', place: [3, 1], seen: /Unexpected token/ },
  {
    what: 'a table',
    file: 'a.json',
    text: '{\n  "t": [{"a": 1}]\n}',
    place: [2, 3],
    seen: /no such table: t/,
  },
  { what: 'a row', file: 'a.json', text: '{"t": [1]}', place: [1, 2], seen: /no list of rows/ },
  {
    what: 'a script of Node',
    file: 'a.mjs',
    text: 'console.log("so far");\nthrow new Error("so bad");\n',
    place: [2, undefined],
    seen: /exit code 1/,
  },
  {
    what: 'a shell script',
    file: 'a.sh',
    text: '\nset -e\necho "so far"\nfalse_command\n',
    place: [4, undefined],
    seen: /exit code 127/,
  },
  {
    what: 'a Python script',
    file: 'a.py',
    text: 'print("so far", flush=True)\n\nraise ValueError("so bad")\n',
    place: [3, undefined],
    seen: /exit code 1/,
  },
];

for (const { what, file, text, place, seen } of BROKEN) {
  const skip = file.endsWith('.py') && NO_PYTHON;
  test(
    `${what} that fails fails the environment with its place, and nothing is left`,
    { skip },
    async (t) => {
      const { environment, event, folder } = scratchEnvironment(t, SQLITE, {
        files: { [file]: text },
        fixtures: [{ file }],
      });
      const error = await refusal(environment.start());
      const [diagnostic] = error.diagnostics;
      assert.deepEqual(
        [diagnostic?.file, diagnostic?.line, diagnostic?.column],
        [join(folder, file), ...place],
      );
      assert.match(diagnostic?.seen ?? '', seen);
      if (/\.(?:mjs|py|sh)$/.test(file)) assert.match(error.logTail.join('\n'), /so far/);
      assert.equal(isAlive((await event('service-started')).pid), false);
    },
  );
}

test('PostgreSQL tells the line of a statement that breaks a rule, and of a word it does not know', async (t) => {
  const rows: readonly (readonly [string, number, RegExp])[] = [
    [
      'create table t (a int primary key);\ninsert into t values (1);\n\ninsert into t\n values (1);\n',
      4,
      /duplicate key.*\(a\)=\(1\) already exists\., code 23505/,
    ],
    [
      "create table t (a int);\nselect 'é', a,\n b from t;\n",
      3,
      /column "b" does not exist, code 42703/,
    ],
    [
      'create table t (a int);\ncopy t from stdin;\n1\nx\n\\.\n',
      4,
      /invalid input syntax.*code 22P02/,
    ],
  ];
  for (const [text, line, seen] of rows) {
    const { environment } = scratchEnvironment(t, POSTGRES, {
      files: { 'a.sql': text },
      fixtures: [{ file: 'a.sql' }],
    });
    const { diagnostics } = await refusal(environment.start());
    assert.equal(diagnostics[0]?.line, line, diagnostics[0]?.seen);
    assert.match(diagnostics[0]?.seen ?? '', seen);
  }
});

test('a script that does not end is ended with its children', async (t) => {
  const script = 'sleep 600 & echo $! > child.pid; wait';
  const { environment, folder } = scratchEnvironment(t, SQLITE, {
    files: { 'slow.sh': script },
    fixtures: [{ file: 'slow.sh', timeoutMs: 300 }],
  });
  const { message } = await refusal(environment.start());
  assert.match(message, /did not end within 300 ms/);
  assert.equal(isAlive(Number(readFileSync(join(folder, 'child.pid'), 'utf8'))), false);
});

test('an interrupted start ends a script with its children', async (t) => {
  const interruption = new AbortController();
  const { environment, folder } = scratchEnvironment(t, SQLITE, {
    files: {
      'slow.mjs': `
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
const child = spawn('sleep', ['600']);
writeFileSync('child.pid', String(child.pid));
await fetch(process.env.SEATRIAL_APP_URL + '/interrupt').catch(() => 0);`,
    },
    fixtures: [{ file: 'slow.mjs' }],
    signal: interruption.signal,
  });
  const starting = environment.start();
  starting.catch(() => undefined);
  while (!existsSync(join(folder, 'child.pid'))) await nextTurn();
  interruption.abort();
  await assert.rejects(starting, { code: 'ABORTED' });
  assert.equal(isAlive(Number(readFileSync(join(folder, 'child.pid'), 'utf8'))), false);
});
