import assert from 'node:assert/strict';
import { mkdtempSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import { createRunFolder } from '../../src/run/index.ts';

test('run ids sort by time, also within one second, and latest is the last one made', (t) => {
  const root = mkdtempSync(join(tmpdir(), 'seatrial-run-folder-'));
  t.after(() => rmSync(root, { recursive: true }));
  const atMs = Date.UTC(2026, 10, 21, 8, 30, 15, 7);
  const ids = [
    createRunFolder(root, new Date(atMs), 'ffff'),
    createRunFolder(root, new Date(atMs + 1), '0000'),
    createRunFolder(root, new Date(atMs + 950), '0000'),
    createRunFolder(root, new Date(atMs + 60_000), 'merged'),
  ].map(({ runId }) => runId);
  assert.equal(ids[0], '2026-11-21T08-30-15-007Z-ffff');
  assert.deepEqual(ids.toSorted(), ids);
  assert.equal(readlinkSync(join(root, '.session', 'runs', 'latest')), ids.at(-1));
});
