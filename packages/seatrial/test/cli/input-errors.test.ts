import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { OK, scenario, smallProject } from '../support/small-project.ts';
import { trialProject } from '../support/trial-project.ts';

const SPEC = '.session/specs/trial.md';
const good = smallProject([scenario('T-1', OK)]);
const withScenarios = (...scenarios: readonly string[]): Readonly<Record<string, string>> =>
  smallProject(scenarios);

/** What is malformed, where it must be said, and in which words. */
const MALFORMED: readonly {
  readonly what: string;
  readonly files: Readonly<Record<string, string>>;
  readonly argv?: readonly string[];
  readonly says: readonly RegExp[];
}[] = [
  {
    what: 'a config that is no JSON',
    files: { ...good, '.session/config.json': '{\n  "trial": {,}\n}\n' },
    says: [/^\.session\/config\.json:2:13: error /m],
  },
  {
    what: 'a config value of the wrong type',
    files: { ...good, '.session/config.json': '{\n  "trial": { "retries": "often" }\n}\n' },
    says: [/^\.session\/config\.json:2:25: error .*(number|int)/m],
  },
  {
    what: 'a spec block that is no YAML',
    files: withScenarios('## T-1 Broken\n\n```yaml scenario\nsteps:\n  - http: "GET web/ok\n```\n'),
    says: [new RegExp(`^${SPEC}:\\d+:\\d+: error `, 'm')],
  },
  {
    what: 'a scenario with a key that nothing reads',
    files: withScenarios(scenario('T-1', '{ http: GET web/ok, expcet: { status: 200 } }')),
    says: [new RegExp(`^${SPEC}:7:25: error `, 'm'), /did you mean "expect"\?/],
  },
  {
    what: 'a service that the Compose file does not have',
    files: withScenarios(scenario('T-1', '{ http: GET wbe/ok }')),
    says: [new RegExp(`^${SPEC}:7:\\d+: error PLAN_UNKNOWN_SERVICE`, 'm'), /did you mean "web"\?/],
  },
  {
    what: 'a Compose file that is no YAML',
    files: { ...good, 'compose.yaml': 'services:\n  web: [\n' },
    says: [/^compose\.yaml:\d+:\d+: error COMPOSE/m],
  },
  {
    what: 'a Compose file with a key that Compose does not know',
    files: {
      ...good,
      'compose.yaml': "services:\n  web:\n    imagee: x\n    ports: ['5000']\n",
    },
    says: [/^compose\.yaml:3:5: error COMPOSE/m, /did you mean "image"\?/],
  },
  {
    what: 'a proof whose file no suite runs',
    files: withScenarios('## T-1 Proven\n\nProof: compose.yaml > something\n'),
    says: [new RegExp(`^${SPEC}:5:\\d+: error PLAN_PROOF_WITHOUT_SUITE`, 'm')],
  },
  {
    what: 'an option that the verb does not have',
    files: good,
    argv: ['run', '--shufle'],
    says: [/unknown option --shufle/, /did you mean "--shuffle"\?/],
  },
  {
    what: 'an option without its value',
    files: good,
    argv: ['run', '--only', '--json=x'],
    says: [/--only needs a value: --only <id>/],
  },
  {
    what: 'a shard that cannot be',
    files: good,
    argv: ['run', '--shard', '3/2'],
    says: [/--shard: expected i\/n with 1 ≤ i ≤ n, such as 1\/4; got "3\/2"/],
  },
  {
    what: 'a reporter that does not exist',
    files: good,
    argv: ['run', '--reporter', 'jnuit'],
    says: [/no reporter is called "jnuit"/, /did you mean "junit"\?/],
  },
  {
    what: 'a verb that does not exist',
    files: good,
    argv: ['rnu'],
    says: [/unknown verb "rnu"/, /did you mean "run"\?/],
  },
  {
    what: 'a work item that does not exist',
    files: good,
    argv: ['run', 'trail'],
    says: [/no work item or spec is named "trail"/, /did you mean "trial"\?/],
  },
  {
    what: 'a check that does not exist',
    files: good,
    argv: ['run', '--only', 'T-11'],
    says: [/no check is named "T-11"/, /did you mean "T-1"\?/],
  },
];

describe('exit 3, and nothing is started, for', { concurrency: 2 }, () => {
  for (const { what, files, argv = ['run'], says } of MALFORMED) {
    test(what, async (t) => {
      const project = trialProject(t, files);
      const { exitCode, stdout, stderr } = await project.seatrial(argv);
      assert.equal(exitCode, 3, stderr);
      for (const words of says) assert.match(stderr, words);
      assert.equal(stdout, '');
      assert.deepEqual(project.runs(), [], 'a run folder was made');
      assert.doesNotMatch(stderr, /\n {4}at /, 'a stack is for bugs');
    });
  }

  test('no project at all, with what to do about it', async (t) => {
    const project = trialProject(t, {});
    const { exitCode, stderr } = await project.seatrial(['run']);
    assert.equal(exitCode, 3);
    assert.match(stderr, /no \.session\/ folder in .* or above it\n.*seatrial init/);
  });

  test('several faults: all are named at once', async (t) => {
    const project = trialProject(
      t,
      withScenarios(
        scenario('T-1', '{ http: GET web/ok, expcet: {} }'),
        scenario('T-2', '{ htpt: GET web/ok }'),
      ),
    );
    const { exitCode, stderr } = await project.seatrial(['run']);
    assert.equal(exitCode, 3);
    assert.match(stderr, /trial\.md:7:25: /);
    assert.match(stderr, /trial\.md:14:\d+: /);
  });
});
