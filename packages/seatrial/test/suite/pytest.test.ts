import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';

import { createProject, runSuite } from './run-suite.ts';

const found = spawnSync('python3', ['-m', 'pytest', '--version'], { stdio: 'ignore' }).status === 0;
// The reader is tested on recorded output in any case.
const skip = found ? false : 'pytest is not installed for python3: python3 -m pip install pytest';
const env = { PYTHONDONTWRITEBYTECODE: '1' };
const CONFIG = { 'pytest.ini': '[pytest]\naddopts = -p no:cacheprovider\nmarkers = requirement\n' };

test('pytest: classes, markers, xfail and xpass (B-RUN-17)', { skip }, async () => {
  await using project = await createProject({
    ...CONFIG,
    'tests/test_cart.py': `import pytest

class TestCart:
    @pytest.mark.requirement("INT-01")
    def test_adds(self): ...

    def test_refuses(self):
        assert 200 == 422

@pytest.mark.xfail(reason="bug 12")
def test_known(): assert False

@pytest.mark.xfail(reason="bug 13")
def test_fine(): ...

@pytest.mark.parametrize("x", [1], ids=["INT-08"])
def test_row(x): ...
`,
  });
  const run = await runSuite(project, { runner: 'pytest', directory: 'tests' }, { env });
  assert.equal(run.result.outcome, 'failed', run.detail);
  assert.deepEqual(run.outline, [
    'failed TestCart > test_refuses',
    'passed TestCart > test_adds',
    'passed test_fine',
    'passed test_row[INT-08]',
    'skipped test_known',
  ]);
  const [adds, refuses] = run.tests;
  assert.deepEqual([adds?.file, adds?.line, adds?.ids], ['tests/test_cart.py', 4, ['INT-01']]);
  assert.deepEqual(refuses?.failure?.source, { file: 'tests/test_cart.py', line: 8, column: 1 });
});

const ERRORS = [
  [
    'a module that cannot be collected',
    { 'test_a.py': 'import nowhere\n' },
    [],
    /exit code 2/,
    /No module named 'nowhere'/,
  ],
  [
    'an unknown option',
    { 'test_a.py': 'def test_a(): ...\n' },
    ['--cov-nothing'],
    /exit code 4/,
    /did not understand its command line/,
  ],
  ['no test', { 'test_a.py': '' }, [], /exit code 5/, /collected no tests/],
  [
    'an internal error',
    {
      'conftest.py': 'def pytest_collection_modifyitems(): raise RuntimeError("no")\n',
      'test_a.py': 'def test_a(): ...\n',
    },
    [],
    /exit code 3/,
    /internal error/,
  ],
] as const;
for (const [title, project, files, message, detail] of ERRORS) {
  test(`pytest: ${title} is an error with its own hint`, { skip }, async () => {
    await using made = await createProject({ ...CONFIG, ...project });
    const run = await runSuite(made, { runner: 'pytest', files }, { env });
    assert.equal(run.result.outcome, 'error', run.detail);
    assert.match(run.message, message);
    assert.match(run.detail, detail);
  });
}

test('pytest: a Python without it is an error naming what to install', async () => {
  await using project = await createProject({ 'test_a.py': '' });
  const script = `process.stderr.write('/usr/bin/python3: No module named pytest'); process.exitCode = 1;`;
  const run = await runSuite(project, { runner: 'pytest', command: ['node', '-e', script, '--'] });
  assert.equal(run.result.outcome, 'error');
  assert.match(run.message, /exit code 1 without a report/);
  assert.match(run.detail, /pip install pytest[\s\S]*No module named pytest/);
});

test('pytest: no Python at all is an error', async () => {
  await using project = await createProject({ 'test_a.py': '' });
  const run = await runSuite(project, { runner: 'pytest' }, { env: { PATH: '' } });
  assert.equal(run.result.outcome, 'error');
  assert.match(run.message, /no Python/);
});
