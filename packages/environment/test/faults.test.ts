import assert from 'node:assert/strict';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { test } from 'node:test';

import { Client } from 'pg';

import { EnvironmentError } from '../src/index.ts';
import type { Fault, StartedEnvironment } from '../src/index.ts';
import { get } from './fixture-service.ts';
import { fixture, isAlive, scratchEnvironment } from './scratch-project.ts';

const chain = (environment: string): string =>
  `{x-native: {command: [node, '${fixture('chain-service.mjs')}']}, environment: {${environment}}, ports: ['5000']`;
const TWO_CALLERS = `
services:
  web: ${chain("NAME: web, PORT: '5000', NEXT_URL: 'http://db:5000/'")}, depends_on: {db: {condition: service_healthy}}}
  shop: ${chain("NAME: shop, PORT: '5000', NEXT_URL: 'http://db:5000/'")}}
  db: ${chain("NAME: db, PORT: '5000'")}, healthcheck: {test: [CMD, node, -e, "fetch('http://localhost:5000/health').then(r => process.exit(r.ok ? 0 : 1))"]}}
`;

async function refusal(started: StartedEnvironment, fault: Fault): Promise<string> {
  try {
    await started.faults.inject(fault);
  } catch (error) {
    assert.ok(error instanceof EnvironmentError, String(error));
    assert.equal(error.code, 'FAULT_INVALID');
    return error.message;
  }
  throw new Error('nothing was refused');
}

test('an edge is broken for one caller and whole for the others', async (t) => {
  const { environment, events } = scratchEnvironment(t, TWO_CALLERS, { edges: 'proxied' });
  await using started = await environment.start();
  assert.match(await get(started, 'web', '/'), /^web → 200 db \d+$/);
  {
    await using fault = await started.faults.inject({ kind: 'down', from: 'web', to: 'db' });
    assert.equal(await get(started, 'web', '/'), 'web → ECONNREFUSED');
    assert.match(await get(started, 'shop', '/'), /^shop → 200 db/);
    assert.match(await get(started, 'db', '/'), /^db/);
    assert.deepEqual(fault.effect.edges, ['web → db:5000']);
    assert.deepEqual(started.faults.active, [fault]);
  }
  assert.match(await get(started, 'web', '/'), /^web → 200 db/);
  const told = events.filter(({ type }) => type.startsWith('fault-'));
  assert.deepEqual(
    told.map((event) => ('fault' in event ? `${event.type} ${event.fault}` : '')),
    ['fault-injected down, web → db', 'fault-undone down, web → db'],
  );
});

test('faults of HTTP: the target does not see a request that is answered, and sees one whose answer is dropped', async (t) => {
  const { environment } = scratchEnvironment(t, TWO_CALLERS, { edges: 'proxied' });
  await using started = await environment.start();
  await get(started, 'web', '/');
  const { faults } = started;
  await faults.inject({ kind: 'status', status: 503, firstRequests: 1, from: 'web', to: 'db' });
  await faults.inject({ kind: 'drop-response', firstRequests: 1, from: 'scenario', to: 'web' });
  await assert.rejects(get(started, 'web', '/'));
  assert.equal(await get(started, 'db', '/hits'), '1');
  assert.equal(await get(started, 'web', '/hits'), '2');
  assert.deepEqual(
    faults.active.map(({ effect }) => effect.requests),
    [1, 1],
  );
  await faults.undoAll();
  await faults.undoAll();
  assert.deepEqual(faults.active, []);
  assert.match(await get(started, 'web', '/'), /^web → 200 db/);
});

test('kill: callers are refused, the undo starts it again with the same port and log, and it is no death', async (t) => {
  for (const edges of ['direct', 'proxied'] as const) {
    const { environment, events } = scratchEnvironment(t, TWO_CALLERS, { edges });
    await using started = await environment.start();
    const before = await get(started, 'db', '/');
    const { port } = started.address('db');
    const fault = await started.faults.inject({ kind: 'kill', service: 'db' });
    assert.equal(await get(started, 'web', '/'), 'web → ECONNREFUSED');
    await fault.undo();
    await fault.undo();
    assert.equal(started.address('db').port, port);
    const after = await get(started, 'db', '/');
    assert.notEqual(after, before);
    assert.match(await get(started, 'web', '/'), /^web → 200 db/);
    assert.equal(started.logTail('db').filter((line) => line.startsWith('listening')).length, 2);
    assert.deepEqual(started.deaths, []);
    assert.ok(!events.some(({ type }) => type === 'service-died'));
    await started.stop();
    assert.ok(!isAlive(Number(after.split(' ')[1])));
  }
});

