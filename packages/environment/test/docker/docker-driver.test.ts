import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';

import { removeDockerProject } from '../../src/docker/remove-docker-project.ts';
import { createEnvironment, EnvironmentError, readComposeFile } from '../../src/index.ts';
import type { EnvironmentOptions } from '../../src/index.ts';
import { runIn, script, service, serviceFiles } from '../both-drivers.ts';
import { busyboxImage, withoutDocker } from '../docker-images.ts';
import { get } from '../fixture-service.ts';
import { scratchEnvironment, scratchFolder } from '../scratch-project.ts';
import type { ScratchEnvironment } from '../scratch-project.ts';
import { forwardToEngine, labelled, resource, withoutComposeV1 } from './engine.ts';

const options = { skip: withoutDocker };

function scratch(
  t: TestContext,
  compose: string,
  more: Partial<EnvironmentOptions> & { files?: Readonly<Record<string, string>> } = {},
): ScratchEnvironment {
  const { files, ...rest } = more;
  const all = { ...serviceFiles('docker'), ...files };
  return scratchEnvironment(t, compose, { driver: 'docker', files: all, ...rest });
}

test(
  'two environments of one file with fixed names and ports live side by side',
  options,
  async (t) => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    t.after(() => taken.close());
    const { port } = taken.address() as AddressInfo;
    const compose = `
services:
  web: {build: ., container_name: the-web, environment: {NAME: web, PORT: '5000'}, ports: ['${port}:5000'], volumes: ['data:/data']}
  api: ${service('api', 6001)}
volumes: {data: {name: the-data}}
networks: {default: {name: the-network}}
`;
    const one = scratch(t, compose);
    const other = scratch(t, compose);
    const [left, right] = await Promise.all([one.environment.start(), other.environment.start()]);
    assert.notDeepEqual(left.address('web'), right.address('web'));
    assert.equal(await get(left, 'web', '/health'), 'healthy\n');
    const asked = ['busybox', 'wget', '-qO-', 'http://the-web:5000/health'];
    assert.equal((await runIn(left, 'api', asked)).output, 'healthy\n');
    await runIn(left, 'web', ['touch', '/data/left']);
    assert.equal((await runIn(right, 'web', ['ls', '/data'])).output, '');
  },
);

test(
  'everything carries the label of its environment, and nothing of it is left after stop()',
  options,
  async (t) => {
    const { environment, event } = scratch(
      t,
      `
services:
  web: {build: ., environment: {NAME: web, PORT: '5000'}, expose: [5000], volumes: ['data:/data', '/anonymous'], networks: [back]}
volumes: {data: {}}
networks: {back: {}}
`,
    );
    const started = await environment.start();
    const { project } = await event('engine-chosen');
    assert.match(project, /^seatrial-[a-z0-9-]+-[0-9a-f]{10}$/);
    assert.deepEqual(
      labelled(`seatrial.environment=${project}`).map(({ kind }) => kind),
      ['container', 'network', 'volume'],
    );
    assert.equal(started.services.get('web')?.rung, 'container');
    await started.stop();
    assert.deepEqual(labelled(`com.docker.compose.project=${project}`), []);
  },
);

test('B-RUN-14: networks and volumes of somebody else are used and stay', options, async (t) => {
  const volume = resource(t, 'volume');
  const network = resource(t, 'network');
  const { environment } = scratch(
    t,
    `
services:
  web: {build: ., environment: {NAME: web, PORT: '5000'}, expose: [5000], volumes: ['data:/data'], networks: [shared]}
volumes: {data: {external: true, name: ${volume}}}
networks: {shared: {external: true, name: ${network}}}
`,
  );
  const started = await environment.start();
  assert.equal((await runIn(started, 'web', ['touch', '/data/kept'])).exitCode, 0);
  await started.stop();
  execFileSync('docker', ['volume', 'inspect', volume]);
  execFileSync('docker', ['network', 'inspect', network]);
});

