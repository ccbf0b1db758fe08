import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';

import { createProject, runSuite } from './run-suite.ts';

// These tests themselves run under `node --test`, so each of them also shows that a suite can run inside another.

const IMPORTS = `import { describe, it, test } from 'node:test';\nimport assert from 'node:assert/strict';\n`;
const files = ['*.test.mjs'];

test('a suite reports each test with its ids, and fails naming the first failure and how to repeat it', async () => {
  await using project = await createProject({
    'api/cart.test.mjs': `${IMPORTS}
describe('cart', () => {
  it('INT-01 adds', () => {});
  it('INT-02 refuses', () => assert.equal(200, 422));
  it('INT-03 later', { skip: 'no device' }, () => {});
});`,
  });
  const run = await runSuite(project, { runner: 'node:test', directory: 'api', files });
  assert.equal(run.result.outcome, 'failed');
  assert.deepEqual(run.outline, [
    'failed cart > INT-02 refuses',
    'passed cart > INT-01 adds',
    'skipped cart > INT-03 later',
  ]);
  const refused = run.tests.find(({ name }) => name === 'cart > INT-02 refuses');
  assert.deepEqual(
    [refused?.file, refused?.line, refused?.ids],
    ['api/cart.test.mjs', 6, ['INT-02']],
  );
  assert.deepEqual([refused?.failure?.expected, refused?.failure?.seen], ['422', '200']);
  assert.match(run.message, /^1 of 3 tests failed; first: cart > INT-02 refuses: /);
  assert.ok(run.result.outcome === 'failed');
  assert.equal(run.result.failure.source?.file, 'api/cart.test.mjs');
  assert.match(run.detail, /npx seatrial run --only suite:unit/);
  assert.match(await readFile(join(project.output, 'output.log'), 'utf8'), /INT-02 refuses/);
  assert.deepEqual(
    await readdir(join(project.root, 'api')),
    ['cart.test.mjs'],
    'nothing is written to the project',
  );
});

test('passed and skipped suites', async () => {
  await using project = await createProject({
    'fine.test.mjs': `${IMPORTS} test('a', () => {}); test('b', { skip: true }, () => {});`,
    'later.test.mjs': `${IMPORTS} describe.skip('all', () => { it('c', () => {}); });`,
  });
  const fine = await runSuite(project, { runner: 'node:test', files: ['fine.test.mjs'] });
  assert.deepEqual(fine.result, { outcome: 'passed' });
  const later = await runSuite(project, { runner: 'node:test', files: ['later.test.mjs'] });
  assert.equal(later.result.outcome, 'skipped');
  assert.deepEqual(later.outline, ['skipped all']);
});

test('the suite has the CI environment, its own programs first, and nothing of an outer runner (B-TST-09)', async () => {
  await using project = await createProject({
    'env.test.mjs': `${IMPORTS}
test('environment', () => {
  assert.equal(process.env.CI, '1');
  assert.equal(process.env.NO_COLOR, '1');
  assert.equal(process.env.NODE_OPTIONS, undefined);
  assert.equal(process.env.GREETING, 'ahoy');
  assert.ok(process.env.PATH.startsWith(${JSON.stringify('%ROOT%')}));
});`.replace('"%ROOT%"', 'process.cwd()'),
  });
  const run = await runSuite(
    project,
    { runner: 'node:test', files },
    { env: { GREETING: 'ahoy', NODE_OPTIONS: '--no-warnings', NODE_TEST_CONTEXT: 'child-v8' } },
  );
  assert.equal(run.result.outcome, 'passed', run.message);
});

const ERRORS = [
  [
    'a file that does not load',
    `import './nowhere.mjs';`,
    /broken\.test\.mjs could not be run: its process ended with exit code 1/,
  ],
  [
    'a process that is killed',
    `${IMPORTS} test('a', () => { process.kill(process.pid, 'SIGKILL'); return new Promise((r) => setTimeout(r, 60000)); });`,
    /ended with signal SIGKILL/,
  ],
  [
    'a hook that breaks',
    `${IMPORTS} import { before } from 'node:test'; describe('d', () => { before(() => { throw new Error('no database'); }); it('INT-01', () => {}); });`,
    /d: no database/,
  ],
  ['no test at all', `export {};`, /node:test found no test/],
] as const;
for (const [title, text, message] of ERRORS) {
  test(`${title} is an error, never a pass`, async () => {
    await using project = await createProject({ 'broken.test.mjs': text });
    const run = await runSuite(project, { runner: 'node:test', files });
    assert.equal(run.result.outcome, 'error');
    assert.match(run.message, message);
  });
}

test('a pattern that matches no file is an error before anything starts', async () => {
  await using project = await createProject({ 'a.txt': '' });
  const run = await runSuite(project, { runner: 'node:test', files: ['test/**/*.test.ts'] });
  assert.equal(run.result.outcome, 'error');
  assert.match(run.message, /no file matches test\/\*\*\/\*\.test\.ts/);
});

test('a folder that does not exist is an error', async () => {
  await using project = await createProject({ 'a.txt': '' });
  const run = await runSuite(project, { runner: 'node:test', directory: 'gone' });
  assert.equal(run.result.outcome, 'error');
  assert.match(run.message, /does not exist: gone/);
});

const HANGING = {
  // The first file ends, so that there is something to report before the second one hangs.
  'a.test.mjs': `${IMPORTS} test('quick', () => {});`,
  'b.test.mjs': `${IMPORTS}
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rename, writeFile } from 'node:fs/promises';
test('hangs', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { detached: true, stdio: 'ignore' });
  await once(child, 'spawn');
  await writeFile('pid.tmp', String(child.pid));
  await rename('pid.tmp', 'pid');
  await new Promise((resolve) => setTimeout(resolve, 60000));
});`,
};

const command = ['node', '--test', '--test-concurrency=1'];

const grandchildOf = async (root: string): Promise<number> =>
  Number(await readFile(join(root, 'pid'), 'utf8'));

test('a suite that does not end is stopped with its whole tree, and what ended before is reported (B-TST-07)', async () => {
  await using project = await createProject(HANGING);
  const run = await runSuite(project, { runner: 'node:test', files, command, timeoutMs: 3000 });
  assert.equal(run.result.outcome, 'error');
  assert.match(
    run.message,
    /did not end within 3000 ms and was stopped; until then 1 tests had ended/,
  );
  assert.deepEqual(run.outline, ['passed quick']);
  assert.equal(await isRunning(await grandchildOf(project.root)), false);
});

test('an aborted run stops the suite with its whole tree', async () => {
  await using project = await createProject(HANGING);
  const abort = new AbortController();
  const running = runSuite(
    project,
    { runner: 'node:test', files, command },
    { signal: abort.signal },
  );
  await untilFile(project.root, 'pid');
  abort.abort();
  const run = await running;
  assert.equal(run.result.outcome, 'error');
  assert.match(run.message, /stopped because the run was broken off/);
  assert.equal(await isRunning(await grandchildOf(project.root)), false);
});

/** A process that has ended may stay in the table as a zombie, where nobody collects it. */
async function isRunning(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    return !/\) [ZX] /.test(stat);
  } catch (error) {
    assert.ok(error instanceof Error && 'code' in error);
    assert.ok(['ESRCH', 'ENOENT'].includes(String(error.code)), error.message);
    return false;
  }
}

async function untilFile(folder: string, name: string): Promise<void> {
  const { watch } = await import('node:fs/promises');
  const events = watch(folder, { signal: AbortSignal.timeout(20_000) });
  if ((await readdir(folder)).includes(name)) return;
  for await (const { filename } of events) if (filename === name) return;
}
