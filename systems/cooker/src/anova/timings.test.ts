import assert from 'node:assert/strict';
import { test } from 'node:test';

import { backoffMs } from './timings.ts';

const LIMITS = { initialMs: 1_000, maxMs: 60_000 };

test('the pause doubles from one second and ends at a minute', () => {
  const pauses = [0, 1, 2, 5, 6, 7, 1_000].map((attempt) => backoffMs(attempt, LIMITS, 1));
  assert.deepEqual(pauses, [1_000, 2_000, 4_000, 32_000, 60_000, 60_000, 60_000]);
});

test('the jitter keeps to the upper half', () => {
  assert.equal(backoffMs(3, LIMITS, 0), 4_000);
  assert.equal(backoffMs(3, LIMITS, 0.5), 6_000);
});
