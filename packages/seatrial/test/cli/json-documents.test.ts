import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { assertMatches } from '../support/published-schema.ts';
import { NOT_OK, OK, scenario, smallProject } from '../support/small-project.ts';
import { trialProject } from '../support/trial-project.ts';

const SUITE = { name: 'unit', runner: 'node:test', files: ['unit/*.test.mjs'] };
const REQUIREMENTS = '## Requirements\n\n- FR-01: It answers\n- FR-02: It answers well\n';
const FILES = {
  ...smallProject(
    [
      REQUIREMENTS,
      scenario('T-1', OK).replace('\n\n', '\n\nCovers: FR-01, FR-99\n\n'),
      scenario('T-2', NOT_OK),
      '## T-3 Only prose\n\nSomebody ought to look.\n',
    ],
    { suites: [SUITE], compose_fiel: 'x' },
  ),
  'unit/a.test.mjs':
    "import { test } from 'node:test';\ntest('FR-02 holds', () => {});\ntest('an orphan', () => {});\n",
};

/** The one document on standard output. */
function documentOf({ stdout }: { readonly stdout: string }): unknown {
  const document: unknown = JSON.parse(stdout);
  assert.equal(stdout, `${JSON.stringify(document, null, 2)}\n`, 'nothing else is there');
  return document;
}

describe('--json prints one document, as its published schema says', { concurrency: 2 }, () => {
  test('run, merge, and plan after a run', async (t) => {
    const project = trialProject(t, FILES);
    const run = await project.seatrial(['run', '--json', '--shard', '1/1']);
    assert.equal(run.exitCode, 1);
    assertMatches('run', documentOf(run));
    assert.equal(run.stdout, project.read('.session/runs/latest/run.json'));
    const merge = await project.seatrial(['merge', '.session/runs/latest', '--json']);
    assert.equal(merge.exitCode, 1, merge.stdout);
    assertMatches('run', documentOf(merge));
    const plan = await project.seatrial(['plan', '--json']);
    assert.equal(plan.exitCode, 0, plan.stderr);
    assertMatches('plan', documentOf(plan));
    assert.deepEqual([run.stderr, merge.stderr, plan.stderr], ['', '', '']);
  });

  test('plan before any run, spec lint, spec parse, spec schema', async (t) => {
    const project = trialProject(t, FILES);
    assertMatches('plan', documentOf(await project.seatrial(['plan', '--json'])));
    const lint = await project.seatrial(['spec', 'lint', '--json']);
    assertMatches('lint', documentOf(lint));
    assert.match(lint.stdout, /"CONFIG_UNKNOWN_KEY"/);
    const parse = await project.seatrial(['spec', 'parse', 'trial', '--json']);
    assert.equal(parse.exitCode, 0, parse.stderr);
    assertMatches('spec', documentOf(parse));
    const schema = documentOf(await project.seatrial(['spec', 'schema', '--json']));
    assert.deepEqual(Object.keys(schema as object).slice(0, 1), ['$schema']);
  });

  test('contracts diff, lint and accept', async (t) => {
    const api = 'openapi: 3.1.0\ninfo: { title: A, version: 1.0.0 }\npaths: { /a: { get: {} } }\n';
    const project = trialProject(t, { ...FILES, 'a.yaml': api, 'b.yaml': api.replace('/a', '/b') });
    const diff = await project.seatrial(['contracts', 'diff', 'a.yaml', 'b.yaml', '--json']);
    assert.deepEqual([diff.exitCode, diff.stderr], [1, '']);
    assertMatches('contracts-diff', documentOf(diff));
    const lint = await project.seatrial(['contracts', 'lint', 'a.yaml', '--json']);
    assert.equal(lint.exitCode, 0);
    assertMatches('contracts-lint', documentOf(lint));
    const accept = await project.seatrial(['contracts', 'accept', 'a.yaml', '--json']);
    assert.equal(accept.exitCode, 0);
    assertMatches('contracts-accept', documentOf(accept));
  });

  test('init', async (t) => {
    const project = trialProject(t, {});
    const init = await project.seatrial(['init', '--json']);
    assert.equal(init.exitCode, 0);
    assertMatches('init', documentOf(init));
  });

  test('an environment that does not come up is a run like any other', async (t) => {
    const compose =
      "services:\n  web:\n    x-native: { command: [sh, -c, 'exit 7'] }\n    ports: ['5000']\n";
    const project = trialProject(t, smallProject([scenario('T-1', OK)], {}, compose));
    const run = await project.seatrial(['run', '--json']);
    assert.equal(run.exitCode, 4);
    assertMatches('run', documentOf(run));
  });

  test('every verb that fails says why in the same form, on standard output alone', async (t) => {
    const project = trialProject(t, {
      ...FILES,
      '.session/specs/trial.md': `# Trial\n\n${scenario('T-1', '{ htpt: GET web/ok }')}`,
    });
    const failing: readonly (readonly [readonly string[], string])[] = [
      [['run', '--json'], 'INPUT_INVALID'],
      [['plan', '--json'], 'INPUT_INVALID'],
      [['plan', '--json', '--seed', 'x'], 'USAGE'],
      [['merge', '--json'], 'USAGE'],
      [['spec', '--json', 'lnit'], 'USAGE'],
      [['spec', 'parse', 'nothing', '--json'], 'CHECK_NOT_FOUND'],
      [['init', 'what', '--json'], 'USAGE'],
      [['contracts', 'diff', '--json'], 'USAGE'],
      [['contracts', 'diff', 'a', 'b', '--json'], 'INPUT_INVALID'],
      [['lnit', '--json'], 'USAGE'],
    ];
    const ended = await Promise.all(failing.map(async ([argv]) => project.seatrial(argv)));
    for (const [index, one] of ended.entries()) {
      const [argv, code] = failing[index] ?? [];
      assert.equal(one.exitCode, 3, argv?.join(' '));
      assert.equal(one.stderr, '', argv?.join(' '));
      const document = documentOf(one);
      assertMatches('error', document);
      assert.equal((document as { error: { code: string } }).error.code, code, argv?.join(' '));
    }
    const lint = await project.seatrial(['spec', 'lint', '--json']);
    assert.equal(lint.exitCode, 3);
    assertMatches('lint', documentOf(lint));
    assertMatches('spec', documentOf(await project.seatrial(['spec', 'parse', 'trial', '--json'])));
  });
});
