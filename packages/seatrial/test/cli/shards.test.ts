import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { NOT_OK, OK, scenario, smallProject } from '../support/small-project.ts';
import { trialProject } from '../support/trial-project.ts';

const SUITE = { name: 'unit', runner: 'node:test', files: ['unit/*.test.mjs'] };
const SCENARIOS = [
  scenario('T-1', OK),
  scenario('T-2', OK),
  scenario('T-3', OK),
  '## T-4 Proven by a test\n\nProof: unit/a.test.mjs > holds\n',
];
const TESTS = {
  'unit/a.test.mjs': "import { test } from 'node:test';\ntest('holds', () => {});\n",
};

function idsOf({ stdout }: { readonly stdout: string }): readonly string[] {
  return (JSON.parse(stdout) as { checks: { id: string }[] }).checks.map(({ id }) => id);
}

describe('a run in parts', { concurrency: 2 }, () => {
  test('two shards carry out every check once, and merge to the verdict of the whole', async (t) => {
    const project = trialProject(t, { ...smallProject(SCENARIOS, { suites: [SUITE] }), ...TESTS });
    const whole = await project.seatrial(['run', '--json']);
    const parts = await Promise.all(
      ['1/2', '2/2'].map(async (shard) => project.seatrial(['run', '--json', '--shard', shard])),
    );
    assert.deepEqual(
      [whole, ...parts].map(({ exitCode }) => exitCode),
      [0, 0, 0],
    );
    assert.deepEqual(parts.flatMap(idsOf).toSorted(), idsOf(whole).toSorted());
    assert.ok(
      parts.every((part) => idsOf(part).length > 0),
      'both have something to do',
    );
    const proven = parts.map(idsOf).find((ids) => ids.includes('T-4'));
    assert.ok(proven?.includes('suite:unit'), 'a proof is where its suite is');

    const folders = project
      .runs()
      .slice(-2)
      .map((run) => `.session/runs/${run}`);
    const merged = await project.seatrial(['merge', ...folders]);
    assert.equal(merged.exitCode, 0, merged.stdout);
    assert.match(merged.stdout, /READY {3}5 required checks passed/);
    assert.match(project.runs().at(-1) ?? '', /-merged$/);
    const record = project.record();
    const wholeRecord = JSON.parse(whole.stdout) as typeof record;
    assert.deepEqual(record.verdict, wholeRecord.verdict);
    assert.equal(record.shard, null);
    assert.deepEqual(
      record.checks.map(({ id, outcome }) => [id, outcome]),
      wholeRecord.checks.map(({ id, outcome }) => [id, outcome]),
    );

    const [first = ''] = folders;
    const alone = await project.seatrial(['merge', first]);
    assert.equal(alone.exitCode, 2, 'a missing shard is not proven');
    assert.match(alone.stdout, /NOT PROVEN/);

    const twice = await project.seatrial(['merge', first, first]);
    assert.equal(twice.exitCode, 3);
    assert.match(twice.stderr, /are both shard \d\/2/);

    const nowhere = await project.seatrial(['merge', 'no/such/folder', '--json']);
    assert.equal(nowhere.exitCode, 3);
    assert.match(nowhere.stdout, /"LOG_INVALID"/);
  });

  test('a failure in one shard is the failure of the whole', async (t) => {
    const scenarios = [1, 2, 3, 4, 5].map((number) =>
      scenario(`T-${number}`, number === 3 ? NOT_OK : OK),
    );
    const project = trialProject(t, smallProject(scenarios));
    const parts = await Promise.all(
      ['1/2', '2/2'].map(async (shard) => project.seatrial(['run', '--shard', shard])),
    );
    assert.deepEqual(new Set(parts.map(({ exitCode }) => exitCode)), new Set([0, 1]));
    const folders = project.runs().map((run) => `.session/runs/${run}/events.ndjson`);
    const merged = await project.seatrial(['merge', ...folders, '--reporter', 'agent']);
    assert.equal(merged.exitCode, 1, merged.stdout);
    assert.match(merged.stdout, /^VERDICT: not ready \(exit 1\).*\n/);
    assert.match(merged.stdout, /1\. FAILED T-3/);
  });

  test('more shards than checks: an empty one proves nothing by itself and breaks nothing in the whole', async (t) => {
    const project = trialProject(t, smallProject([scenario('T-1', OK)]));
    const parts = await Promise.all(
      ['1/2', '2/2'].map(async (shard) => project.seatrial(['run', '--shard', shard])),
    );
    assert.deepEqual(new Set(parts.map(({ exitCode }) => exitCode)), new Set([0, 2]));
    const folders = project.runs().map((run) => `.session/runs/${run}`);
    const merged = await project.seatrial(['merge', ...folders]);
    assert.equal(merged.exitCode, 0, merged.stdout);
  });
});

describe('--only', { concurrency: 2 }, () => {
  test('a proof pulls in its suite, and nothing else', async (t) => {
    const other = { name: 'other', runner: 'node:test', files: ['other/*.test.mjs'] };
    const project = trialProject(t, {
      ...smallProject(SCENARIOS, { suites: [SUITE, other] }),
      ...TESTS,
      'other/b.test.mjs': "import { test } from 'node:test';\ntest('fails', () => { throw 1; });\n",
    });
    const { exitCode, stdout } = await project.seatrial(['run', '--only', 'T-4']);
    assert.equal(exitCode, 0, stdout);
    assert.deepEqual(
      project.record().checks.map(({ id }) => id),
      ['suite:unit', 'T-4'],
    );
    assert.equal(project.record().environment, null, 'no service was needed');
  });

  test('takes patterns, and is repeatable', async (t) => {
    const project = trialProject(
      t,
      smallProject([
        scenario('A-1', OK),
        scenario('A-2', OK),
        scenario('B-1', OK),
        scenario('C-1', NOT_OK),
      ]),
    );
    const { exitCode, stdout } = await project.seatrial(['run', '--only', 'A-*', '--only=B-1']);
    assert.equal(exitCode, 0, stdout);
    assert.deepEqual(
      project.record().checks.map(({ id }) => id),
      ['A-1', 'A-2', 'B-1'],
    );
  });
});
