import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Outcome } from './check.ts';
import { requirementStates } from './requirement-states.ts';

const source = { file: 'spec.md', line: 1, column: 1 };
const requirement = [{ id: 'FR-01', title: 'cook', source }];

function check(
  outcome: Outcome | null,
  required = true,
): { id: string; requirements: string[]; outcome: Outcome | null; required: boolean } {
  return { id: 'INT-01', requirements: ['FR-01'], outcome, required };
}

function stateWith(
  checks: Parameters<typeof requirementStates>[1],
  tests: Parameters<typeof requirementStates>[2] = [],
): string | undefined {
  return requirementStates(requirement, checks, tests)[0]?.state;
}

const rows: readonly (readonly [string, ReturnType<typeof check>[], string])[] = [
  ['nothing names it', [], 'uncovered'],
  ['its check has not run', [check(null)], 'covered'],
  ['its check was skipped', [check('skipped')], 'covered'],
  ['its check could not be carried out', [check('error')], 'covered'],
  ['its check passed', [check('passed')], 'verified'],
  ['its check was flaky', [check('flaky')], 'verified'],
  ['one of two checks is unknown', [check('passed'), check('error')], 'covered'],
  ['only an optional check is unknown', [check('passed'), check('skipped', false)], 'verified'],
  ['an optional check is all there is, and skipped', [check('skipped', false)], 'covered'],
  ['one of two checks failed', [check('passed'), check('failed')], 'failing'],
  ['an optional check failed', [check('passed'), check('failed', false)], 'failing'],
];

for (const [when, checks, state] of rows) {
  test(`a requirement is ${state} when ${when}`, () => {
    assert.equal(stateWith(checks), state);
  });
}

test('a test that carries the id of a requirement verifies it, or makes it failing', () => {
  assert.equal(stateWith([], [{ ids: ['FR-01'], outcome: 'passed' }]), 'verified');
  assert.equal(stateWith([check('passed')], [{ ids: ['FR-01'], outcome: 'failed' }]), 'failing');
  assert.equal(stateWith([check('passed')], [{ ids: ['FR-02'], outcome: 'failed' }]), 'verified');
});

test('a requirement lists each check that names it once', () => {
  const twice = { ...check('passed'), requirements: ['FR-01', 'FR-01'] };
  assert.deepEqual(requirementStates(requirement, [twice], [])[0]?.checks, ['INT-01']);
});

test('a check that a partial plan leaves out has not run, so nothing is verified by the others alone', () => {
  const named = [{ id: 'FR-01', title: 'cook', source, namedBy: ['INT-01', 'INT-02'] }];
  const [record] = requirementStates(named, [check('passed')], []);
  assert.deepEqual([record?.state, record?.checks], ['covered', ['INT-01', 'INT-02']]);
});
