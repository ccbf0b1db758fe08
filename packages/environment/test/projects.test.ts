import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { TestContext } from 'node:test';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { createEnvironment, readComposeFile } from '../src/index.ts';
import type { StartedEnvironment } from '../src/index.ts';
import type { Project } from './projects/project.ts';
import { PROJECTS } from './projects/projects.ts';
import { isAlive } from './scratch-project.ts';

const FOLDER = fileURLToPath(new URL('./projects', import.meta.url));

for (const project of PROJECTS) {
  test(`${project.name}: natively, its services work together and leave nothing`, async (t) => {
    const missing = (project.binaries ?? []).find((binary) => !isOnPath(binary));
    if (missing !== undefined) {
      t.skip(`${missing} is not on PATH`);
      return;
    }
    const before = filesOf(project);
    const started = await start(t, project);
    assert.deepEqual([...started.notProven.keys()], []);
    await drive(t, project, started);
    assert.deepEqual(started.deaths, []);
    const left = whatItHolds(started);
    await started.stop();
    assert.deepEqual(left.pids.filter(isAlive), []);
    for (const port of left.ports) assert.equal(await answers(port), false, `port ${port}`);
    assert.deepEqual(filesOf(project), before, 'the project itself is as it was');
  });
}

/** When it fails, what the services said is worth more than the answer that was not right. */
async function drive(t: TestContext, project: Project, started: StartedEnvironment): Promise<void> {
  try {
    await project.drive(started);
  } catch (error) {
    for (const service of started.services.keys()) {
      t.diagnostic([`${service}:`, ...started.logTail(service)].join('\n  '));
    }
    throw error;
  }
}

function start(t: TestContext, project: Project): Promise<StartedEnvironment> {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'seatrial-project-')));
  const { files = ['compose.yaml'], profiles = [] } = project;
  const paths = files.map((file) => join(FOLDER, project.name, file));
  const environment = createEnvironment({
    compose: readComposeFile(paths, { env: {}, profiles }),
    directory,
    deadlineMs: 60_000,
  });
  t.after(async () => {
    await environment.stop();
    rmSync(directory, { recursive: true, force: true });
  });
  return environment.start();
}

function whatItHolds({ services }: StartedEnvironment): { pids: number[]; ports: number[] } {
  const all = [...services.values()];
  return {
    pids: all.map(({ pid }) => pid),
    ports: all.flatMap(({ ports }) => ports.map(({ hostPort }) => hostPort)),
  };
}

function filesOf({ name }: Project): string[] {
  return readdirSync(join(FOLDER, name), { recursive: true, encoding: 'utf8' }).toSorted();
}

function isOnPath(binary: string): boolean {
  // Debian keeps servers in sbin, which not every PATH names.
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  return folders.some((folder) => existsSync(join(folder, binary)));
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('close', () => socket.destroy());
  });
}
