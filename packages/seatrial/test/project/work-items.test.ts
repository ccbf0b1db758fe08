import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { formatDiagnostic } from '../../src/evidence/index.ts';
import {
  lintProject,
  parseWorkItems,
  readProject,
  readSessionStatus,
} from '../../src/project/index.ts';
import { projectFolder } from './project-folder.ts';

const text = readFileSync(new URL('../fixtures/project/work-items.json', import.meta.url), 'utf8');

test('work items of all generations are read, an unknown status and type are tolerated (B-WI-12)', () => {
  const { workItems, milestones, diagnostics } = parseWorkItems(text);
  assert.deepEqual(
    workItems.map(({ id, type, status, rawStatus }) => [id, type, status, rawStatus]),
    [
      ['feature_login', 'feature', 'completed', 'completed'],
      ['bug_old', 'bug', null, 'reviewing'],
      ['integration_test_order', 'integration_test', 'in_progress', 'in_progress'],
      ['chore', null, 'not_started', 'not_started'],
    ],
  );
  assert.deepEqual(
    diagnostics.map(({ severity, line }) => [severity, line]),
    [
      ['warning', 22],
      ['warning', 41],
    ],
  );
  assert.deepEqual(
    milestones.map(({ title }) => title),
    ['First release'],
  );
});

test('B-WI-13 both vocabularies of a session entry, and plain numbers, are one', () => {
  const [login, bug] = parseWorkItems(text).workItems;
  assert.deepEqual(login?.sessions, [{ number: 1, startedAt: '2025-10-01T10:00:00', notes: null }]);
  assert.deepEqual(bug?.sessions, [
    { number: 3, startedAt: null, notes: null },
    { number: 4, startedAt: '2025-10-02', notes: 'half way' },
  ]);
});

test('commits are hashes or objects, and a spec file is derived when it is not named', () => {
  const [login, bug, order] = parseWorkItems(text).workItems;
  assert.deepEqual(login?.git?.commits, [{ sha: 'abc1234', message: null }]);
  assert.deepEqual(bug?.git?.commits, [{ sha: 'def5678', message: 'fix' }]);
  assert.equal(bug?.git?.pullRequestUrl, 'https://example.test/1');
  assert.deepEqual([bug?.specFile, bug?.specFileNamed], ['.session/specs/bug_old.md', false]);
  assert.deepEqual([order?.specFile, order?.specFileNamed], ['docs/order.md', true]);
  assert.equal(order?.testDirectory, 'tests/integration');
  assert.equal(order?.urgent, true);
});

test('malformed work items are errors with their place', () => {
  const [syntax] = parseWorkItems('{\n "work_items": {,}\n}').diagnostics;
  assert.deepEqual([syntax?.code, syntax?.line, syntax?.column], ['JSON_MALFORMED', 2, 17]);
  const { workItems, diagnostics } = parseWorkItems(
    '{\n "work_items": {\n  "a": 3,\n  "b": {}\n }\n}',
  );
  assert.deepEqual(
    workItems.map(({ id }) => id),
    ['b'],
  );
  const [wrong] = diagnostics;
  assert.deepEqual([wrong?.severity, wrong?.line, wrong?.column], ['error', 3, 8]);
});

test('B-WI-04 B-WI-11 lint names dependencies that do not exist or go in a circle, and ends', async () => {
  await using folder = await projectFolder({ '.session/tracking/work_items.json': text });
  const found = lintProject(await readProject(folder.root)).map(formatDiagnostic);
  assert.deepEqual(found, [
    '.session/tracking/work_items.json:19:5: warning WORK_ITEM_DEPENDENCY: work item bug_old: it depends on feature_logn, which does not exist\n  did you mean "feature_login"? known: feature_login, bug_old, integration_test_order, chore',
    '.session/tracking/work_items.json:19:5: warning WORK_ITEM_DEPENDENCY: work item bug_old: it depends on itself: bug_old → bug_old\n  take one of the dependencies out',
  ]);
});

const statuses: readonly (readonly [object, number | null, string | null])[] = [
  [
    { current_session: 4, started_at: '2025-10-01T10:00:00', status: 'in_progress' },
    4,
    '2025-10-01T10:00:00',
  ],
  [{ session_number: 5, session_start: '2025-10-02T10:00:00Z' }, 5, '2025-10-02T10:00:00Z'],
  [{ session_id: 'session_006', work_items_completed: [], metrics: {} }, 6, null],
  [{ current_session: null, status: 'idle' }, null, null],
];
for (const [file, session, startedAt] of statuses) {
  test(`reads the session status ${JSON.stringify(file)}`, async () => {
    await using folder = await projectFolder({ '.session/tracking/status_update.json': file });
    const { status, diagnostics } = await readSessionStatus(folder.root);
    assert.deepEqual(diagnostics, []);
    assert.deepEqual([status.session, status.startedAt], [session, startedAt]);
  });
}
