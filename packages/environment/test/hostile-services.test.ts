import assert from 'node:assert/strict';
import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';

import type { EnvironmentError, ServiceDeath } from '../src/index.ts';
import { get } from './fixture-service.ts';
import { fixture, isAlive, scratchEnvironment, scratchFolder } from './scratch-project.ts';
import { startHolder } from './support-holder.ts';

const MB = 1024 * 1024;
/** What is written between two looks, 100 ms apart and on a busy machine more, at the speed of memory. */
const OVERSHOOT_BYTES = 2000 * MB;
const SKIP = process.platform === 'linux' ? false : 'what left its group is found on Linux only';

/** Resolves with the first unexpected end. */
function firstDeath(started: {
  onDeath(listener: (death: ServiceDeath) => void): () => void;
  deaths: readonly ServiceDeath[];
}): Promise<ServiceDeath> {
  return new Promise((resolve) => {
    started.onDeath(resolve);
    const [early] = started.deaths;
    if (early !== undefined) resolve(early);
  });
}

/** Ids of living processes that stand in the folder. */
function standingIn(folder: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => isAlive(pid) && folderOf(pid) === folder);
}

function folderOf(pid: number): string {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    // It has ended.
    return '';
  }
}

describe('a service that floods its log', () => {
  test('is killed while it starts; the failure tells the speed and the last lines', async (t) => {
    const { environment, directory, events } = scratchEnvironment(
      t,
      `services: {flood: {x-native: {command: [node, '${fixture('flood-log.mjs')}']}, ports: ['5000']}}`,
      { bounds: { logBytes: 20 * MB } },
    );
    const before = process.memoryUsage().rss;
    const failed = (await environment.start().catch((error: unknown) => error)) as EnvironmentError;
    assert.equal(failed.code, 'LOG_FLOODED');
    assert.match(failed.message, /service "flood" flooded its log and was killed/);
    assert.match(failed.message, /at most 20\.0 MB, got [\d.]+ MB, growing by [\d.]+ MB a second/);
    assert.ok(failed.logTail.length > 10 && failed.logTail.every((line) => /flood/.test(line)));
    const sizeBytes = statSync(join(directory, 'logs', 'flood.log')).size;
    assert.ok(sizeBytes < 20 * MB + OVERSHOOT_BYTES, `the log has ${sizeBytes} bytes`);
    assert.ok(process.memoryUsage().rss - before < 100 * MB);
    assert.equal(events.at(-1)?.type, 'environment-stopped');
  });

  test('is killed later as well, and its death says why; others go on', async (t) => {
    const { environment, directory } = scratchEnvironment(
      t,
      `
services:
  flood:
    x-native: {command: [node, '${fixture('flood-log.mjs')}']}
    environment: {PORT: '5000'}
    ports: ['5000']
  calm:
    x-native: {command: [node, '${fixture('http-service.mjs')}']}
    environment: {PORT: '5000', NAME: calm}
    ports: ['5000']
`,
      { bounds: { logBytes: 20 * MB } },
    );
    await using started = await environment.start();
    const death = firstDeath(started);
    await get(started, 'flood', '/flood').catch(() => 'it was killed over the answer');
    const { service, exit, why, logTail } = await death;
    assert.deepEqual([service, exit.signal, why?.code], ['flood', 'SIGKILL', 'LOG_FLOODED']);
    assert.match(logTail.at(-1) ?? '', /flood/);
    assert.ok(statSync(join(directory, 'logs', 'flood.log')).size < 20 * MB + OVERSHOOT_BYTES);

    assert.match(await get(started, 'calm', '/health'), /healthy/);
  });
});

test(
  'a log is bounded also while the holder is stopped, as Ctrl-Z does',
  { skip: SKIP },
  async (t) => {
    const folder = scratchFolder(t, {
      'compose.yaml': `
services:
  stubborn:
    x-native: {command: [node, '${fixture('flood-log.mjs')}']}
    environment: {PORT: '5000'}
    ports: ['5000']
`,
    });
    const { url, pid } = await startHolder(t, folder, { SEATRIAL_TEST_LOG_BYTES: String(8 * MB) });
    process.kill(pid, 'SIGSTOP');
    await assert.rejects(async () => (await fetch(`${url}/flood`)).text());
    const { size } = statSync(join(folder, 'run', 'logs', 'stubborn.log'));
    assert.ok(size > 8 * MB && size < 8 * MB + OVERSHOOT_BYTES, `the log has ${size} bytes`);
  },
);

describe('processes', { skip: SKIP }, () => {
  test('a storm of them, each in a session of its own, is ended as a whole', async (t) => {
    const { environment, folder } = scratchEnvironment(
      t,
      `services: {storm: {x-native: {command: [sh, '${fixture('fork-storm.sh')}']}, ports: ['5000']}}`,
      { bounds: { processes: 60 } },
    );
    const failed = (await environment.start().catch((error: unknown) => error)) as EnvironmentError;
    assert.equal(failed.code, 'PROCESSES_FLOODED');
    assert.match(failed.message, /expected at most 60 at the same time, got \d+ processes/);
    assert.deepEqual(standingIn(folder), []);
  });

  test('a service that daemonises itself is told so, and its daemon is ended', async (t) => {
    const { environment, folder } = scratchEnvironment(
      t,
      `services: {daemon: {x-native: {command: 'sh ${fixture('escaping-daemon.sh')} "$$PWD/daemon.pid"'}, ports: ['5000']}}`,
    );
    const failed = (await environment.start().catch((error: unknown) => error)) as EnvironmentError;
    assert.equal(failed.code, 'SERVICE_DETACHED');
    assert.match(failed.message, /went into the background; got .* left 1 process .*sleep 600/);
    assert.match(failed.message, /let it run in the foreground/);
    const daemon = Number(readFileSync(join(folder, 'daemon.pid'), 'utf8'));
    assert.ok(daemon > 0);
    assert.equal(isAlive(daemon), false);
  });

  test('a job that is done and leaves a child is a warning, and the child is ended', async (t) => {
    const { environment, folder, event } = scratchEnvironment(
      t,
      `services: {job: {x-native: {command: [sh, -c, 'setsid sleep 600 & echo $$! > child.pid']}}}`,
    );
    const started = await environment.start();
    const { diagnostic } = await event('warning');
    assert.equal(diagnostic.code, 'PROCESSES_LEFT');
    assert.match(diagnostic.message, /left 1 process in the background \(\d+ /);
    assert.deepEqual(started.deaths, []);
    const child = Number(readFileSync(join(folder, 'child.pid'), 'utf8'));
    assert.equal(isAlive(child), true);
    await started.stop();
    assert.equal(isAlive(child), false);
  });

  test('a service that ignores its stop signal is killed, and that is told', async (t) => {
    const { environment, events } = scratchEnvironment(
      t,
      `
services:
  stubborn:
    x-native: {command: [node, '${fixture('stubborn-parent.mjs')}']}
    environment: {PORT: '5000'}
    ports: ['5000']
    stop_grace_period: 100ms
`,
    );
    const started = await environment.start();
    await started.stop();
    const warning = events.find((event) => event.type === 'warning');
    assert.equal(warning?.diagnostic.code, 'STOP_FORCED');
    assert.match(warning.diagnostic.message, /within 100 ms of SIGTERM and was killed/);
  });
});
