import assert from 'node:assert/strict';
import { test } from 'node:test';

import { EnvironmentError } from '../src/index.ts';
import { get, SERVICE } from './fixture-service.ts';
import { scratchEnvironment } from './scratch-project.ts';

const WEB = `${SERVICE.slice(0, -1)}}, environment: {NAME: web, PORT: '5000'}, ports: ['5000']}`;

test('a service that nothing here can run is not proven, with those that require it; the others start', async (t) => {
  const { environment, events } = scratchEnvironment(
    t,
    `
services:
  web: {${WEB}
  db: {image: 'oracle:23'}
  api: {${SERVICE}, depends_on: [db]}
  front: {${SERVICE}, depends_on: [api]}
  report: {${SERVICE.slice(0, -1)}}, environment: {PORT: '6000'}, ports: ['6000'], depends_on: {db: {condition: service_started, required: false}}}
`,
  );
  await using started = await environment.start();
  assert.deepEqual([...started.services.keys()], ['web', 'report']);
  assert.deepEqual([...started.notProven.keys()], ['db', 'api', 'front']);
  const { reason, remedy } = started.notProven.get('db') ?? {};
  assert.equal(reason, 'image oracle:23');
  assert.match(remedy ?? '', /x-native.*Docker/);
  assert.match(started.notProven.get('front')?.reason ?? '', /depends on "api"/);
  assert.match(await get(started, 'web', '/health'), /healthy/);
  assert.throws(() => started.address('db'), {
    code: 'SERVICE_NOT_RUNNABLE',
    message: /"db" cannot run without Docker.*image oracle:23/,
  });
  const told = events.flatMap((event) => (event.type === 'service-not-proven' ? [event] : []));
  assert.deepEqual(
    told.map(({ service }) => service),
    ['db', 'api', 'front'],
  );
});

test('when nothing at all can run, the start fails and names every service with its line', async (t) => {
  const { environment, events } = scratchEnvironment(
    t,
    `services:
  db:
    image: oracle:23
  silent: {build: ./silent}
`,
    { files: { 'silent/Dockerfile': 'FROM a\n' } },
  );
  await assert.rejects(environment.start(), (error) => {
    assert.ok(error instanceof EnvironmentError);
    assert.equal(error.code, 'SERVICE_NOT_RUNNABLE');
    assert.match(
      error.message,
      /compose\.yaml:2:3: service "db".*got image oracle:23 \(add x-native/,
    );
    assert.match(error.message, /compose\.yaml:4:3: service "silent".*neither CMD nor ENTRYPOINT/);
    return true;
  });
  assert.equal(
    events.some(({ type }) => type === 'service-started'),
    false,
  );
  assert.deepEqual(
    events.flatMap((event) => (event.type === 'service-not-proven' ? [event.service] : [])),
    ['db', 'silent'],
  );
});

test('the provider of a service is evidence: in the event and on the running service', async (t) => {
  const { environment, event } = scratchEnvironment(
    t,
    `services: {web: {image: 'acme/web:3', ${WEB}}`,
  );
  await using started = await environment.start();
  const provider = { rung: 'x-native', product: null, version: null, wanted: 'acme/web:3' };
  assert.deepEqual((await event('service-starting')).provider, provider);
  assert.deepEqual(started.services.get('web')?.provider, provider);
});
