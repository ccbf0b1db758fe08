import assert from 'node:assert/strict';

import { runIn, service, testBothDrivers } from './both-drivers.ts';
import { get } from './fixture-service.ts';

const callsDb = (name: string, port: number): string =>
  `{build: ., environment: {NAME: ${name}, PORT: '${port}', DB: 'http://db:6001/health'}, expose: [${port}], depends_on: [db]}`;

const ONE = `services: {web: ${service('web', 5000)}}`;

testBothDrivers(
  'kill: nobody answers, the undo starts it again at the same address, and it is no death',
  async (scratch) => {
    const { environment, events } = scratch(ONE);
    await using started = await environment.start();
    const address = started.address('web');
    const fault = await started.faults.inject({ kind: 'kill', service: 'web' });
    await assert.rejects(get(started, 'web', '/health'));
    await fault.undo();
    assert.deepEqual(started.address('web'), address);
    assert.equal(await get(started, 'web', '/health'), 'healthy\n');
    assert.equal(started.logTail('web').filter((line) => /listens/.test(line)).length, 2);
    assert.deepEqual(started.deaths, []);
    assert.ok(!events.some(({ type }) => type === 'service-died'));
  },
);

testBothDrivers('restart: an orderly end, ready again, nothing to undo', async (scratch) => {
  const { environment } = scratch(ONE);
  await using started = await environment.start();
  await started.faults.inject({ kind: 'restart', service: 'web' });
  assert.equal(await get(started, 'web', '/health'), 'healthy\n');
  const said = started
    .logTail('web')
    .filter((line) => line.startsWith('web'))
    .map((line) => line.replace(/\d+/, 'PORT'));
  assert.deepEqual(said, ['web listens on PORT', 'web got SIGTERM', 'web listens on PORT']);
  assert.deepEqual([started.faults.active, started.deaths], [[], []]);
});

testBothDrivers(
  'pause: the service stands still, goes on where it was, and can be stopped meanwhile',
  async (scratch) => {
    const { environment } = scratch(ONE);
    await using started = await environment.start();
    const { host, port } = started.address('web');
    const ask = async (): Promise<string> => {
      const signal = AbortSignal.timeout(300);
      return (await fetch(`http://${host}:${port}/health`, { signal })).text();
    };
    const fault = await started.faults.inject({ kind: 'pause', service: 'web' });
    await assert.rejects(ask(), { name: 'TimeoutError' });
    await fault.undo();
    assert.equal(await ask(), 'healthy\n');
    await started.faults.inject({ kind: 'pause', service: 'web' });
    const stopAt = performance.now();
    await started.stop();
    assert.ok(performance.now() - stopAt < 8000, 'a paused service is stopped in order');
  },
);

testBothDrivers('after a kill that was undone an end is a death again', async (scratch) => {
  const { environment } = scratch(ONE);
  await using started = await environment.start();
  const kill = await started.faults.inject({ kind: 'kill', service: 'web' });
  await kill.undo();
  const died = new Promise((resolve) => started.onDeath(resolve));
  await runIn(started, 'web', ['touch', 'die-web']);
  await died;
  assert.deepEqual(started.deaths[0]?.exit, { exitCode: 3, signal: null });
});

testBothDrivers('an edge is broken for one caller only, and mended', async (scratch) => {
  const { environment } = scratch(
    `
services:
  web: ${callsDb('web', 5000)}
  shop: ${callsDb('shop', 7000)}
  db: ${service('db', 6001)}
`,
    { edges: 'proxied' },
  );
  await using started = await environment.start();
  const ask = async (name: string): Promise<string> =>
    (await runIn(started, name, ['sh', '-c', 'busybox wget -qO- $DB || echo refused'])).output;
  assert.equal(await ask('web'), 'healthy\n');
  const fault = await started.faults.inject({ kind: 'down', from: 'web', to: 'db' });
  assert.match(await ask('web'), /refused\n$/);
  assert.equal(await ask('shop'), 'healthy\n');
  assert.equal(await get(started, 'db', '/health'), 'healthy\n');
  await fault.undo();
  assert.equal(await ask('web'), 'healthy\n');
  await started.faults.inject({
    kind: 'status',
    status: 503,
    firstRequests: 1,
    from: 'scenario',
    to: 'db',
  });
  const { host, port } = started.address('db');
  assert.equal((await fetch(`http://${host}:${port}/health`)).status, 503);
  assert.equal((await fetch(`http://${host}:${port}/health`)).status, 200);
});
