import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { test } from 'node:test';

import { runChaos } from './chaos/run-chaos.ts';
import { busyboxImage, withoutDocker } from './docker-images.ts';

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

test(
  'holders of containers are killed at random moments, and nothing is left at the engine',
  { skip: withoutDocker },
  async (t) => {
    const seed = randomInt(2 ** 31);
    t.diagnostic(`seed ${seed}`);
    const rounds = Math.ceil(ROUNDS / 3);
    const report = await runChaos({ rounds, seed, postgresEvery: 0, image: busyboxImage() });
    assert.deepEqual(report.leaks, [], `seed ${seed}`);
  },
);
