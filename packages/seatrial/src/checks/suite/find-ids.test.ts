import assert from 'node:assert/strict';
import { test } from 'node:test';

import { findIds } from './find-ids.ts';

const CASES = [
  ['INT-07 reconnects', ['INT-07']],
  ['cart > @INT-ST-02, [INT-API-03]: and (WS-1)', ['INT-ST-02', 'INT-API-03', 'WS-1']],
  ['test_row[INT-08]', ['INT-08']],
  ['G-5.5.4-07 and B-RUN-20.', ['G-5.5.4-07', 'B-RUN-20']],
  ['INT-07 again INT-07', ['INT-07']],
  // Of the form of an id; the plan, which knows the ids, takes no notice.
  ['decodes UTF-8, hashes with SHA-256, writes ISO-8601', ['UTF-8', 'SHA-256', 'ISO-8601']],
  ['int-07, INT-07b, xINT-07, INT-07-late, INT-7.5, x-INT-07, INT_07, INT-', []],
] as const;
for (const [text, ids] of CASES) {
  test(`ids of: ${text}`, () => assert.deepEqual(findIds([text]), ids));
}

test('a name of a megabyte is searched in no time', () => {
  const startedAt = performance.now();
  findIds(['A-'.repeat(5e5), 'A'.repeat(1e6), `${'A-1'.repeat(1e5)}!`]);
  assert.ok(performance.now() - startedAt < 2000);
});
