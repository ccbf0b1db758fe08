import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Outcome, TestRecord } from '../../evidence/index.ts';
import { failure } from '../../evidence/index.ts';
import type { SuiteEnd } from './conclude-suite.ts';
import { concludeSuite } from './conclude-suite.ts';

const record = (outcome: Outcome, name: string = outcome): TestRecord => ({
  name,
  file: 'a.test.js',
  line: 3,
  outcome,
  durationMs: 1,
  reason: outcome === 'skipped' ? 'no device' : null,
  failure:
    outcome === 'failed' || outcome === 'error'
      ? failure(`${name} broke`, { source: { file: 'a.test.js', line: 4, column: 2 } })
      : null,
  ids: [],
});

const ended = (rest: Partial<SuiteEnd>, ...outcomes: Outcome[]): SuiteEnd => ({
  runner: 'vitest',
  exitCode: 0,
  signal: null,
  timedOutAfterMs: null,
  aborted: false,
  report: { tests: outcomes.map((outcome) => record(outcome)), problems: [] },
  exitMeaning: null,
  emptyHint: 'look at `files`',
  tail: ['last words'],
  commandLine: 'vitest run',
  rerun: 'npx seatrial run --only suite:unit',
  source: { file: '.session/config.json', line: 3, column: 5 },
  ...rest,
});

const broken = { tests: [record('passed')], problems: [failure('b.test.js could not be run')] };
const CASES: readonly (readonly [string, SuiteEnd, Outcome, RegExp])[] = [
  ['all passed', ended({}, 'passed', 'skipped'), 'passed', /^$/],
  [
    'one failed',
    ended({ exitCode: 1 }, 'passed', 'failed', 'error'),
    'failed',
    /^1 of 3 tests failed; first: failed: failed broke$/,
  ],
  [
    'one came right on a retry',
    ended({}, 'passed', 'flaky'),
    'flaky',
    /1 of 2 tests passed only on a retry/,
  ],
  [
    'all skipped',
    ended({}, 'skipped', 'skipped'),
    'skipped',
    /all 2 tests are skipped; first: no device/,
  ],
  [
    'exit 0 but a failed test',
    ended({}, 'failed'),
    'error',
    /exit code 0 although 1 of 1 tests failed/,
  ],
  [
    'exit 1 but no failed test',
    ended({ exitCode: 1 }, 'passed'),
    'error',
    /exit code 1 although none of 1 tests failed/,
  ],
  ['exit 1 and all skipped', ended({ exitCode: 1 }, 'skipped'), 'error', /exit code 1 although/],
  ['no test', ended({}), 'error', /^vitest found no test$/],
  ['no report', ended({ exitCode: 1, report: null }), 'error', /exit code 1 without a report/],
  [
    'a file that does not load (B-RUN-20)',
    ended({ exitCode: 1, report: broken }),
    'error',
    /b\.test\.js could not be run/,
  ],
  [
    'a file that does not load, exit 0',
    ended({ report: broken }),
    'error',
    /b\.test\.js could not be run/,
  ],
  [
    'a test that could not be carried out',
    ended({ exitCode: 1 }, 'error', 'passed'),
    'error',
    /1 of 2 tests could not be carried out; first: error: error broke/,
  ],
  [
    'killed',
    ended({ exitCode: null, signal: 'SIGKILL' }, 'passed'),
    'error',
    /killed by SIGKILL; until then 1 tests had ended, 0 of them failed/,
  ],
  [
    'timed out (B-RUN-19)',
    ended({ exitCode: 0, timedOutAfterMs: 50 }, 'passed'),
    'error',
    /did not end within 50 ms/,
  ],
  ['broken off', ended({ exitCode: 0, aborted: true }, 'passed'), 'error', /broken off/],
  [
    'an exit code with a meaning',
    ended({ exitCode: 2, exitMeaning: 'pytest was interrupted' }, 'failed'),
    'error',
    /exit code 2$/,
  ],
];
for (const [title, end, outcome, text] of CASES) {
  test(`${title}: ${outcome}`, () => {
    const result = concludeSuite(end);
    assert.equal(result.outcome, outcome);
    const words =
      'failure' in result ? result.failure.message : 'reason' in result ? result.reason : '';
    assert.match(words, text);
  });
}

test('a failure says where, how to repeat it, and the last lines of output', () => {
  const result = concludeSuite(ended({ exitCode: 1 }, 'failed'));
  assert.ok(result.outcome === 'failed');
  assert.deepEqual(result.failure.source, { file: 'a.test.js', line: 4, column: 2 });
  for (const part of ['npx seatrial run --only suite:unit', 'vitest run', 'last words']) {
    assert.ok(result.failure.detail?.includes(part), part);
  }
});

test('an error says what to do, and names the suite in the config', () => {
  const result = concludeSuite(ended({}));
  assert.ok(result.outcome === 'error');
  assert.match(result.failure.detail ?? '', /look at `files`/);
  assert.equal(result.failure.source?.file, '.session/config.json');
});

test('output of any length leaves a bounded failure', () => {
  const tail = Array.from({ length: 50 }, () => 'x'.repeat(10_000));
  const result = concludeSuite(ended({ exitCode: 1, tail }, 'failed'));
  assert.ok(JSON.stringify(result).length < 12_000);
});
