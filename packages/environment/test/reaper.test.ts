import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';

import { fixture, isAlive, scratchFolder } from './scratch-project.ts';

const GONE_TIMEOUT_MS = 10_000;

/** Asks until nobody is alive, or the time is over; answers with who still is. */
async function survivors(pids: readonly number[]): Promise<number[]> {
  const deadline = performance.now() + GONE_TIMEOUT_MS;
  while (pids.some(isAlive) && performance.now() < deadline) await delay(20);
  return pids.filter(isAlive);
}

test(
  'the services end when the process that holds them is killed with SIGKILL',
  { timeout: 20_000 },
  async (t) => {
    const folder = scratchFolder(t, {
      'compose.yaml': `
services:
  stubborn:
    x-native: {command: [node, '${fixture('stubborn-parent.mjs')}']}
    environment: {PORT: '5000'}
    ports: ['5000']
`,
    });
    const holder = spawn(process.execPath, [fixture('hold-environment.ts'), folder], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    t.after(() => holder.kill('SIGKILL'));
    const lines = createInterface({ input: holder.stdout });
    const [line] = (await once(lines, 'line')) as [string];
    const pids = line.split(' ').map(Number);
    assert.equal(pids.length, 3, line);
    assert.deepEqual(pids.filter(isAlive), pids);
    holder.kill('SIGKILL');
    const left = await survivors(pids);
    for (const pid of left) process.kill(pid, 'SIGKILL');
    assert.deepEqual(left, []);
  },
);
