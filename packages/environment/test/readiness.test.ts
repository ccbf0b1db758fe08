import assert from 'node:assert/strict';
import { test } from 'node:test';

import { EnvironmentError } from '../src/index.ts';
import { CHECK, SERVICE, get, order } from './fixture-service.ts';
import { isAlive, scratchEnvironment } from './scratch-project.ts';

test('B-RUN-04: "unhealthy" is not healthy, however its text reads', async (t) => {
  const { environment, events, event } = scratchEnvironment(
    t,
    `
services:
  web:
    ${SERVICE}
    environment: {NAME: web, PORT: '5000', HEALTHY_AFTER_MS: '3600000'}
    # Time enough for the service to listen, also on a busy machine.
    healthcheck: {test: ${CHECK(5000)}, interval: 500ms, retries: 4}
`,
  );
  await assert.rejects(environment.start(), (error) => {
    assert.ok(error instanceof EnvironmentError);
    assert.equal(error.code, 'SERVICE_NOT_READY');
    assert.equal(error.service, 'web');
    assert.match(error.message, /unhealthy; got healthcheck ended with 1: unhealthy/);
    assert.deepEqual(error.logTail.length, 1);
    return true;
  });
  const { pid } = await event('service-started');
  assert.equal(isAlive(pid), false);
  assert.deepEqual(order(events).slice(-3), [
    'service-failed web',
    'service-stopped web',
    'environment-stopped',
  ]);
});

test('a service that turns healthy later is ready then, and asking often does not make it unhealthy', async (t) => {
  const { environment, event } = scratchEnvironment(
    t,
    `
services:
  web:
    ${SERVICE}
    environment: {NAME: web, PORT: '5000', HEALTHY_AFTER_MS: '600'}
    healthcheck: {test: ${CHECK(5000)}, interval: 5s, retries: 1}
`,
  );
  await environment.start();
  const ready = await event('service-ready');
  assert.equal(ready.by, 'healthcheck');
  assert.ok(ready.afterMs >= 500, `ready after ${ready.afterMs} ms`);
  assert.ok(ready.afterMs < 5000, `ready after ${ready.afterMs} ms`);
});

test('B-RUN-05: a service without a healthcheck is ready when its port answers', async (t) => {
  const { environment, event } = scratchEnvironment(
    t,
    `services: {web: {${SERVICE.slice(0, -1)}}, environment: {NAME: web, PORT: '5000'}, ports: ['5000']}}`,
  );
  await using started = await environment.start();
  assert.equal((await event('service-ready')).by, 'port');
  assert.equal(await get(started, 'web', '/health'), 'healthy');
});

test('one deadline holds for everything, and names what was not ready with the last check', async (t) => {
  const { environment } = scratchEnvironment(
    t,
    `
services:
  late: {x-native: {command: [node, -e, 'console.log("working on it"); setInterval(() => {}, 1000)']}, ports: ['5000']}
  web: {${SERVICE.slice(0, -1)}}, environment: {NAME: web, PORT: '6000'}, expose: [6000]}
  waits: {${SERVICE.slice(0, -1)}}, environment: {NAME: waits, PORT: '7000'}, depends_on: {late: {condition: service_healthy}}}
`,
    { deadlineMs: 700 },
  );
  const startedAt = performance.now();
  await assert.rejects(environment.start(), (error) => {
    assert.ok(error instanceof EnvironmentError);
    assert.equal(error.code, 'SERVICE_NOT_READY');
    assert.deepEqual(
      error.diagnostics.map(({ message }) => message),
      ['service "late" was not ready within 700 ms'],
    );
    assert.match(error.message, /nothing answers on 127\.0\.0\.1:5000/);
    assert.deepEqual(error.logTail, ['working on it']);
    return true;
  });
  assert.ok(performance.now() - startedAt < 5000);
});

test('a port that a service is told of and a neighbour speaks to is awaited as a declared one', async (t) => {
  const { environment, event } = scratchEnvironment(
    t,
    `
services:
  web: {${SERVICE.slice(0, -1)}}, environment: {NAME: web, PORT: '5000', API: 'http://api:6000'}, ports: ['5000']}
  api: {${SERVICE.slice(0, -1)}}, environment: {NAME: api, PORT: '6000'}}
`,
  );
  await using started = await environment.start();
  assert.equal((await event('service-ready', 'api')).by, 'port');
  assert.match(await get(started, 'api', '/health'), /healthy/);
});
