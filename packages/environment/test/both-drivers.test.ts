import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { EnvironmentError } from '../src/index.ts';
import { check, runIn, script, service, testBothDrivers } from './both-drivers.ts';
import { get, order } from './fixture-service.ts';

testBothDrivers(
  'B-RUN-09: services start in dependency order and stop in reverse',
  async (scratch, _, driver) => {
    const needs =
      'depends_on: {db: {condition: service_healthy}, queue: {condition: service_started}}';
    const { environment, events } = scratch(`
services:
  web: ${service('web', 5000, needs)}
  db: ${service('db', 6001, check(6001))}
  queue: ${service('queue', 7000)}
`);
    const started = await environment.start();
    assert.equal(started.driver, driver);
    const before = order(events).filter((event) => !/^engine|^images/.test(event));
    assert.ok(before.indexOf('service-ready db') < before.indexOf('service-starting web'));
    assert.ok(before.indexOf('service-started queue') < before.indexOf('service-starting web'));
    assert.ok(before.indexOf('service-starting queue') < before.indexOf('service-ready db'));
    assert.equal(before.at(-1), 'environment-ready');
    assert.equal(await get(started, 'web', '/health'), 'healthy\n');
    assert.match(started.logTail('db').join(), /^db listens on \d+$/);
    const count = events.length;
    await started.stop();
    await started.stop();
    const after = order(events.slice(count));
    assert.equal(after[0], 'service-stopped web');
    assert.deepEqual(after.slice(1, 3).toSorted(), ['service-stopped db', 'service-stopped queue']);
    assert.deepEqual(after.slice(3), ['environment-stopped']);
    const stopped = events.find(({ type }) => type === 'service-stopped');
    assert.deepEqual(stopped !== undefined && 'exit' in stopped && stopped.exit, {
      exitCode: 0,
      signal: null,
    });
    assert.equal(started.logTail('web').at(-1), 'web got SIGTERM');
  },
);

testBothDrivers(
  'B-RUN-04: unhealthy is not healthy, and fails at once with what the check said',
  async (scratch) => {
    const failing = `healthcheck: {test: [CMD, sh, -c, 'echo not healthy yet; exit 1'], interval: 200ms, retries: 2}`;
    const { environment, events } = scratch(`services: {web: ${service('web', 5000, failing)}}`);
    await assert.rejects(environment.start(), (error) => {
      assert.ok(error instanceof EnvironmentError);
      assert.equal(error.code, 'SERVICE_NOT_READY');
      assert.equal(error.service, 'web');
      assert.match(
        error.message,
        /service "web" is unhealthy; got healthcheck ended with 1: not healthy yet/,
      );
      assert.match(error.logTail.join(), /^web listens on \d+$/);
      return true;
    });
    assert.equal(events.at(-1)?.type, 'environment-stopped');
  },
);

testBothDrivers(
  'B-RUN-06: a service that ends fails the start at once, with its whole log',
  async (scratch) => {
    const { environment, event } = scratch(`
services:
  web: ${service('web', 5000)}
  broken: ${script('echo first line; echo the reason >&2; exit 7', "ports: ['6001'], restart: always")}
`);
    await assert.rejects(environment.start(), (error) => {
      assert.ok(error instanceof EnvironmentError);
      assert.equal(error.code, 'SERVICE_DIED');
      assert.equal(error.service, 'broken');
      assert.match(error.message, /exit code 7/);
      // An engine gathers the two streams separately.
      assert.deepEqual(error.logTail.toSorted(), ['first line', 'the reason']);
      return true;
    });
    assert.deepEqual((await event('service-died')).exit, { exitCode: 7, signal: null });
  },
);

testBothDrivers('a service that dies later is recorded and told, with its log', async (scratch) => {
  const { environment } = scratch(`services: {web: ${service('web', 5000)}}`);
  await using started = await environment.start();
  const heard = Promise.withResolvers<string>();
  started.onDeath(({ service: name }) => heard.resolve(name));
  assert.equal((await runIn(started, 'web', ['touch', 'die-web'])).exitCode, 0);
  assert.equal(await heard.promise, 'web');
  const [death] = started.deaths;
  assert.deepEqual(death?.exit, { exitCode: 3, signal: null });
  assert.equal(death?.logTail.at(-1), 'fatal: told to die');
});

testBothDrivers(
  'a job is awaited to its end, and the one after it starts only then; its log is complete',
  async (scratch) => {
    const lines = 20_000;
    const { environment, events } = scratch(`
services:
  web: ${service('web', 5000, 'depends_on: {migrate: {condition: service_completed_successfully}}')}
  migrate: ${script(`i=0; while [ $$i -lt ${lines} ]; do echo line $$i; i=$$((i+1)); done`)}
`);
    await using started = await environment.start();
    const seen = order(events);
    assert.ok(seen.indexOf('service-ready migrate') < seen.indexOf('service-starting web'));
    const ready = events.find(
      (event) => event.type === 'service-ready' && event.service === 'migrate',
    );
    assert.equal(ready !== undefined && 'by' in ready && ready.by, 'completed');
    const text = readFileSync(started.services.get('migrate')?.logFile ?? '', 'utf8');
    assert.equal(text.split('\n').length, lines + 1);
    assert.deepEqual(started.logTail('migrate', 1), [`line ${lines - 1}`]);
    assert.deepEqual(started.deaths, []);
  },
);