test(
  'an image that cannot be built is named with its place and what the build said',
  options,
  async (t) => {
    const { environment, event } = scratch(
      t,
      `services:
  web: ${service('web', 5000)}
  broken:
    build: {context: ., dockerfile: Broken}
`,
      { files: { Broken: `FROM ${busyboxImage()}\nRUN echo no compiler here && false\n` } },
    );
    await assert.rejects(environment.start(), (error) => {
      assert.ok(error instanceof EnvironmentError);
      assert.equal(error.code, 'PREPARE_FAILED');
      assert.equal(error.service, 'broken');
      assert.match(
        error.message,
        /compose\.yaml:4:\d+: the image of service "broken" cannot be built/,
      );
      assert.match(error.logTail.join('\n'), /no compiler here/);
      return true;
    });
    const preparing = await event('images-preparing');
    assert.deepEqual(preparing.services, ['web', 'broken']);
    assert.ok(existsSync(preparing.logFile));
  },
);

test('an image that is not there is named with its place', options, async (t) => {
  const { environment } = scratch(t, 'services:\n  web: {image: "localhost:1/nothing:9"}\n');
  await assert.rejects(environment.start(), (error) => {
    assert.ok(error instanceof EnvironmentError);
    assert.equal(error.code, 'SERVICE_NOT_RUNNABLE');
    assert.match(
      error.message,
      /compose\.yaml:2:3: the image localhost:1\/nothing:9 of service "web"/,
    );
    return true;
  });
});

const MOUNTED = `
services:
  web: {build: ., environment: {NAME: web, PORT: '5000', OWN: 'a$$b'}, expose: [5000], secrets: [key], configs: [{source: written, target: /etc/written}]}
secrets: {key: {file: ./key.txt}}
configs: {written: {content: 'said $$here'}}
`;

test('secrets and configs are files in the container', options, async (t) => {
  const { environment } = scratch(t, MOUNTED, { files: { 'key.txt': 'opened\n' } });
  await using started = await environment.start();
  const { output } = await runIn(started, 'web', ['cat', '/run/secrets/key', '/etc/written']);
  assert.equal(output, 'opened\nsaid $here');
});

test(
  'B-RUN-02: without the plugin docker-compose does it, and says so',
  { skip: withoutDocker || withoutComposeV1() },
  async (t) => {
    const env = { ...process.env, DOCKER_CONFIG: dockerConfig(t) };
    const { environment, event } = scratch(t, MOUNTED, { files: { 'key.txt': 'opened\n' }, env });
    await using started = await environment.start();
    assert.match((await event('engine-chosen')).compose, /^docker-compose 1\./);
    const { output } = await runIn(started, 'web', ['cat', '/run/secrets/key', '/etc/written']);
    assert.equal(output, 'opened\nsaid $here');
    assert.equal(started.environmentOf('web')['OWN'], 'a$b');
    assert.equal(await get(started, 'web', '/health'), 'healthy\n');
  },
);

test(
  'B-RUN-07: each replica is started and awaited; one that ends fails the start',
  options,
  async (t) => {
    const { environment, event } = scratch(
      t,
      `services: {web: ${service('web', 5000, 'deploy: {replicas: 2}')}}`,
    );
    await using started = await environment.start();
    const { project } = await event('engine-chosen');
    const both = labelled(`com.docker.compose.project=${project}`);
    assert.equal(both.filter(({ kind }) => kind === 'container').length, 2);
    assert.equal(started.logTail('web').filter((line) => line === 'web listens on 5000').length, 2);
    const bad = scratch(
      t,
      `services: {web: ${script('[ -e /data/first ] && exit 9; touch /data/first; busybox sleep 1000', "deploy: {replicas: 2}, volumes: ['data:/data'], ports: ['5000'], stop_grace_period: 1s")}}\nvolumes: {data: {}}`,
    );
    await assert.rejects(bad.environment.start(), { code: 'SERVICE_DIED', service: 'web' });
  },
);

