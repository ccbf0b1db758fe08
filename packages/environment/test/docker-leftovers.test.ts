import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';

import { describeLeftovers, removeLeftovers } from '../src/index.ts';
import { busyboxImage, withoutDocker } from './docker-images.ts';
import { scratchFolder } from './scratch-project.ts';
import { killHard, startHolder } from './support-holder.ts';

const GONE_TIMEOUT_MS = 20_000;
const DOCKER = { SEATRIAL_TEST_DRIVER: 'docker' };

const compose = (): string => `
services:
  idle:
    image: ${busyboxImage()}
    command: [sleep, '600']
    stop_grace_period: 100ms
    volumes: ['data:/data']
volumes: {data: {}}
`;

interface Record {
  readonly reaper: { readonly pid: number };
  readonly dockerProjects: readonly { readonly project: string }[];
}

function recordIn(stateFolder: string): { file: string; record: Record } {
  const folder = join(stateFolder, 'running');
  const file = join(folder, readdirSync(folder).find((name) => name.endsWith('.json')) ?? '');
  return { file, record: JSON.parse(readFileSync(file, 'utf8')) as Record };
}

/** Containers, networks and volumes of the project. */
function thingsOf(project: string): string[] {
  const filter = ['--filter', `label=com.docker.compose.project=${project}`, '--quiet'];
  return [
    ['ps', '--all'],
    ['network', 'ls'],
    ['volume', 'ls'],
  ]
    .map((list) => execFileSync('docker', [...list, ...filter]).toString())
    .flatMap((text) => text.split('\n').filter((id) => id !== ''));
}

describe('what a killed holder leaves at a Docker Engine', { skip: withoutDocker }, () => {
  test('is removed by the next command when its reaper was killed too', async (t) => {
    const folder = scratchFolder(t, { 'compose.yaml': compose() });
    const { pid, stateFolder } = await startHolder(t, folder, DOCKER);
    const { record } = recordIn(stateFolder);
    const project = record.dockerProjects[0]?.project ?? '';
    await killHard(record.reaper.pid);
    await killHard(pid);
    assert.equal(thingsOf(project).length, 3, 'a container, a network, a volume');
    const report = await removeLeftovers({ stateFolder });
    assert.deepEqual(thingsOf(project), []);
    assert.deepEqual(report.kept, []);
    assert.match(describeLeftovers(report).join(), /1 Docker project that process \d+ had left/);
    assert.deepEqual(readdirSync(join(stateFolder, 'running')), []);
  });

  test('is removed by its reaper', async (t) => {
    const folder = scratchFolder(t, { 'compose.yaml': compose() });
    const { pid, stateFolder } = await startHolder(t, folder, DOCKER);
    const project = recordIn(stateFolder).record.dockerProjects[0]?.project ?? '';
    await killHard(pid);
    const deadline = performance.now() + GONE_TIMEOUT_MS;
    // A holder that dies while it writes leaves a torn file besides, which is the next command's.
    const records = (): string[] =>
      readdirSync(join(stateFolder, 'running')).filter((name) => !name.endsWith('.new'));
    while (records().length > 0 && performance.now() < deadline) await delay(50);
    assert.deepEqual(thingsOf(project), []);
    assert.deepEqual(records(), []);
  });

  test('stays on record as long as the engine does not answer', async (t) => {
    const folder = scratchFolder(t, { 'compose.yaml': compose() });
    const { pid, stateFolder } = await startHolder(t, folder, DOCKER);
    const { file, record } = recordIn(stateFolder);
    await killHard(record.reaper.pid);
    await killHard(pid);
    const elsewhere = { DOCKER_HOST: `unix://${join(folder, 'no-engine.sock')}` };
    const [known] = record.dockerProjects;
    const lost = { ...record, dockerProjects: [{ ...known, env: elsewhere }] };
    writeFileSync(file, JSON.stringify(lost));
    const { kept } = await removeLeftovers({ stateFolder });
    assert.equal(kept[0]?.what, `Docker project ${known?.project}`);
    writeFileSync(file, JSON.stringify(record));
    assert.deepEqual((await removeLeftovers({ stateFolder })).kept, []);
    assert.deepEqual(thingsOf(known?.project ?? ''), []);
  });
});
