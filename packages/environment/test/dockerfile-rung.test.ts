import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { EnvironmentError } from '../src/index.ts';
import { told } from './fixture-service.ts';
import { fixture, scratchEnvironment } from './scratch-project.ts';

const DOCKERFILE = `FROM node:24-slim
WORKDIR /srv
COPY . .
ENV PORT=5000 NAME=web CONFIG=/srv/config.json
EXPOSE 5000
VOLUME /data
HEALTHCHECK --interval=1s CMD node -e "fetch('http://localhost:5000/health').then((r) => process.exit(r.ok ? 0 : 1))"
ENTRYPOINT ["node"]
CMD ["main.mjs", "--data", "/data/x"]
`;
const PROGRAM = readFileSync(fixture('http-service.mjs'), 'utf8');

test('build: runs the final stage from the build context, with its variables, port, folder and healthcheck', async (t) => {
  const { environment, event, folder, directory } = scratchEnvironment(
    t,
    'services: {web: {build: ./web}}',
    {
      files: { 'web/Dockerfile': DOCKERFILE, 'web/main.mjs': PROGRAM },
    },
  );
  await using started = await environment.start();
  const { env, argv, cwd } = await told(started, 'web');
  const { port } = started.address('web', 5000);
  assert.equal((await event('service-starting')).rung, 'dockerfile');
  assert.equal((await event('service-ready')).by, 'healthcheck');
  assert.equal(cwd, join(folder, 'web'));
  assert.equal(started.workingDirectory('web'), cwd);
  assert.equal(env['PORT'], String(port));
  assert.equal(env['CONFIG'], join(folder, 'web', 'config.json'));
  assert.deepEqual(argv, ['--data', join(directory, 'volumes', 'web-data', 'x')]);
});

test('command, entrypoint and working_dir of the Compose file win over the image', async (t) => {
  const { environment } = scratchEnvironment(
    t,
    `services: {web: {build: ./web, entrypoint: [node, --no-warnings], command: main.mjs two, working_dir: /srv/inner}}`,
    {
      files: {
        'web/Dockerfile': DOCKERFILE,
        'web/inner/main.mjs': PROGRAM,
      },
    },
  );
  await using started = await environment.start();
  const { argv, cwd } = await told(started, 'web');
  assert.deepEqual(argv, ['two']);
  assert.match(cwd, /web\/inner$/);
});

test('the shell form runs in a shell, which sees the variables', async (t) => {
  const dockerfile =
    'FROM node:20\nENV PORT=5000 NAME=web WORD=hello\nEXPOSE 5000\nCOPY . .\nCMD exec node main.mjs $WORD\n';
  const { environment, event } = scratchEnvironment(t, 'services: {web: {build: ./web}}', {
    files: { 'web/Dockerfile': dockerfile, 'web/main.mjs': PROGRAM },
  });
  await using started = await environment.start();
  assert.deepEqual((await told(started, 'web')).argv, ['hello']);
  assert.match((await event('warning')).diagnostic.message, /asks for node:20 and runs on Node 24/);
});

test('a missing Dockerfile and a malformed one are all named before anything starts', async (t) => {
  const { environment, events } = scratchEnvironment(
    t,
    `services:
  none: {build: ./none}
  broken: {build: ./broken}
`,
    { files: { 'broken/Dockerfile': 'FROM a\nENTRYPIONT x\n' } },
  );
  await assert.rejects(environment.start(), (error) => {
    assert.ok(error instanceof EnvironmentError);
    assert.equal(error.code, 'SERVICE_NOT_RUNNABLE');
    assert.deepEqual(
      error.diagnostics.map(({ code, line, column }) => [code, line, column]),
      [
        ['SERVICE_NOT_RUNNABLE', 2, 17],
        ['DOCKERFILE_INSTRUCTION', 2, 1],
      ],
    );
    assert.match(error.message, /did you mean "ENTRYPOINT"/);
    return true;
  });
  assert.equal(
    events.some(({ type }) => type === 'service-starting'),
    false,
  );
});
