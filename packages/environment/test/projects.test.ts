import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { createEnvironment, readComposeFile } from '../src/index.ts';
import type { ComposeModel, Driver, StartedEnvironment } from '../src/index.ts';
import { withoutDocker } from './docker-images.ts';
import { findProgram, MissingProgram } from './images/build-image.ts';
import { provideImage } from './images/scratch-images.ts';
import { forgetImages, leftInEngine, projectOf } from './projects/engine-project.ts';
import type { Project } from './projects/project.ts';
import { PROJECTS } from './projects/projects.ts';
import { isAlive } from './scratch-project.ts';

const FOLDER = fileURLToPath(new URL('./projects', import.meta.url));

for (const project of PROJECTS) {
  test(`native: ${project.name}: its services work together and leave nothing`, async (t) => {
    const missing = (project.binaries ?? []).find((binary) => findProgram(binary) === undefined);
    if (missing !== undefined) {
      t.skip(`${missing} is not on PATH`);
      return;
    }
    const before = filesOf(project);
    const started = await start(t, project, 'native');
    await drive(t, project, started);
    const pids = [...started.services.values()].map(({ pid }) => pid);
    await stop(started);
    assert.deepEqual(pids.filter(isAlive), []);
    assert.deepEqual(filesOf(project), before, 'the project itself is as it was');
  });

  const skip = withoutDocker;
  test(
    `docker: ${project.name}: its services work together and leave nothing`,
    { skip },
    async (t) => {
      try {
        for (const image of project.images) await provideImage(image);
      } catch (error) {
        if (!(error instanceof MissingProgram)) throw error;
        t.skip(`no image can be made: ${error.message} is not installed`);
        return;
      }
      const started = await start(t, project, 'docker');
      const name = projectOf(started);
      t.after(() => forgetImages(composeOf(project, 'docker')));
      await drive(t, project, started);
      await stop(started);
      assert.deepEqual(leftInEngine(name), []);
    },
  );
}

function composeOf(
  { name, files = ['compose.yaml'], profiles = [] }: Project,
  driver: Driver,
): ComposeModel {
  const all = driver === 'docker' ? [...files, 'compose.docker.yaml'] : files;
  const paths = all.map((file) => join(FOLDER, name, file));
  return readComposeFile(paths, { env: {}, profiles });
}

function start(t: TestContext, project: Project, driver: Driver): Promise<StartedEnvironment> {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'seatrial-project-')));
  const compose = composeOf(project, driver);
  const environment = createEnvironment({ compose, driver, directory, deadlineMs: 120_000 });
  t.after(async () => {
    await environment.stop();
    rmSync(directory, { recursive: true, force: true });
  });
  return environment.start();
}

/** When it fails, what the services said is worth more than the answer that was not right. */
async function drive(t: TestContext, project: Project, started: StartedEnvironment): Promise<void> {
  assert.deepEqual([...started.notProven.keys()], []);
  try {
    await project.drive(started);
  } catch (error) {
    for (const service of started.services.keys()) {
      t.diagnostic([`${service}:`, ...started.logTail(service)].join('\n  '));
    }
    throw error;
  }
  assert.deepEqual(started.deaths, []);
}

async function stop(started: StartedEnvironment): Promise<void> {
  const ports = [...started.services.values()].flatMap((service) =>
    service.ports.map(({ hostPort }) => hostPort),
  );
  await started.stop();
  for (const port of ports) assert.equal(await answers(port), false, `port ${port}`);
}

function filesOf({ name }: Project): string[] {
  return readdirSync(join(FOLDER, name), { recursive: true, encoding: 'utf8' }).toSorted();
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('close', () => socket.destroy());
  });
}
