import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { CheckDescription, CheckResult, EventBody } from '../../src/evidence/index.ts';
import { buildRunRecord, failure } from '../../src/evidence/index.ts';
import { asLog, attempt, describedCheck, runStarted } from '../support/run-events.ts';

const passed: CheckResult = { outcome: 'passed' };
const failed: CheckResult = { outcome: 'failed', failure: failure('expected 200, got 500') };
const broken: CheckResult = { outcome: 'error', failure: failure('unknown service') };
const skipped: CheckResult = { outcome: 'skipped', reason: 'not proven: prose only' };

interface Row {
  readonly title: string;
  readonly checks?: readonly CheckDescription[];
  readonly events: readonly EventBody[];
  readonly word: string;
  readonly exitCode: number;
  readonly decidedBy?: readonly string[];
}

const A = describedCheck('A-1');
const B = describedCheck('B-2');
const optional = describedCheck('O-1', { required: false });
const died: EventBody = {
  type: 'service.died',
  service: 'cooker',
  exit: 'signal SIGKILL',
  logTail: [],
};
const services: readonly EventBody[] = [
  { type: 'environment.starting', driver: 'native', services: ['cooker'] },
  {
    type: 'service.started',
    service: 'cooker',
    rung: 'dockerfile',
    command: 'node main.ts',
    pid: 1,
    ports: {},
    log: 'logs/cooker.log',
  },
  { type: 'environment.ready', afterMs: 3 },
];

const rows: readonly Row[] = [
  {
    title: 'every required check passed',
    events: [...attempt('A-1', passed), ...attempt('B-2', passed)],
    word: 'ready',
    exitCode: 0,
  },
  {
    title: 'a required check failed',
    events: [...attempt('A-1', passed), ...attempt('B-2', failed)],
    word: 'not ready',
    exitCode: 1,
    decidedBy: ['B-2'],
  },
  {
    title: 'a failure outweighs what could not be carried out',
    events: [...attempt('A-1', broken), ...attempt('B-2', failed)],
    word: 'not ready',
    exitCode: 1,
    decidedBy: ['B-2', 'A-1'],
  },
  {
    title: 'a required check could not be carried out',
    events: [...attempt('A-1', passed), ...attempt('B-2', broken)],
    word: 'not proven',
    exitCode: 2,
    decidedBy: ['B-2'],
  },
  {
    title: 'a required check was skipped',
    events: [...attempt('A-1', passed), ...attempt('B-2', skipped)],
    word: 'not proven',
    exitCode: 2,
    decidedBy: ['B-2'],
  },
  {
    title: 'a required check never started',
    events: attempt('A-1', passed),
    word: 'not proven',
    exitCode: 2,
    decidedBy: ['B-2'],
  },
  {
    title: 'a required check never finished',
    events: [...attempt('A-1', passed), { type: 'check.started', check: 'B-2', attempt: 1 }],
    word: 'not proven',
    exitCode: 2,
    decidedBy: ['B-2'],
  },
  {
    title: 'an optional check failed',
    checks: [A, optional],
    events: [...attempt('A-1', passed), ...attempt('O-1', failed)],
    word: 'ready',
    exitCode: 0,
  },
  {
    title: 'nothing required was checked',
    checks: [optional],
    events: attempt('O-1', passed),
    word: 'not proven',
    exitCode: 2,
  },
  { title: 'the plan is empty', checks: [], events: [], word: 'not proven', exitCode: 2 },
  {
    title: 'a check passed on its second attempt',
    checks: [A],
    events: [...attempt('A-1', failed), ...attempt('A-1', passed, 2)],
    word: 'ready',
    exitCode: 0,
  },
  {
    title: 'Ctrl-C came after everything had passed',
    checks: [A],
    events: [
      ...attempt('A-1', passed),
      { type: 'run.interrupted', by: 'signal', detail: 'SIGINT' },
    ],
    word: 'not proven',
    exitCode: 130,
  },
  {
    title: 'the time of the run was over',
    checks: [A],
    events: [{ type: 'run.interrupted', by: 'timeout', detail: 'limit of 1 s' }],
    word: 'not proven',
    exitCode: 124,
    decidedBy: ['A-1'],
  },
  {
    title: 'the environment did not come up',
    checks: [A],
    events: [
      ...services.slice(0, 2),
      died,
      {
        type: 'environment.failed',
        code: 'SERVICE_DIED',
        service: 'cooker',
        failure: failure('service cooker died'),
      },
    ],
    word: 'not proven',
    exitCode: 4,
    decidedBy: ['A-1'],
  },
  {
    title: 'a service died between two checks',
    checks: [A],
    events: [...services, ...attempt('A-1', passed), died],
    word: 'not ready',
    exitCode: 1,
    decidedBy: ['service:cooker'],
  },
  {
    title: 'seatrial itself broke',
    checks: [A],
    events: [...attempt('A-1', passed), { type: 'run.crashed', failure: failure('a bug') }],
    word: 'not proven',
    exitCode: 70,
  },
];

for (const { title, checks = [A, B], events, word, exitCode, decidedBy = [] } of rows) {
  test(`${word} (${exitCode}) when ${title}`, () => {
    const { verdict } = buildRunRecord(asLog([runStarted(checks), ...events]));
    assert.deepEqual(
      {
        word: verdict.word,
        exitCode: verdict.exitCode,
        decidedBy: verdict.decidedBy.map(({ check }) => check),
      },
      { word, exitCode, decidedBy },
    );
  });
}

test('a check that failed first and passed later is flaky, with both attempts kept', () => {
  const log = asLog([runStarted([A]), ...attempt('A-1', failed), ...attempt('A-1', passed, 2)]);
  const [check] = buildRunRecord(log).checks;
  assert.equal(check?.outcome, 'flaky');
  assert.equal(check.reason, 'failed on attempt 1, passed on attempt 2');
  assert.deepEqual(
    check.attempts.map((each) => each.outcome),
    ['failed', 'passed'],
  );
});

test('a shard answers for its own checks only', () => {
  const checks = [describedCheck('A-1', { shard: 1 }), describedCheck('B-2', { shard: 2 })];
  const log = asLog([
    runStarted(checks, { shard: { index: 1, total: 2 } }),
    ...attempt('A-1', passed),
  ]);
  const record = buildRunRecord(log);
  assert.deepEqual(
    record.checks.map(({ id }) => id),
    ['A-1'],
  );
  assert.equal(record.verdict.word, 'ready');
});
