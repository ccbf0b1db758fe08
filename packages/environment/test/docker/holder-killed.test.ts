import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { removeLeftovers } from '../../src/index.ts';
import { pollUntil } from '../../src/process/poll-until.ts';
import { serviceFiles, service } from '../both-drivers.ts';
import { busyboxImage, withoutDocker } from '../docker-images.ts';
import { scratchFolder } from '../scratch-project.ts';
import { killHard, startHolder } from '../support-holder.ts';
import type { Holder } from '../support-holder.ts';
import { labelled } from './engine.ts';

const COMPOSE = `
services:
  web: ${service('web', 5000, "volumes: ['data:/data']")}
volumes: {data: {}}
`;
const options = { skip: withoutDocker, timeout: 60_000 };

test(
  'containers, networks and volumes go when their holder is killed with SIGKILL',
  options,
  async (t) => {
    const holder = await hold(t);
    const { project } = recordOf(holder);
    assert.equal(left(project), 3);
    await killHard(holder.pid);
    assert.ok(await pollUntil(() => left(project) === 0, { timeoutMs: 20_000, intervalMs: 200 }));
  },
);

test('the next command removes them when the reaper was killed as well', options, async (t) => {
  const holder = await hold(t);
  const { project, reaper } = recordOf(holder);
  process.kill(reaper, 'SIGKILL');
  await killHard(holder.pid);
  assert.equal(left(project), 3);
  const report = await removeLeftovers({ stateFolder: holder.stateFolder });
  assert.deepEqual(
    report.removed.flatMap(({ dockerProjects }) => dockerProjects.map((one) => one.project)),
    [project],
  );
  assert.deepEqual(report.kept, []);
  assert.equal(left(project), 0);
});

test(
  'a project that is in use by somebody else is kept in the record, with the reason',
  options,
  async (t) => {
    const holder = await hold(t);
    const { project, reaper } = recordOf(holder);
    process.kill(reaper, 'SIGKILL');
    await killHard(holder.pid);
    const stranger = `seatrial-test-stranger-${process.pid}`;
    const network = `${project}_default`;
    spawnSync('docker', [
      'run',
      '-d',
      '--name',
      stranger,
      '--network',
      network,
      busyboxImage(),
      'sleep',
      '60',
    ]);
    t.after(() => spawnSync('docker', ['rm', '-f', stranger]));
    const first = await removeLeftovers({ stateFolder: holder.stateFolder });
    assert.deepEqual(
      first.kept.map(({ what, reason }) => [what, reason]),
      [[`Docker project ${project}`, `its network ${network} is in use`]],
    );
    spawnSync('docker', ['rm', '-f', stranger]);
    const second = await removeLeftovers({ stateFolder: holder.stateFolder });
    assert.deepEqual(second.kept, []);
    assert.equal(left(project), 0);
  },
);

async function hold(t: Parameters<typeof scratchFolder>[0]): Promise<Holder> {
  const folder = scratchFolder(t, { 'compose.yaml': COMPOSE, ...serviceFiles('docker') });
  return startHolder(t, folder, { SEATRIAL_TEST_DRIVER: 'docker' });
}

function recordOf({ stateFolder }: Holder): { project: string; reaper: number } {
  const [file = ''] = readdirSync(stateFolder, { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.json'),
  );
  // The record's own shape.
  const { dockerProjects, reaper } = JSON.parse(readFileSync(join(stateFolder, file), 'utf8')) as {
    dockerProjects: { project: string }[];
    reaper: { pid: number };
  };
  return { project: dockerProjects[0]?.project ?? '', reaper: reaper.pid };
}

function left(project: string): number {
  return labelled(`com.docker.compose.project=${project}`).length;
}
