import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { CheckRecord, Outcome, RunRecord, TestRecord } from '../../src/evidence/index.ts';
import { makePlan, traceability } from '../../src/plan/index.ts';
import type { Plan } from '../../src/plan/index.ts';
import { readProject } from '../../src/project/index.ts';
import { readSpecifications } from '../../src/spec/index.ts';
import { projectFolder } from '../project/project-folder.ts';

const SPEC = `# Shop

## Requirements
- FR-1 Verified
- FR-2 Failing
- FR-3 Named, not run
- FR-4 Nobody names it

## Scenarios
### S-1 a
Covers: FR-1
### S-2 b
Covers: FR-2, FR-9
### S-3 c
Covers: FR-3
`;

async function shopPlan(): Promise<Plan> {
  await using folder = await projectFolder({ '.session/specs/shop.md': SPEC });
  const project = await readProject(folder.root);
  const specifications = await readSpecifications(project);
  return makePlan({ project, specifications, composeServices: null });
}

function recordOf(
  plan: Plan,
  outcomes: Readonly<Record<string, Outcome>>,
  tests: TestRecord[],
): RunRecord {
  const checks: CheckRecord[] = plan.checks.flatMap(({ description }) => {
    const outcome = outcomes[description.id];
    if (outcome === undefined) return [];
    const rest = { reason: null, failure: null, startedMs: 0, durationMs: 1, attempts: [] };
    return [{ ...description, ...rest, outcome, tests: description.id === 'S-1' ? tests : [] }];
  });
  return {
    schemaVersion: 1,
    runId: 'run-1',
    project: 'shop',
    seatrialVersion: '0.0.0',
    startedAt: '2026-01-01T00:00:00Z',
    durationMs: 1,
    git: null,
    shard: null,
    seed: null,
    machine: { platform: 'linux', cpus: 1, node: '24' },
    verdict: {
      word: 'not ready',
      exitCode: 1,
      reason: '',
      decidedBy: [],
      counts: { passed: 0, failed: 0, flaky: 0, skipped: 0, error: 0 },
    },
    environment: null,
    checks,
    requirements: [],
    warnings: [],
  };
}

function testNamed(name: string, ids: readonly string[]): TestRecord {
  return {
    name,
    file: 'a.test.ts',
    line: 3,
    outcome: 'passed',
    durationMs: 1,
    reason: null,
    failure: null,
    ids,
  };
}

test('without a run a named requirement is covered, and what nobody names is uncovered', async () => {
  const trace = traceability(await shopPlan(), null);
  assert.deepEqual(
    trace.requirements.map(({ id, state, checks }) => [id, state, checks]),
    [
      ['FR-1', 'covered', ['S-1']],
      ['FR-2', 'covered', ['S-2']],
      ['FR-3', 'covered', ['S-3']],
      ['FR-4', 'uncovered', []],
    ],
  );
  assert.deepEqual([trace.runId, trace.orphanTests], [null, []]);
});

test('with a run: verified, failing, covered, uncovered, unknown ids and orphan tests', async () => {
  const plan = await shopPlan();
  const tests = [testNamed('loose', []), testNamed('odd', ['ZZ-1']), testNamed('known', ['S-3'])];
  const trace = traceability(plan, recordOf(plan, { 'S-1': 'passed', 'S-2': 'failed' }, tests));
  assert.deepEqual(
    trace.requirements.map(({ state }) => state),
    ['verified', 'failing', 'covered', 'uncovered'],
  );
  assert.deepEqual(trace.counts, { verified: 1, failing: 1, covered: 1, uncovered: 1 });
  assert.deepEqual(
    trace.unknownIds.map(({ id, namedBy }) => [id, namedBy.map(({ what }) => what)]),
    [
      ['FR-9', ['S-2']],
      ['ZZ-1', ['S-1 > odd']],
    ],
  );
  assert.deepEqual(
    trace.orphanTests.map(({ name }) => name),
    ['loose'],
  );
  assert.doesNotThrow(() => JSON.stringify(trace));
});
