import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { NOT_OK, OK, scenario, smallProject } from '../support/small-project.ts';
import { trialProject } from '../support/trial-project.ts';

describe('the exit code of a run', { concurrency: 2 }, () => {
  test('0: every required check passed; the files of the run are where the last line says', async (t) => {
    const project = trialProject(t, smallProject([scenario('T-1', OK), scenario('T-2', OK)]));
    const { exitCode, stdout, stderr } = await project.seatrial(['run']);
    assert.equal(stderr, '');
    assert.equal(exitCode, 0, stdout);
    assert.match(stdout, /READY {3}2 required checks passed/);
    assert.match(stdout, /report {2}\.session\/runs\/.*\/report\.html/);
    assert.equal(project.record().verdict.word, 'ready');
    for (const file of ['report.html', 'junit.xml', 'ctrf.json', 'logs/web.log']) {
      assert.ok(project.exists(`.session/runs/latest/${file}`), file);
    }
  });

  test('1: a check failed, and only that one is named with its place', async (t) => {
    const project = trialProject(
      t,
      smallProject([scenario('T-1', OK), scenario('T-2', OK, NOT_OK)]),
    );
    const { exitCode, stdout } = await project.seatrial(['run']);
    assert.equal(exitCode, 1, stdout);
    assert.match(stdout, /NOT READY/);
    assert.match(stdout, /expected +false/);
    assert.match(stdout, /\.session\/specs\/trial\.md:15:/);
    const { verdict } = project.record();
    assert.deepEqual(
      verdict.decidedBy.map(({ check }) => check),
      ['T-2'],
    );
  });
});
