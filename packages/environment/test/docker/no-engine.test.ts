import assert from 'node:assert/strict';
import { test } from 'node:test';

import { SERVICE } from '../fixture-service.ts';
import { scratchEnvironment } from '../scratch-project.ts';

const COMPOSE = `services: {web: {${SERVICE.slice(0, -1)}}, environment: {NAME: web, PORT: '5000'}, ports: ['5000']}}`;
const env = { ...process.env, DOCKER_HOST: 'unix:///nowhere/docker.sock' };

test('without an engine the docker driver says where it looked', async (t) => {
  const { environment } = scratchEnvironment(t, COMPOSE, { driver: 'docker', env });
  await assert.rejects(environment.start(), {
    code: 'DOCKER_UNAVAILABLE',
    message: /no Docker Engine answers at unix:\/\/\/nowhere\/docker\.sock; got .*ENOENT/,
  });
});

test('without an engine auto takes the native driver', async (t) => {
  const { environment } = scratchEnvironment(t, COMPOSE, { driver: 'auto', env });
  await using started = await environment.start();
  assert.equal(started.driver, 'native');
});
