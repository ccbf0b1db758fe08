import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, test } from 'node:test';

import type { Cook } from '../cook/cook-history.ts';
import { SqliteCookHistory } from './sqlite-cook-history.ts';

const folder = mkdtempSync(join(tmpdir(), 'cooker-history-'));
after(() => {
  rmSync(folder, { recursive: true });
});

const COOK: Cook = {
  cookId: 'a',
  targetCelsius: 65.5,
  timeMinutes: 90,
  foodType: 'chicken',
  thicknessMm: null,
  requestedAtMs: 1_700_000_000_000,
  phase: 'starting',
  startedAtMs: null,
  completedAtMs: null,
  deviceCookId: null,
};

test('keeps an open cook over a restart, as it was last written', () => {
  const path = join(folder, 'restart.db');
  const running: Cook = { ...COOK, phase: 'running', startedAtMs: 1, deviceCookId: 'd' };
  {
    using history = new SqliteCookHistory(path);
    history.add(COOK);
    history.update(running);
  }
  using history = new SqliteCookHistory(path);
  assert.deepEqual(history.openCook(), running);
  history.close('a', { reason: 'stopped', atMs: 2 });
  assert.equal(history.openCook(), null);
});

test('never holds two open cooks, whatever the code above believes', () => {
  using history = new SqliteCookHistory(join(folder, 'two.db'));
  history.add(COOK);
  assert.throws(() => history.add({ ...COOK, cookId: 'b' }), /UNIQUE/);
  history.close('a', { reason: 'replaced', atMs: 2 });
  history.add({ ...COOK, cookId: 'b' });
  assert.equal(history.openCook()?.cookId, 'b');
});

test('forgets the oldest cooks beyond a thousand', () => {
  const path = join(folder, 'many.db');
  {
    using history = new SqliteCookHistory(path);
    history.add({ ...COOK, cookId: 'oldest', requestedAtMs: 0 });
    history.close('oldest', { reason: 'stopped', atMs: 1 });
  }
  const database = new DatabaseSync(path);
  database.exec(`WITH RECURSIVE n (value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < 1000)
    INSERT INTO cooks SELECT 'n' || value, 65, 90, NULL, NULL, 'running', value, 1, NULL, 2, 'stopped', NULL FROM n`);
  database.close();
  {
    using history = new SqliteCookHistory(path);
    history.add(COOK);
  }
  const reopened = new DatabaseSync(path);
  const row = reopened
    .prepare(`SELECT count(*) AS n, min(requested_at) AS oldest FROM cooks`)
    .get();
  reopened.close();
  assert.deepEqual({ ...row }, { n: 1000, oldest: 2 });
});

test('refuses a file from a newer gateway', () => {
  const path = join(folder, 'newer.db');
  const database = new DatabaseSync(path);
  database.exec('PRAGMA user_version = 99');
  database.close();
  assert.throws(() => new SqliteCookHistory(path), /newer gateway/);
});
