import assert from 'node:assert/strict';
import { test } from 'node:test';

import { runFuzz } from '../fuzz/run-fuzz.ts';

test('mutants are refused, told, or mean the same: none crashes, hangs or passes in silence', async () => {
  const { fates, findings } = await runFuzz({ count: 600, seed: 42, boundMs: 10_000 });
  assert.deepEqual(findings, []);
  assert.equal(
    Object.values(fates).reduce((sum, count) => sum + count),
    600,
  );
  assert.ok(fates.change > 200 && fates.refused > 50, JSON.stringify(fates));
});