test('a killed PostgreSQL comes back with its data, over the same way', async (t) => {
  const { environment } = scratchEnvironment(
    t,
    'services: {db: {image: "postgres:18", environment: {POSTGRES_PASSWORD: secret}, ports: ["5432"]}}',
    { edges: 'proxied' },
  );
  await using started = await environment.start();
  const query = async (sql: string): Promise<unknown> => {
    const client = new Client({ connectionString: started.sqlUrl('db') ?? '' });
    client.on('error', () => undefined);
    await client.connect();
    const { rows } = await client.query<{ n: number }>(sql);
    await client.end();
    return rows[0]?.n;
  };
  await query('create table kept as select 7 as n');
  const fault = await started.faults.inject({ kind: 'kill', service: 'db' });
  await assert.rejects(query('select 1 as n'), { code: 'ECONNREFUSED' });
  const twice = await refusal(started, { kind: 'kill', service: 'db' });
  assert.match(twice, /"kill db" cannot be: "kill db" is in force/);
  await fault.undo();
  assert.equal(await query('select n from kept'), 7);
  assert.match(
    await refusal(started, { kind: 'status', status: 503, firstRequests: 1, to: 'db' }),
    /needs HTTP\/1/,
  );
});

test('restart: an orderly end, ready again, nothing to undo', async (t) => {
  const { environment } = scratchEnvironment(t, TWO_CALLERS, { edges: 'proxied' });
  await using started = await environment.start();
  const before = await get(started, 'db', '/');
  await started.faults.inject({ kind: 'restart', service: 'db' });
  assert.notEqual(await get(started, 'db', '/'), before);
  assert.deepEqual([started.faults.active, started.deaths], [[], []]);
});

test('pause: the service stands still, goes on where it was, and can be stopped meanwhile', async (t) => {
  const { environment } = scratchEnvironment(t, TWO_CALLERS);
  await using started = await environment.start();
  const before = await get(started, 'db', '/');
  const fault = await started.faults.inject({ kind: 'pause', service: 'db' });
  assert.equal(await get(started, 'web', '/'), 'web → TimeoutError');
  await fault.undo();
  assert.equal(await get(started, 'db', '/'), before);
  await started.faults.inject({ kind: 'pause', service: 'db' });
  const stopAt = performance.now();
  await started.stop();
  assert.ok(performance.now() - stopAt < 5000, 'a paused service is stopped in order');
  assert.ok(!isAlive(Number(before.split(' ')[1])));
});

test('a service that does not come back is a death, and the environment says that it is broken', async (t) => {
  const { environment, folder } = scratchEnvironment(
    t,
    `
services:
  web: {x-native: {command: [sh, -c, 'test ! -e dead && exec node ${fixture('chain-service.mjs')}']}, environment: {PORT: '5000'}, ports: ['5000']}
`,
  );
  await using started = await environment.start();
  const fault = await started.faults.inject({ kind: 'kill', service: 'web' });
  writeFileSync(`${folder}/dead`, '');
  const died = new Promise((resolve) => started.onDeath(resolve));
  await assert.rejects(fault.undo(), { code: 'FAULT_FAILED' });
  await died;
  assert.equal(started.deaths[0]?.service, 'web');
  assert.match(String(started.faults.broken), /could not be undone/);
});

test('what cannot be broken is refused with what can be', async (t) => {
  const { environment } = scratchEnvironment(t, TWO_CALLERS, { edges: 'proxied' });
  await using started = await environment.start();
  const down = { kind: 'down' } as const;
  assert.match(await refusal(started, { ...down, to: 'bd' }), /did you mean "db"\?/);
  assert.match(await refusal(started, { ...down, from: 'wbe', to: 'db' }), /did you mean "web"\?/);
  const none = await refusal(started, { ...down, from: 'web', to: 'shop' });
  assert.match(none, /no edge web → shop; expected one of scenario → shop:5000, web → db:5000/);
  assert.match(
    await refusal(started, { ...down, to: 'db', port: 1 }),
    /no edge from anybody → db:1/,
  );
  assert.match(await refusal(started, { kind: 'kill', service: 'bd' }), /did you mean "db"\?/);
  const status = { kind: 'status', firstRequests: 1, to: 'db' } as const;
  assert.match(await refusal(started, { ...status, status: 99 }), /expected from 200 to 599/);
  const latency = { kind: 'latency', latencyMs: -1, to: 'db' } as const;
  assert.match(await refusal(started, latency), /expected at least 0/);
});

test('an HTTP fault where no HTTP is spoken is an error, at once or at the latest when it is undone', async (t) => {
  const { environment } = scratchEnvironment(t, TWO_CALLERS, { edges: 'proxied' });
  await using started = await environment.start();
  const status = { kind: 'status', status: 503, firstRequests: 1, to: 'db' } as const;
  const fault = await started.faults.inject({ ...status, from: 'scenario' });
  const socket = connect(started.address('db').port, '127.0.0.1');
  socket.on('error', () => socket.destroy());
  socket.write('PING\r\n');
  socket.resume();
  await once(socket, 'close');
  await assert.rejects(fault.undo(), { code: 'FAULT_FAILED' });
  assert.match(
    await refusal(started, { ...status, from: 'scenario' }),
    /needs HTTP\/1 on scenario/,
  );
  assert.deepEqual(started.faults.active, []);
});

test('without proxies edges cannot be broken, and that is said', async (t) => {
  const { environment } = scratchEnvironment(t, TWO_CALLERS);
  await using started = await environment.start();
  assert.match(await refusal(started, { kind: 'down', to: 'db' }), /edges: 'proxied'/);
});