testBothDrivers('a job that fails fails the start', async (scratch) => {
  const { environment } = scratch(`
services:
  web: ${service('web', 5000, 'depends_on: {migrate: {condition: service_completed_successfully}}')}
  migrate: ${script('echo no table >&2; exit 1')}
`);
  await assert.rejects(environment.start(), { code: 'SERVICE_DIED', service: 'migrate' });
});

testBothDrivers('B-RUN-13: an abort while starting stops what was started', async (scratch) => {
  const controller = new AbortController();
  const { environment, event, events } = scratch(
    `services: {web: ${service('web', 5000)}, late: ${script('busybox sleep 1000', "ports: ['6001'], stop_grace_period: 1s")}}`,
    { signal: controller.signal },
  );
  const refused = assert.rejects(environment.start(), { code: 'ABORTED' });
  await Promise.all([event('service-ready', 'web'), event('service-started', 'late')]);
  controller.abort();
  await refused;
  assert.equal(events.at(-1)?.type, 'environment-stopped');
});

testBothDrivers('the deadline names every service that was not ready', async (scratch) => {
  const { environment } = scratch(
    `services: {late: ${script('echo still thinking; busybox sleep 1000', "ports: ['6001'], stop_grace_period: 1s")}}`,
    { deadlineMs: 6000 },
  );
  await assert.rejects(environment.start(), (error) => {
    assert.ok(error instanceof EnvironmentError);
    assert.equal(error.code, 'SERVICE_NOT_READY');
    assert.match(
      error.message,
      /service "late" was not ready within 6000 ms; got nothing answers on/,
    );
    assert.deepEqual(error.logTail, ['still thinking']);
    return true;
  });
});

testBothDrivers('only the named services are started, with what they need', async (scratch) => {
  const { environment } = scratch(
    `
services:
  web: ${service('web', 5000, 'depends_on: [api]')}
  api: ${service('api', 6001)}
  other: ${script('exit 1')}
`,
    { services: ['web'] },
  );
  await using started = await environment.start();
  assert.deepEqual([...started.services.keys()].toSorted(), ['api', 'web']);
  assert.throws(() => started.address('other'), { code: 'SERVICE_UNKNOWN' });
});

testBothDrivers(
  'a command runs as if it were inside the service, and reaches its neighbours by name',
  async (scratch) => {
    const { environment } = scratch(`
services:
  web: ${service('web', 5000)}
  api: {build: ., environment: {NAME: api, PORT: '6001', WEB: 'http://web:5000/health', SIGN: 'a$$b'}, expose: [6001]}
`);
    await using started = await environment.start();
    const { output } = await runIn(started, 'api', [
      'busybox',
      'wget',
      '-qO-',
      'http://web:5000/health',
    ]);
    assert.equal(output, 'healthy\n');
    const told = await runIn(started, 'api', [
      'sh',
      '-c',
      'busybox wget -qO- $WEB; echo $NAME $SIGN',
    ]);
    assert.equal(told.output, 'healthy\napi a$b\n');
    assert.equal((await runIn(started, 'api', ['sh', '-c', 'exit 5'])).exitCode, 5);
    assert.equal(started.environmentOf('api')['SIGN'], 'a$b');
  },
);

testBothDrivers('a named volume is shared within the environment', async (scratch) => {
  const { environment } = scratch(`
services:
  web: ${service('web', 5000, 'volumes: ["data:/data"], depends_on: {writer: {condition: service_completed_successfully}}')}
  writer: ${script('echo written > /data/file', 'volumes: ["data:/data"]')}
volumes: {data: {}}
`);
  await using started = await environment.start();
  assert.equal((await runIn(started, 'web', ['cat', '/data/file'])).output, 'written\n');
});

testBothDrivers(
  'a service that floods its log is killed, and its log stays bounded',
  async (scratch) => {
    const { environment, directory } = scratch(
      `services: {flood: ${script('sleep 0.2; exec busybox yes flooding', 'expose: [5000]')}}`,
      { bounds: { logBytes: 1024 * 1024 } },
    );
    const failed = await environment.start().catch((error: unknown) => error);
    assert.ok(failed instanceof EnvironmentError);
    assert.equal(failed.code, 'LOG_FLOODED');
    assert.match(failed.message, /at most 1\.0 MB, got [\d.]+ MB, growing by [\d.]+ MB a second/);
    assert.ok(failed.logTail.length > 0);
    const { size } = statSync(join(directory, 'logs', 'flood.log'));
    assert.ok(size > 1024 * 1024 && size < 64 * 1024 * 1024, `the log has ${size} bytes`);
  },
);
