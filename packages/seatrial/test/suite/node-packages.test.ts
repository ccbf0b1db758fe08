import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { test } from 'node:test';

import { createProject, runSuite } from './run-suite.ts';

const VITEST = import.meta.resolve('vitest/package.json');
const PLAYWRIGHT = import.meta.resolve('@playwright/test/package.json');

test('vitest: tags bind, a retry is flaky, a failure is named', async () => {
  await using project = await createProject(
    {
      'vitest.config.js': `export default { test: { tags: [{ name: 'INT-05' }] } };`,
      'cart.test.js': `import { describe, expect, it } from 'vitest';
describe('cart', () => {
  it('INT-01 adds', () => {});
  it('INT-02 refuses', () => { expect(200).toBe(422); });
  it('tagged', { tags: ['INT-05'] }, () => {});
  let runs = 0;
  it('INT-06 wavers', { retry: 1 }, () => { runs += 1; expect(runs).toBe(2); });
});`,
    },
    [VITEST],
  );
  const run = await runSuite(project, { runner: 'vitest' });
  assert.deepEqual(run.outline, [
    'failed cart > INT-02 refuses',
    'flaky cart > INT-06 wavers',
    'passed cart > INT-01 adds',
    'passed cart > tagged',
  ]);
  assert.equal(run.result.outcome, 'failed');
  const failed = run.tests.find(({ outcome }) => outcome === 'failed');
  assert.deepEqual(failed?.failure?.source, { file: 'cart.test.js', line: 4, column: 44 });
  assert.deepEqual(run.tests.find(({ name }) => name === 'cart > tagged')?.ids, ['INT-05']);
});

test('vitest: a file that does not load is an error although all tests passed (B-RUN-20)', async () => {
  await using project = await createProject(
    {
      'a.test.js': `import { test } from 'vitest'; test('fine', () => {});`,
      'b.test.js': `import './nowhere.js';`,
    },
    [VITEST],
  );
  const run = await runSuite(project, { runner: 'vitest' });
  assert.equal(run.result.outcome, 'error');
  assert.deepEqual(run.outline, ['passed fine']);
  assert.match(run.message, /^vitest: b\.test\.js could not be run: /);
});

test('Playwright: tags, retries and failures, and its artifacts stay out of the project', async () => {
  await using project = await createProject(
    {
      'package.json': '{"type":"module"}',
      'playwright.config.js': `export default { retries: 1 };`,
      'cart.spec.js': `import { test, expect } from '@playwright/test';
test.describe('cart', { tag: '@INT-05' }, () => {
  test('INT-01 adds', () => {});
  test('INT-02 refuses', () => { expect(200).toBe(422); });
  test('INT-06 wavers', ({}, info) => { expect(info.retry).toBe(1); });
});`,
    },
    [PLAYWRIGHT],
  );
  const run = await runSuite(project, { runner: 'playwright' });
  assert.deepEqual(run.outline, [
    'failed cart > INT-02 refuses',
    'flaky cart > INT-06 wavers',
    'passed cart > INT-01 adds',
  ]);
  assert.equal(run.result.outcome, 'failed');
  assert.deepEqual(run.tests[0]?.ids, ['INT-01', 'INT-05']);
  const left = await readdir(project.root);
  assert.deepEqual(left.toSorted(), [
    'cart.spec.js',
    'node_modules',
    'package.json',
    'playwright.config.js',
  ]);
});

test('Playwright: no test is an error', async () => {
  await using project = await createProject({ 'playwright.config.js': '' }, [PLAYWRIGHT]);
  const run = await runSuite(project, { runner: 'playwright' });
  assert.equal(run.result.outcome, 'error');
  assert.match(run.message, /found no test/);
});

for (const [runner, install] of [
  ['vitest', 'vitest'],
  ['jest', 'jest'],
  ['playwright', '@playwright/test'],
] as const) {
  test(`${runner} that is not installed is an error naming what to install (B-TST-12)`, async () => {
    await using project = await createProject({ 'a.test.js': '' });
    const run = await runSuite(project, { runner });
    assert.equal(run.result.outcome, 'error');
    assert.match(run.message, new RegExp(`^${runner} is not installed`));
    assert.ok(run.detail.includes(`npm install --save-dev ${install}`), run.detail);
  });
}

// jest cannot be among our packages (one of its dependencies has an install script), so a program in its place writes
// what the real one was recorded to write, and ends as it did.
test('jest: started with --json into the output folder, and read', async () => {
  await using project = await createProject({ 'a.txt': '' });
  const recorded = new URL('../fixtures/suite/jest-30.json', import.meta.url).pathname;
  const script = `const out = process.argv.find((word) => word.startsWith('--outputFile=')).slice(13);
if (!process.argv.includes('--json') || !process.argv.includes('--testLocationInResults')) process.exit(9);
require('node:fs').copyFileSync(${JSON.stringify(recorded)}, out); process.exitCode = 1;`;
  const run = await runSuite(project, { runner: 'jest', command: ['node', '-e', script, '--'] });
  assert.equal(run.result.outcome, 'failed', run.message);
  assert.equal(run.tests.length, 6);
  assert.match(
    run.message,
    /1 of 6 tests failed; first: cart > INT-02 .*; besides, broken\.test\.js could not be run/s,
  );
});
