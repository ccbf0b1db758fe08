import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';

import { createEnvironment, readComposeFile } from '@seatrial/environment';

import { createProject, runSuite } from './run-suite.ts';

const COMPOSE = `services:
  order-api:
    x-native:
      command: [node, -e, "require('node:http').createServer((_, reply) => reply.end('ahoy')).listen(process.env.PORT, '127.0.0.1')"]
    environment: { PORT: '8080' }
    ports: ['8080']
`;
const SUITE = `import { test } from 'node:test';
import assert from 'node:assert/strict';
test('INT-01 answers', async () => {
  const reply = await fetch(process.env.SEATRIAL_ORDER_API_URL);
  assert.equal(await reply.text(), 'ahoy');
});`;

test('a suite that needs the services is told where they answer', async () => {
  await using project = await createProject({ 'compose.yaml': COMPOSE, 'api.test.mjs': SUITE });
  const compose = readComposeFile(join(project.root, 'compose.yaml'), { env: {} });
  const directory = join(project.output, 'environment');
  await using environment = await createEnvironment({ compose, directory }).start();
  const suite = { runner: 'node:test', files: ['*.test.mjs'], needsEnvironment: true } as const;
  const run = await runSuite(project, suite, { environment });
  assert.equal(run.result.outcome, 'passed', run.message);
});

test('without the services it is an error, and nothing is started', async () => {
  await using project = await createProject({ 'api.test.mjs': SUITE });
  const run = await runSuite(project, { runner: 'node:test', needsEnvironment: true });
  assert.equal(run.result.outcome, 'error');
  assert.match(run.message, /needs the services/);
  await assert.rejects(readFile(join(project.output, 'output.log')), { code: 'ENOENT' });
});
