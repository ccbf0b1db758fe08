import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { CHECK, SERVICE, get, order, told } from './fixture-service.ts';
import { fixture, isAlive, scratchEnvironment } from './scratch-project.ts';

test('B-RUN-09: services start in dependency order, concurrently, and stop in reverse', async (t) => {
  const { environment, events } = scratchEnvironment(
    t,
    `
services:
  web: {${SERVICE.slice(0, -1)}}, environment: {NAME: web, PORT: '5000'}, ports: ['5000'], depends_on: {db: {condition: service_healthy}, queue: {condition: service_started}}}
  db: {${SERVICE.slice(0, -1)}}, environment: {NAME: db, PORT: '6000'}, healthcheck: {test: ${CHECK(6000)}}}
  queue: {${SERVICE.slice(0, -1)}}, environment: {NAME: queue, PORT: '7000'}, expose: [7000]}
`,
  );
  await using started = await environment.start();
  const before = order(events);
  assert.ok(before.indexOf('service-ready db') < before.indexOf('service-starting web'));
  assert.ok(before.indexOf('service-started queue') < before.indexOf('service-starting web'));
  assert.ok(
    before.indexOf('service-starting queue') < before.indexOf('service-ready db'),
    'db and queue start at the same time',
  );
  assert.equal(before.at(-1), 'environment-ready');
  const pids = [...started.services.values()].map(({ pid }) => pid);
  await started.stop();
  await started.stop();
  const after = order(events).slice(before.length);
  assert.equal(after[0], 'service-stopped web');
  assert.deepEqual(after.slice(1, 3).toSorted(), ['service-stopped db', 'service-stopped queue']);
  assert.deepEqual(after.slice(3), ['environment-stopped']);
  assert.deepEqual(pids.filter(isAlive), []);
});

test('a service is told its loopback port, its neighbours and its volumes, and nothing of the caller', async (t) => {
  const { environment, directory } = scratchEnvironment(
    t,
    `
services:
  web:
    x-native: {command: [node, '${fixture('http-service.mjs')}', --port, '5000', --retries, '5000', --data=/data/x]}
    environment:
      NAME: web
      PORT: '5000'
      TIMEOUT: '5000'
      SELF: http://localhost:5000/here
      API_URL: http://api:6000/v1
      API_HOST: api
      API_PORT: '6000'
      DATABASE: sqlite:/data/web.db
    ports: ['5000']
    volumes: ['web-data:/data']
    x-sql: sqlite:/data/web.db
  api: {${SERVICE.slice(0, -1)}}, environment: {NAME: api, PORT: '6000'}}
volumes: {web-data: {}}
`,
    { env: { ...process.env, SECRET_OF_THE_CALLER: 'x' } },
  );
  await using started = await environment.start();
  const { port } = started.address('web');
  const api = started.address('api', 6000);
  const { env, argv } = await told(started, 'web');
  const data = join(directory, 'volumes', 'web-data');
  assert.notEqual(port, 5000);
  assert.equal(env['PORT'], String(port));
  assert.equal(env['TIMEOUT'], '5000');
  assert.equal(env['SELF'], `http://localhost:${port}/here`);
  assert.equal(env['API_URL'], `http://127.0.0.1:${api.port}/v1`);
  assert.equal(env['API_HOST'], '127.0.0.1');
  assert.equal(env['API_PORT'], String(api.port));
  assert.equal(env['DATABASE'], `sqlite:${data}/web.db`);
  assert.equal(env['SECRET_OF_THE_CALLER'], undefined);
  assert.deepEqual(argv, ['--port', String(port), '--retries', '5000', `--data=${data}/x`]);
  assert.equal(started.sqlUrl('web'), `sqlite:${data}/web.db`);
  assert.equal(started.sqlUrl('api'), undefined);
  assert.equal(started.environmentOf('web')['API_URL'], env['API_URL']);
  assert.deepEqual(started.commandIn('web', ['curl', 'http://api:6000']).command, [
    'curl',
    `http://127.0.0.1:${api.port}`,
  ]);
  assert.throws(() => started.address('wep'), {
    code: 'SERVICE_UNKNOWN',
    message: /did you mean "web"/,
  });
});

test('a job is awaited to its end, and the one after it starts only then', async (t) => {
  const { environment, events, event } = scratchEnvironment(
    t,
    `
services:
  web: {${SERVICE.slice(0, -1)}}, environment: {NAME: web, PORT: '5000'}, ports: ['5000'], depends_on: {migrate: {condition: service_completed_successfully}}}
  migrate: {x-native: {command: [node, -e, 'console.log("migrated")']}}
`,
  );
  await using started = await environment.start();
  const ready = await event('service-ready', 'migrate');
  assert.equal(ready.by, 'completed');
  assert.ok(
    order(events).indexOf('service-ready migrate') < order(events).indexOf('service-starting web'),
  );
  assert.deepEqual(started.logTail('migrate'), ['migrated']);
  assert.deepEqual(started.deaths, []);
});

test('a service that ignores SIGTERM is killed after its grace, with its children', async (t) => {
  const { environment, event } = scratchEnvironment(
    t,
    `
services:
  stubborn:
    x-native: {command: [node, '${fixture('stubborn-parent.mjs')}']}
    environment: {PORT: '5000'}
    ports: ['5000']
    stop_grace_period: 200ms
`,
  );
  const started = await environment.start();
  const pids = (await get(started, 'stubborn', '/')).split(' ').map(Number);
  assert.equal(pids.length, 3);
  assert.deepEqual(pids.filter(isAlive), pids);
  await started.stop();
  const stopped = await event('service-stopped');
  assert.deepEqual(stopped.exit, { exitCode: null, signal: 'SIGKILL' });
  assert.deepEqual(pids.filter(isAlive), []);
});

test('the log is complete, also a large one', async (t) => {
  const lines = 20_000;
  const { environment, event } = scratchEnvironment(
    t,
    `services: {job: {x-native: {command: [node, -e, 'for (let i = 0; i < ${lines}; i++) console.log("line " + i)']}}, after: {x-native: {command: [node, -e, '']}, depends_on: {job: {condition: service_completed_successfully}}}}`,
  );
  await using started = await environment.start();
  await event('service-ready', 'job');
  const text = readFileSync(started.services.get('job')?.logFile ?? '', 'utf8');
  assert.equal(text.split('\n').length, lines + 1);
  assert.deepEqual(started.logTail('job', 2), [`line ${lines - 2}`, `line ${lines - 1}`]);
});

test('only the named services are started, with what they need', async (t) => {
  const { environment } = scratchEnvironment(
    t,
    `
services:
  web: {${SERVICE.slice(0, -1)}}, environment: {NAME: web, PORT: '5000'}, ports: ['5000'], depends_on: [api]}
  api: {${SERVICE.slice(0, -1)}}, environment: {NAME: api, PORT: '6000'}, expose: [6000]}
  other: {image: 'oracle:23'}
`,
    { services: ['web'] },
  );
  await using started = await environment.start();
  assert.deepEqual([...started.services.keys()].toSorted(), ['api', 'web']);
});
