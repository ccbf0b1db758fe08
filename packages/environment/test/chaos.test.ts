import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { test } from 'node:test';

import { runChaos } from './chaos/run-chaos.ts';

const ROUNDS = Number(process.env['SEATRIAL_CHAOS_ROUNDS'] ?? 10);

test(
  'holders are killed at random moments, round by round, and nothing is ever left',
  { skip: process.platform === 'linux' ? false : 'what left its group is found on Linux only' },
  async (t) => {
    const seed = randomInt(2 ** 31);
    t.diagnostic(
      `seed ${seed}: npm run chaos -w packages/environment -- --rounds ${ROUNDS} --seed ${seed}`,
    );
    const report = await runChaos({ rounds: ROUNDS, seed, postgresEvery: 0 });
    assert.deepEqual(report.leaks, [], `seed ${seed}`);
    assert.equal(report.killedWhileStarting + report.killedWhenReady, ROUNDS);
  },
);
