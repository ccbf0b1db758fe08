import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { assertMatches } from '../support/published-schema.ts';
import { composeOf, OK, scenario, smallProject } from '../support/small-project.ts';
import { trialProject } from '../support/trial-project.ts';

const WEB = composeOf({ web: '', api: 'depends_on: [db]' });
const COMPOSE = `${WEB}  db: { image: 'oracle:23' }\n`;
const API = '{ http: GET api/ok, expect: { json: { ok: true } } }';

describe('services that nothing here can run', { concurrency: 2 }, () => {
  test('the others start; a check that needs one of them, also by depends_on, is skipped with the remedy: not proven, exit 2', async (t) => {
    const project = trialProject(
      t,
      smallProject([scenario('T-1', OK), scenario('T-2', API)], {}, COMPOSE),
    );
    const { exitCode, stdout } = await project.seatrial(['run']);
    assert.equal(exitCode, 2, stdout);
    assert.match(stdout, /^skipped service db cannot run here: image oracle:23/m);
    assert.match(stdout, /^ +to prove it: .*x-native/m);
    assert.match(stdout, /NOT PROVEN/);
    const { checks, environment, verdict } = project.record();
    assertMatches('run', project.record());
    assert.deepEqual(
      checks.map(({ id, outcome }) => [id, outcome]),
      [
        ['T-1', 'passed'],
        ['T-2', 'skipped'],
      ],
    );
    assert.match(
      checks[1]?.reason ?? '',
      /^service "api" cannot run here: it depends on "db".*; to prove it: .*x-native/,
    );
    assert.equal(verdict.word, 'not proven');
    assert.deepEqual(
      environment?.notProven.map(({ service }) => service),
      ['api', 'db'],
    );
    assert.deepEqual(
      environment.services.map(({ name, rung, wanted }) => [name, rung, wanted]),
      [['web', 'x-native', null]],
    );
    const junit = project.read('.session/runs/latest/junit.xml');
    assert.match(junit, /name="service\.db" value="not proven: image oracle:23; to prove it: /);
    assert.match(junit, /name="service\.web" value="x-native"/);
    assert.match(junit, /<skipped message="not proven: service &quot;api&quot; cannot run here/);
    assert.match(project.read('.session/runs/latest/report.html'), /not proven: image oracle:23/);
    const agent = await project.seatrial(['run', '--reporter', 'agent']);
    assert.match(agent.stdout, /^services, native driver: web \(x-native\)$/m);
    assert.match(agent.stdout, /^not run here: .*db: image oracle:23, to prove it: /m);
  });

  test('when none of those that are needed can run, nothing has failed: exit 2 as well', async (t) => {
    const compose = "services:\n  web: { image: 'oracle:23', ports: ['5000'] }\n";
    const project = trialProject(t, smallProject([scenario('T-1', OK)], {}, compose));
    const { exitCode, stdout } = await project.seatrial(['run']);
    assert.equal(exitCode, 2, stdout);
    assert.equal(project.record().environment?.failure, null);
    assert.equal(project.record().checks[0]?.outcome, 'skipped');
  });

  test('one that no check needs does not matter', async (t) => {
    const project = trialProject(t, smallProject([scenario('T-1', OK)], {}, COMPOSE));
    const { exitCode, stdout } = await project.seatrial(['run']);
    assert.equal(exitCode, 0, stdout);
    assert.deepEqual(project.record().environment?.notProven, []);
  });

  test('one that only an optional check needs leaves the verdict ready', async (t) => {
    const optional = scenario('T-2', API).replace('\n\n', '\n\nRequired: no\n\n');
    const project = trialProject(t, smallProject([scenario('T-1', OK), optional], {}, COMPOSE));
    const { exitCode, stdout } = await project.seatrial(['run']);
    assert.equal(exitCode, 0, stdout);
  });
});
