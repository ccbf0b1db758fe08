import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { NOT_OK, OK, scenario, smallProject } from '../support/small-project.ts';
import { trialProject } from '../support/trial-project.ts';

const EXPECT_503 = '{ http: GET web/ok, expect: { status: 503 } }';

describe('fault steps', { concurrency: 2 }, () => {
  test('break what they say, and are undone at the end of the scenario whatever happened', async (t) => {
    const project = trialProject(
      t,
      smallProject([
        scenario(
          'T-1',
          '{ fault: "status 503 scenario -> web", first: 2 }',
          EXPECT_503,
          EXPECT_503,
          OK,
        ),
        scenario('T-2', '{ fault: "status 503 -> web" }', EXPECT_503, '{ fault: undo }', OK),
        scenario('T-3', '{ fault: "down -> web" }', NOT_OK),
        scenario('T-4', OK, '{ fault: kill web }'),
        scenario('T-5', OK),
      ]),
    );
    const { exitCode, stdout } = await project.seatrial(['run']);
    assert.equal(exitCode, 1, stdout);
    const { checks } = project.record();
    assert.deepEqual(
      checks.map(({ outcome }) => outcome),
      ['passed', 'passed', 'failed', 'passed', 'passed'],
    );
    const steps = checks[0]?.attempts[0]?.steps ?? [];
    assert.equal(steps.at(-1)?.title, 'undo all faults');
    assert.deepEqual(steps.at(-1)?.evidence, [
      { mended: [{ fault: 'status 503 scenario -> web', connections: 1, requests: 2 }] },
    ]);
  });

  test('name an unknown service before anything starts, with what is meant', async (t) => {
    const project = trialProject(t, smallProject([scenario('T-1', OK, '{ fault: kill wbe }')]));
    const { exitCode, stderr } = await project.seatrial(['run']);
    assert.equal(exitCode, 3, stderr);
    assert.match(stderr, /trial\.md:8:5: [^]*no service "wbe"[^]*did you mean "web"/);
  });

  test('an undo of what is not in force cannot be carried out', async (t) => {
    const steps = ['{ fault: "down -> web" }', '{ fault: "undo reset -> web" }'];
    const project = trialProject(t, smallProject([scenario('T-1', ...steps)]));
    const { exitCode, stdout } = await project.seatrial(['run']);
    assert.equal(exitCode, 2, stdout);
    const [check] = project.record().checks;
    assert.match(check?.failure?.message ?? '', /"reset -> web" is not in force/);
    assert.equal(check?.failure?.expected, 'one of down -> web');
  });
});
