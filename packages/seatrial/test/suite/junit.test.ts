import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createProject, runSuite } from './run-suite.ts';

const PASSING = `<testsuite><testcase classname="Cart" name="INT-01 adds" time="0.5"/></testsuite>`;
const FAILING = `<testsuite><testcase classname="Cart" name="INT-02 refuses"><failure message="no"/></testcase></testsuite>`;
const FLAKY = `<testsuite><testcase name="INT-03"><flakyFailure message="once"/></testcase></testsuite>`;

/** A command that writes these reports, then ends with this code. */
const writer = (reports: Readonly<Record<string, string>>, exitCode: number): string[] => [
  'node',
  '-e',
  `const { mkdirSync, writeFileSync } = require('node:fs');
mkdirSync('out', { recursive: true });
for (const [name, text] of Object.entries(${JSON.stringify(reports)})) writeFileSync('out/' + name, text);
console.log('ran'); process.exitCode = ${exitCode};`,
];
const report = 'out/**/*.xml';

const CASES = [
  ['passing reports', { 'a.xml': PASSING, 'b.xml': PASSING }, 0, 'passed', /^$/],
  [
    'a failed test',
    { 'a.xml': PASSING, 'b.xml': FAILING },
    1,
    'failed',
    /1 of 2 tests failed; first: Cart > INT-02 refuses: no/,
  ],
  ['a test that came right on a retry', { 'a.xml': FLAKY }, 0, 'flaky', /passed only on a retry/],
  [
    'exit code 0 with a failed test',
    { 'a.xml': FAILING },
    0,
    'error',
    /exit code 0 although 1 of 1 tests failed/,
  ],
  [
    'exit code 3 with passed tests only (B-RUN-19)',
    { 'a.xml': PASSING },
    3,
    'error',
    /exit code 3 although none of 1 tests failed/,
  ],
  ['no report', {}, 0, 'error', /exit code 0 without a report/],
  ['a report without a test', { 'a.xml': '<testsuites/>' }, 0, 'error', /found no test/],
  [
    'a report that breaks off',
    { 'a.xml': PASSING.slice(0, -12) },
    0,
    'error',
    /out\/a\.xml: the JUnit XML cannot be read/,
  ],
  [
    'a report with a document type',
    { 'a.xml': `<!DOCTYPE x>${PASSING}` },
    0,
    'error',
    /document type/,
  ],
] as const;
for (const [title, reports, exitCode, outcome, message] of CASES) {
  test(`${title}: ${outcome}`, async () => {
    await using project = await createProject({ 'a.txt': '' });
    const command = writer(reports, exitCode);
    const run = await runSuite(project, { runner: 'junit', command, report });
    assert.equal(run.result.outcome, outcome, run.message);
    assert.match(run.message, message);
    if (outcome === 'error') assert.match(run.detail, /ran/, 'the end of the output');
  });
}

test('a report from before the start is not read (B-RUN-18)', async () => {
  await using project = await createProject({ 'out/old.xml': PASSING });
  const dies = await runSuite(project, { runner: 'junit', command: writer({}, 0), report });
  assert.equal(dies.result.outcome, 'error');
  assert.deepEqual(dies.outline, []);
  assert.match(dies.detail, /before its start are not read/);
  const writes = await runSuite(project, {
    runner: 'junit',
    command: writer({ 'new.xml': FAILING }, 1),
    report,
  });
  assert.deepEqual(writes.outline, ['failed Cart > INT-02 refuses']);
  const again = await runSuite(project, {
    runner: 'junit',
    command: writer({ 'new.xml': PASSING }, 0),
    report,
  });
  assert.deepEqual(again.outline, ['passed Cart > INT-01 adds'], 'a file written again is new');
});

test('a command that is killed is an error, and what it wrote is reported', async () => {
  await using project = await createProject({ 'a.txt': '' });
  const [node = '', flag = '', script = ''] = writer({ 'a.xml': PASSING }, 0);
  const command = [node, flag, `${script} process.kill(process.pid, 'SIGKILL');`];
  const run = await runSuite(project, { runner: 'junit', command, report });
  assert.equal(run.result.outcome, 'error');
  assert.match(run.message, /killed by SIGKILL/);
  assert.deepEqual(run.outline, ['passed Cart > INT-01 adds']);
});

test('standard input is closed, so nothing waits for an answer (B-TST-09)', async () => {
  await using project = await createProject({ 'a.txt': '' });
  const [node = '', flag = '', script = ''] = writer({ 'a.xml': PASSING }, 0);
  const command = [node, flag, `require('node:fs').readFileSync(0); ${script}`];
  const run = await runSuite(project, { runner: 'junit', command, report });
  assert.equal(run.result.outcome, 'passed', run.detail);
});

test('a command that does not exist is an error that names it', async () => {
  await using project = await createProject({ 'a.txt': '' });
  const run = await runSuite(project, { runner: 'junit', command: ['no-such-program'], report });
  assert.equal(run.result.outcome, 'error');
  assert.match(run.message, /no-such-program/);
});
