import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import * as api from '../src/index.ts';
import { SERVICE } from './fixture-service.ts';
import { scratchFolder } from './scratch-project.ts';

test('the exported values and the error codes are these', () => {
  assert.deepEqual(Object.keys(api).toSorted(), [
    'ENVIRONMENT_ERROR_CODES',
    'EnvironmentError',
    'FixtureFault',
    'createEnvironment',
    'describeLeftovers',
    'findHeld',
    'findLeftovers',
    'formatDiagnostic',
    'openDatabase',
    'openScratchDatabase',
    'readComposeFile',
    'removeLeftovers',
    'serviceVariables',
    'spawnProcessTree',
    'startEdgeProxy',
    'startReaper',
    'stopHolder',
    'storeKindOf',
  ]);
  assert.deepEqual(
    [...api.ENVIRONMENT_ERROR_CODES],
    [
      'COMPOSE_INVALID',
      'DEPENDENCY_CYCLE',
      'DOCKERFILE_INVALID',
      'SERVICE_UNKNOWN',
      'SERVICE_NOT_RUNNABLE',
      'PORT_TAKEN',
      'PREPARE_FAILED',
      'COMMAND_NOT_FOUND',
      'SERVICE_DIED',
      'SERVICE_DETACHED',
      'LOG_FLOODED',
      'PROCESSES_FLOODED',
      'SERVICE_NOT_READY',
      'FIXTURE_FAILED',
      'RESET_FAILED',
      'ABORTED',
      'STOP_INCOMPLETE',
      'FAULT_INVALID',
      'FAULT_FAILED',
      'DOCKER_UNAVAILABLE',
    ],
  );
});

test('the example of the README works', async (t) => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const example = /```ts\n([^]*?)```/.exec(readme)?.[1] ?? '';
  const index = fileURLToPath(new URL('../src/index.ts', import.meta.url));
  const folder = scratchFolder(t, {
    'compose.yaml': `services: {web: {${SERVICE.slice(0, -1)}}, environment: {NAME: web, PORT: '5000'}, ports: ['5000']}}`,
    'example.ts': example.replace("'@seatrial/environment'", `'${index}'`),
    'package.json': '{"type": "module"}',
  });
  let output = '';
  await using tree = await api.spawnProcessTree([process.execPath, join(folder, 'example.ts')], {
    cwd: folder,
    onOutput: (chunk) => {
      output += chunk.toString();
    },
  });
  assert.equal((await tree.exited).exitCode, 0, output);
  assert.match(output, /^200 \[ 'web listens on \d+' \]\n$/);
});
