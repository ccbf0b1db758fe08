import assert from 'node:assert/strict';
import { test } from 'node:test';

import { TokenBucket } from './token-bucket.ts';

test('gives a minute’s worth at once, then says how long to wait', () => {
  let nowMs = 0;
  const bucket = new TokenBucket(10, () => nowMs);
  for (let call = 0; call < 10; call += 1) assert.equal(bucket.take(), 0);
  assert.equal(bucket.take(), 6);
  nowMs = 5999;
  assert.equal(bucket.take(), 1);
  nowMs = 6000;
  assert.equal(bucket.take(), 0);
  assert.equal(bucket.take(), 6);
});

test('never holds more than a minute’s worth', () => {
  let nowMs = 0;
  const bucket = new TokenBucket(2, () => nowMs);
  nowMs = 3_600_000;
  assert.deepEqual([bucket.take(), bucket.take(), bucket.take()], [0, 0, 30]);
});
