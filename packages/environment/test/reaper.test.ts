import assert from 'node:assert/strict';
import { test } from 'node:test';

import { fixture, isAlive, scratchFolder } from './scratch-project.ts';
import { killHard, startHolder, survivors } from './support-holder.ts';

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
    const { pid, pids } = await startHolder(t, folder);
    assert.equal(pids.length, 3);
    assert.deepEqual(pids.filter(isAlive), pids);
    await killHard(pid);
    assert.deepEqual(await survivors(pids), []);
  },
);