test('DOCKER_HOST and contexts choose the engine', options, async (t) => {
  const { url } = await forwardToEngine(t);
  const config = dockerConfig(t, url);
  for (const env of [{ DOCKER_HOST: url }, { DOCKER_CONFIG: config, DOCKER_CONTEXT: 'far' }]) {
    const { environment, event } = scratch(t, `services: {web: ${service('web', 5000)}}`, {
      env: { ...process.env, DOCKER_HOST: undefined, ...env },
    });
    const started = await environment.start();
    assert.equal((await event('engine-chosen')).url, url);
    assert.equal((await runIn(started, 'web', ['echo', 'inside'])).output, 'inside\n');
    await started.stop();
  }
});

test(
  'an engine that is gone is the death of every service, and a stop that says what it could not do',
  options,
  async (t) => {
    const { url, cut } = await forwardToEngine(t);
    const compose = `services: {web: ${service('web', 5000)}}`;
    const folder = scratchFolder(t, { 'compose.yaml': compose, ...serviceFiles('docker') });
    const projects: string[] = [];
    const environment = createEnvironment({
      compose: readComposeFile(join(folder, 'compose.yaml'), { env: {} }),
      directory: join(folder, 'run'),
      driver: 'docker',
      env: { ...process.env, DOCKER_HOST: url },
      stateFolder: join(folder, 'state'),
      onEvent: (event) => {
        if (event.type === 'engine-chosen') projects.push(event.project);
      },
    });
    const started = await environment.start();
    const [project = ''] = projects;
    t.after(() => removeDockerProject({ project, env: engineVariables() }));
    const died = new Promise((resolve) => started.onDeath(resolve));
    cut();
    await died;
    assert.deepEqual(started.deaths[0]?.exit, { exitCode: null, signal: null });
    await assert.rejects(started.stop(), {
      code: 'STOP_INCOMPLETE',
      message: /Docker project seatrial-.* may not be gone; got .*ECONNREFUSED/,
    });
  },
);

test('auto takes the engine that answers', options, async (t) => {
  const { environment } = scratch(t, `services: {web: ${service('web', 5000)}}`, {
    driver: 'auto',
  });
  await using started = await environment.start();
  assert.equal(started.driver, 'docker');
});

test('the deadline counts for a build as well, and says that it is one', options, async (t) => {
  const { environment } = scratch(t, 'services: {slow: {build: {context: ., dockerfile: Slow}}}', {
    files: { Slow: `FROM ${busyboxImage()}\nRUN busybox sleep 60\n` },
    deadlineMs: 3000,
  });
  await assert.rejects(environment.start(), {
    code: 'SERVICE_NOT_READY',
    message: /service "slow" was not ready within 3000 ms; got its image is still being built/,
  });
});

/** What chooses the engine of this machine. */
function engineVariables(): Record<string, string> {
  const { DOCKER_HOST: host } = process.env;
  return host === undefined ? {} : { DOCKER_HOST: host };
}

/** A folder of docker settings without plugins, or one whose context `far` is at the address, with them. */
function dockerConfig(t: TestContext, url?: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'seatrial-docker-config-'));
  t.after(() => rmSync(folder, { recursive: true }));
  if (url === undefined) return folder;
  const id = execFileSync('sh', ['-c', 'printf far | sha256sum']).toString().slice(0, 64);
  const meta = join(folder, 'contexts', 'meta', id);
  mkdirSync(meta, { recursive: true });
  const context = {
    Name: 'far',
    Metadata: {},
    Endpoints: { docker: { Host: url, SkipTLSVerify: false } },
  };
  writeFileSync(join(meta, 'meta.json'), JSON.stringify(context));
  const plugins = join(process.env['HOME'] ?? '', '.docker', 'cli-plugins');
  if (existsSync(plugins)) symlinkSync(plugins, join(folder, 'cli-plugins'));
  return folder;
}
