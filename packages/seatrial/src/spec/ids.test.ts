import assert from 'node:assert/strict';
import { test } from 'node:test';

import { leadingId, numberedScenario, numberedScenarioId, readIdList } from './ids.ts';

const headings: readonly (readonly [string, { id: string; title: string } | null])[] = [
  ['INT-07 Token is renewed', { id: 'INT-07', title: 'Token is renewed' }],
  ['INT-ST-01: From idle to heating', { id: 'INT-ST-01', title: 'From idle to heating' }],
  ['S-3 — Pay twice', { id: 'S-3', title: 'Pay twice' }],
  ['G-5.1-05 Coverage', { id: 'G-5.1-05', title: 'Coverage' }],
  ['Scenario INT-02: Refused', { id: 'INT-02', title: 'Refused' }],
  ['[FR-01] Start', { id: 'FR-01', title: 'Start' }],
  ['FR-01', { id: 'FR-01', title: '' }],
  ['What INT-07 leaves open', null],
  ['int-07 in small letters', null],
  ['INT-07b is no id', null],
  ['INT-07-draft is no id', null],
  ['Test Scenarios', null],
];

for (const [heading, expected] of headings) {
  test(`reads the heading ${JSON.stringify(heading)}`, () => {
    assert.deepEqual(leadingId(heading), expected);
  });
}

const numbered: readonly (readonly [string, { number: number | null; title: string } | null])[] = [
  ['Scenario 3: Order flow', { number: 3, title: 'Order flow' }],
  ['Scenario 3 – Order flow', { number: 3, title: 'Order flow' }],
  ['Scenario 3. Order flow', { number: 3, title: 'Order flow' }],
  ['scenario: Order flow', { number: null, title: 'Order flow' }],
  ['Scenario 4', { number: 4, title: '' }],
  ['Scenario planning', null],
  ['Scenarios', null],
];

for (const [heading, expected] of numbered) {
  test(`B-WI-08 reads the template heading ${JSON.stringify(heading)}`, () => {
    assert.deepEqual(numberedScenario(heading), expected);
  });
}

test('the id of a numbered scenario comes from the file name and can stand in a test name', () => {
  const id = numberedScenarioId('.session/specs/integration_test_order.md', 3);
  assert.equal(id, 'INTEGRATION-TEST-ORDER-S-3');
  assert.equal(leadingId(`${id} refuses an empty order`)?.id, id);
  assert.equal(numberedScenarioId('specs/2024-run.md', 1), 'SPEC-2024-RUN-S-1');
  assert.equal(numberedScenarioId('specs/注文.md', 1), 'SPEC-S-1');
});

test('a list of ids may shorten what repeats, and says which words it could not read', () => {
  assert.deepEqual(readIdList('FR-01, 02,03 QR-01 and `SEC-INV-03`.').ids, [
    'FR-01',
    'FR-02',
    'FR-03',
    'QR-01',
    'SEC-INV-03',
  ]);
  assert.deepEqual(readIdList('FR-01, fr-02').unread, ['fr-02']);
  assert.deepEqual(readIdList('nothing at all').ids, []);
});
