import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { composeOf, NOT_OK, OK, scenario, smallProject } from '../support/small-project.ts';
import { trialProject } from '../support/trial-project.ts';

const WRITES =
  "environment: { NAME: web, PORT: '5000', VOLUME_FILE: /store/x }\nvolumes: ['store:/store']";
/** Healthy once its file is there, which a helper makes when the process is up. */
const SLOWLY = 'healthcheck: { test: [CMD, test, -e, healthy], interval: 50ms, retries: 500 }';

describe('what a run promises of its services', { concurrency: 2 }, () => {
  test('G-5.5.2-15 a Compose file that is missing is reported before anything starts', async (t) => {
    const project = trialProject(t, {
      ...smallProject([scenario('T-1', OK)]),
      '.session/config.json': '{\n  "trial": { "compose_file": ["compose.yaml", "gone.yml"] }\n}\n',
    });
    for (const argv of [['run'], ['plan'], ['spec', 'lint'], ['env', 'up', '--wait']]) {
      const { exitCode, stdout, stderr } = await project.seatrial(argv);
      assert.equal(exitCode, 3, argv.join(' '));
      assert.match(
        stdout + stderr,
        /\.session\/config\.json:2:47: error CONFIG_COMPOSE_FILE_MISSING: .*gone\.yml/,
      );
    }
    assert.deepEqual(project.runs(), [], 'nothing was started');
  });

  test('G-5.5.2-01 G-5.5.2-02 it starts what is needed and waits until all of it is healthy', async (t) => {
    const compose = `${composeOf({ web: SLOWLY, other: '' })}  helper:
    x-native: { command: [sh, -c, 'until grep -q listens .session/runs/latest/logs/web.log; do sleep 0.02; done; touch healthy; exec sleep 600'] }
`;
    const steps = scenario('T-1', OK, OK, '{ exec: [test, -e, healthy], service: helper }');
    const project = trialProject(t, smallProject([steps], {}, compose));
    const { exitCode, stdout } = await project.seatrial(['run']);
    assert.equal(exitCode, 0, stdout);
    const types = project.events().flatMap((event) => {
      if (event.type === 'service.ready') return [`${event.service} by ${event.by}`];
      return event.type === 'check.started' ? [event.check] : [];
    });
    assert.deepEqual(types.toSorted(), ['T-1', 'helper by started', 'web by healthcheck']);
    assert.equal(types.at(-1), 'T-1', 'no check before the last service is ready');
  });

  test('G-5.5.2-09 G-5.5.2-10 B-RUN-12 services and volumes of the run are gone, also after a failure', async (t) => {
    const compose = `${composeOf({ web: WRITES })}volumes: { store: {} }\n`;
    for (const [step, code] of [
      [OK, 0],
      [NOT_OK, 1],
      ['{ http: GET web/die }', 1],
    ] as const) {
      const project = trialProject(t, smallProject([scenario('T-1', step)], {}, compose));
      const { exitCode, stdout } = await project.seatrial(['run']);
      assert.equal(exitCode, code, stdout);
      await project.assertNothingLeft();
    }
    const broken = `${composeOf({ web: WRITES })}  broken:
    x-native: { command: [sh, -c, 'exit 7'] }
    depends_on: [web]
volumes: { store: {} }
`;
    const steps = scenario('T-1', OK, '{ exec: ["true"], service: broken }');
    const project = trialProject(t, smallProject([steps], {}, broken));
    assert.equal((await project.seatrial(['run'])).exitCode, 4);
    await project.assertNothingLeft();
  });

  test('B-RUN-25 no service at all is never "all healthy"', async (t) => {
    const held = composeOf({ web: 'profiles: [x]' });
    const suite = { name: 'unit', runner: 'node:test', files: ['a.test.mjs'], environment: true };
    const project = trialProject(t, {
      ...smallProject([], { suites: [suite] }, held),
      'a.test.mjs': "import { test } from 'node:test';\ntest('x', () => {});\n",
    });
    const run = await project.seatrial(['run']);
    assert.equal(run.exitCode, 4, run.stdout);
    assert.match(run.stdout, /every service belongs to a profile that is not active/);
    assert.equal(project.record().verdict.word, 'not proven');
    const up = await project.seatrial(['env', 'up', '--wait']);
    assert.equal(up.exitCode, 3);
    assert.match(up.stderr, /every service belongs to a profile that is not active/);
    assert.equal(up.stdout, '');
  });
});
