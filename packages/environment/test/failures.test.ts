import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import type { TestContext } from 'node:test';

import { EnvironmentError } from '../src/index.ts';
import { SERVICE, get } from './fixture-service.ts';
import { isAlive, scratchEnvironment } from './scratch-project.ts';

test('B-RUN-06, B-RUN-12: a service that dies fails the start at once, with its log, and everything is stopped', async (t) => {
  const { environment, event, events } = scratchEnvironment(
    t,
    `
services:
  web: {${SERVICE.slice(0, -1)}}, environment: {NAME: web, PORT: '5000'}, ports: ['5000']}
  broken:
    x-native: {command: "echo first line; echo the reason >&2; exit 7"}
    ports: ['6000']
`,
  );
  await assert.rejects(environment.start(), (error) => {
    assert.ok(error instanceof EnvironmentError);
    assert.equal(error.code, 'SERVICE_DIED');
    assert.equal(error.service, 'broken');
    assert.match(error.message, /exit code 7/);
    assert.deepEqual(error.logTail, ['first line', 'the reason']);
    return true;
  });
  const died = await event('service-died');
  assert.deepEqual(died.exit, { exitCode: 7, signal: null });
  for (const started of events.filter(({ type }) => type === 'service-started')) {
    assert.equal('pid' in started && isAlive(started.pid), false);
  }
});

test('a job that fails fails the start', async (t) => {
  const { environment } = scratchEnvironment(
    t,
    `
services:
  web: {${SERVICE.slice(0, -1)}}, environment: {NAME: web, PORT: '5000'}, depends_on: {migrate: {condition: service_completed_successfully}}}
  migrate: {x-native: {command: 'echo no table >&2; exit 1'}}
`,
  );
  await assert.rejects(environment.start(), { code: 'SERVICE_DIED', service: 'migrate' });
});

test('a preparation runs before the command, and a failing one is named', async (t) => {
  const good = scratchEnvironment(
    t,
    `services: {web: {x-native: {prepare: 'echo prepared > prepared.txt', command: [node, -e, 'console.log(require("fs").readFileSync("prepared.txt", "utf8")); setInterval(() => {}, 1000)']}}}`,
  );
  await good.environment.start();
  assert.ok(good.events.some(({ type }) => type === 'environment-ready'));
  const bad = scratchEnvironment(
    t,
    `services: {web: {x-native: {prepare: 'echo no compiler; exit 2', command: [node, -e, '']}}}`,
  );
  await assert.rejects(bad.environment.start(), (error) => {
    assert.ok(error instanceof EnvironmentError);
    assert.equal(error.code, 'PREPARE_FAILED');
    assert.deepEqual(error.logTail, ['no compiler']);
    return true;
  });
  assert.equal(
    bad.events.some(({ type }) => type === 'service-started'),
    false,
  );
});

test('a command that does not exist is named', async (t) => {
  const { environment } = scratchEnvironment(
    t,
    `services: {web: {x-native: {command: [no-such-program-here, x]}}}`,
  );
  await assert.rejects(environment.start(), {
    code: 'COMMAND_NOT_FOUND',
    message: /no-such-program-here/,
  });
});

test('a service that dies later is recorded and told, with its log', async (t) => {
  const { environment, event } = scratchEnvironment(
    t,
    `services: {web: {${SERVICE.slice(0, -1)}}, environment: {NAME: web, PORT: '5000'}, ports: ['5000']}}`,
  );
  await using started = await environment.start();
  const heard = Promise.withResolvers<string>();
  started.onDeath(({ service }) => heard.resolve(service));
  await get(started, 'web', '/die');
  assert.equal(await heard.promise, 'web');
  const [death] = started.deaths;
  assert.deepEqual(death?.exit, { exitCode: 3, signal: null });
  assert.equal(death?.logTail.at(-1), 'fatal: told to die');
  assert.equal((await event('service-died')).service, 'web');
});

async function takenPort(t: TestContext): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  return (server.address() as AddressInfo).port;
}

test('a port that is built into a service and taken is named with its place and its holder; nothing is started', async (t) => {
  const port = await takenPort(t);
  const { environment, events } = scratchEnvironment(
    t,
    `services:
  web:
    ${SERVICE}
    environment: {NAME: web}
    ports:
      - '${port}:${port}'
`,
  );
  await assert.rejects(environment.start(), (error) => {
    assert.ok(error instanceof EnvironmentError);
    assert.equal(error.code, 'PORT_TAKEN');
    assert.equal(error.service, 'web');
    const [finding] = error.diagnostics;
    assert.equal(finding?.line, 6);
    assert.equal(finding?.column, 9);
    assert.match(finding?.message ?? '', new RegExp(`port ${port} of service "web"`));
    if (process.platform === 'linux')
      assert.match(finding?.seen ?? '', new RegExp(`process ${process.pid} `));
    return true;
  });
  assert.equal(
    events.some(({ type }) => type === 'service-started'),
    false,
  );
});

test('a service that is told its port moves away from a published one that is taken, and says where it is', async (t) => {
  const port = await takenPort(t);
  const { environment, event } = scratchEnvironment(
    t,
    `services:
  web:
    ${SERVICE}
    environment: {NAME: web, PORT: '5000'}
    ports:
      - '${port}:5000'
  other:
    ${SERVICE}
    environment: {NAME: other, PORT: '5000', WEB: 'http://web:5000'}
    ports: ['5000']
`,
  );
  await using started = await environment.start();
  const moved = started.address('web').port;
  assert.notEqual(moved, port);
  const { diagnostic } = await event('warning');
  assert.equal(diagnostic.code, 'PORT_MOVED');
  assert.equal(diagnostic.line, 6);
  assert.match(diagnostic.message, new RegExp(`on port ${moved} instead of ${port}`));
  if (process.platform === 'linux')
    assert.match(diagnostic.seen ?? '', new RegExp(`process ${process.pid} `));
  assert.equal(await get(started, 'web', '/health'), 'healthy');
  assert.equal(started.environmentOf('other')['WEB'], `http://127.0.0.1:${moved}`);
});

test('B-RUN-13: an abort midway stops what was started and rejects with ABORTED', async (t) => {
  const controller = new AbortController();
  const { environment, event } = scratchEnvironment(
    t,
    `
services:
  web: {${SERVICE.slice(0, -1)}}, environment: {NAME: web, PORT: '5000'}, expose: [5000]}
  late: {x-native: {command: [node, -e, 'setInterval(() => {}, 1000)']}, ports: ['6000']}
`,
    { signal: controller.signal },
  );
  const starting = environment.start();
  const refused = assert.rejects(starting, { code: 'ABORTED' });
  const web = await event('service-ready', 'web');
  const late = await event('service-started', 'late');
  controller.abort();
  await refused;
  assert.equal(web.service, 'web');
  assert.equal(isAlive(late.pid), false);
  assert.equal(isAlive((await event('service-started', 'web')).pid), false);
  await environment.stop();
});

test('stop() interrupts a start that is under way', async (t) => {
  const { environment, event } = scratchEnvironment(
    t,
    `services: {late: {x-native: {command: [node, -e, 'setInterval(() => {}, 1000)']}, ports: ['6000']}}`,
  );
  const refused = assert.rejects(environment.start(), { code: 'ABORTED' });
  const { pid } = await event('service-started');
  await environment.stop();
  await refused;
  assert.equal(isAlive(pid), false);
});
