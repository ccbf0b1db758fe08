import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { NOT_OK, OK, scenario, smallProject } from '../support/small-project.ts';
import { trialProject } from '../support/trial-project.ts';

const PASSING_TEST = "import { test } from 'node:test';\ntest('holds T-9', () => {});\n";
const SKIPPED_TEST =
  "import { test } from 'node:test';\ntest('later', { skip: 'no time' }, () => {});\n";
const SUITE = { name: 'unit', runner: 'node:test', files: ['unit/*.test.mjs'] };

describe('the exit code of a run', { concurrency: 2 }, () => {
  test('0 when every required check passed; the files of the run lie where the last line says', async (t) => {
    const project = trialProject(t, smallProject([scenario('T-1', OK), scenario('T-2', OK)]));
    const { exitCode, stdout, stderr } = await project.seatrial(['run']);
    assert.equal(stderr, '');
    assert.equal(exitCode, 0, stdout);
    assert.match(stdout, /READY {3}2 required checks passed/);
    const [folder] = project.runs();
    assert.match(stdout, new RegExp(`report {2}\\.session/runs/${folder}/report\\.html\n$`));
    assert.equal(project.record().verdict.word, 'ready');
    for (const file of ['report.html', 'junit.xml', 'ctrf.json', 'logs/web.log']) {
      assert.ok(project.exists(`.session/runs/latest/${file}`), file);
    }
    assert.equal(project.read('.session/runs/.gitignore'), '*\n');
  });

  test('0 under limits longer than a timer can count', async (t) => {
    const years = 100_000_000;
    const limits = {
      timeout_seconds: years,
      check_timeout_seconds: years,
      startup_timeout_seconds: years,
    };
    const project = trialProject(t, smallProject([scenario('T-1', OK)], limits));
    const { exitCode, stdout, stderr } = await project.seatrial(['run']);
    assert.equal(exitCode, 0, stdout);
    assert.equal(stderr, '');
  });

  test('1 when a check failed, and only that one is named, with the place of its expectation', async (t) => {
    const project = trialProject(
      t,
      smallProject([scenario('T-1', OK), scenario('T-2', OK, NOT_OK)]),
    );
    const { exitCode, stdout } = await project.seatrial(['run']);
    assert.equal(exitCode, 1, stdout);
    assert.match(stdout, /NOT READY/);
    assert.match(stdout, /expected +false/);
    assert.match(stdout, /\.session\/specs\/trial\.md:15:/);
    assert.match(stdout, /rerun +npx seatrial run --only T-2/);
    const { verdict } = project.record();
    assert.deepEqual(
      verdict.decidedBy.map(({ check }) => check),
      ['T-2'],
    );
  });

  test('2 when a spec asks for benchmarks, which nothing can check yet, and for a contract that is not there', async (t) => {
    const sections = [
      '## Performance Benchmarks\n\n**Response Time Requirements:**\n\n- p95: < 200ms\n',
      '## API Contracts\n\n**A → B:**\n\n- Contract file: `api.yaml`\n- Version: 1.0.0\n',
    ];
    const project = trialProject(t, smallProject([scenario('T-1', OK), ...sections]));
    const { exitCode, stdout } = await project.seatrial(['run']);
    assert.equal(exitCode, 2, stdout);
    assert.deepEqual(
      project.record().verdict.decidedBy.map(({ check, outcome }) => [check, outcome]),
      [
        ['benchmark:trial', 'error'],
        ['contract:api', 'error'],
      ],
    );
  });

  test('2 when all that there is is prose', async (t) => {
    const prose = '## T-1 What it is for\n\nSetup: a ship. Actions: sail. Expected: it floats.\n';
    const project = trialProject(t, smallProject([prose]));
    const { exitCode, stdout } = await project.seatrial(['run']);
    assert.equal(exitCode, 2, stdout);
    assert.match(stdout, /NOT PROVEN/);
    assert.equal(project.record().checks[0]?.outcome, 'skipped');
  });

  test('2 when there is no check at all', async (t) => {
    const project = trialProject(t, smallProject(['Nothing yet.']));
    const { exitCode, stdout } = await project.seatrial(['run']);
    assert.equal(exitCode, 2, stdout);
    assert.match(stdout, /no required check was carried out/);
  });

  test('2 for a fault that cannot be injected, which is an error and never a pass', async (t) => {
    const project = trialProject(
      t,
      smallProject([scenario('T-1', OK), scenario('T-2', OK, '{ fault: "down web -> web" }')]),
    );
    const { exitCode, stdout } = await project.seatrial(['run']);
    assert.equal(exitCode, 2, stdout);
    const [, fault] = project.record().checks;
    assert.equal(fault?.outcome, 'error');
    assert.match(fault.failure?.message ?? '', /there is no edge web → web/);
    // The step before it ran and is told.
    assert.deepEqual(
      fault.attempts[0]?.steps.map(({ outcome }) => outcome),
      ['passed', 'error'],
    );
  });

  test('2 for a proof whose test was skipped, although its suite passed', async (t) => {
    const project = trialProject(t, {
      ...smallProject(['## T-1 Proven elsewhere\n\nProof: unit/a.test.mjs > later\n'], {
        suites: [SUITE],
      }),
      'unit/a.test.mjs': SKIPPED_TEST,
      'unit/b.test.mjs': PASSING_TEST,
    });
    const { exitCode, stdout } = await project.seatrial(['run']);
    assert.equal(exitCode, 2, stdout);
    const outcomes = project.record().checks.map(({ id, outcome }) => [id, outcome]);
    assert.deepEqual(outcomes, [
      ['suite:unit', 'passed'],
      ['T-1', 'skipped'],
    ]);
  });

  test('2 for a suite in which no test was found', async (t) => {
    const project = trialProject(t, {
      ...smallProject([], { suites: [SUITE] }),
      'unit/a.test.mjs': '// Nothing here.\n',
    });
    const { exitCode, stdout } = await project.seatrial(['run']);
    assert.equal(exitCode, 2, stdout);
    assert.equal(project.record().checks[0]?.outcome, 'error');
  });

  test('2 for a suite that outlives the limit of the suite; nothing of it is left', async (t) => {
    const project = trialProject(t, {
      ...smallProject([], { suites: [{ ...SUITE, timeout_seconds: 1 }] }),
      'unit/a.test.mjs':
        "import { test } from 'node:test';\ntest('hangs', () => new Promise(() => setInterval(() => {}, 1000)));\n",
    });
    const { exitCode, stdout } = await project.seatrial(['run']);
    assert.equal(exitCode, 2, stdout);
    const [suite] = project.record().checks;
    assert.equal(suite?.outcome, 'error');
    assert.match(suite.failure?.message ?? '', /did not end within 1000 ms/);
    await project.assertNothingLeft();
  });

  test('2 for a check that outlives its limit: the others still run', async (t) => {
    const never = '{ http: GET web/never, within: 30s }';
    const project = trialProject(
      t,
      smallProject([scenario('T-1', never), scenario('T-2', OK)], { check_timeout_seconds: 0.5 }),
    );
    const { exitCode, stdout } = await project.seatrial(['run']);
    assert.equal(project.record().checks[1]?.outcome, 'passed');
    const [late] = project.record().checks;
    assert.match(JSON.stringify(late?.failure), /GET web\/never/);
    assert.equal(exitCode, late?.outcome === 'failed' ? 1 : 2, stdout);
  });

  test('70 for what nobody foresaw: the stack is shown, and it is no verdict', async (t) => {
    const project = trialProject(t, {
      ...smallProject([scenario('T-1', OK)]),
      '.session/runs': 'a file where a folder belongs',
    });
    const { exitCode, stdout, stderr } = await project.seatrial(['run']);
    assert.equal(exitCode, 70, stderr);
    assert.equal(stdout, '');
    assert.match(stderr, /this is a bug in seatrial: Error: (EEXIST|ENOTDIR)/);
    assert.match(stderr, /createRunFolder/);
    const asJson = await project.seatrial(['run', '--json']);
    assert.equal(asJson.exitCode, 70);
    assert.equal((JSON.parse(asJson.stdout) as { error: { code: string } }).error.code, 'INTERNAL');
  });

  test('70 also when it happens where nobody can catch it: the reaper ends the services', async (t) => {
    const project = trialProject(
      t,
      smallProject([scenario('T-1', '{ http: GET web/never, within: 60s }')]),
    );
    const bomb = `data:text/javascript,${encodeURIComponent(`
import { existsSync } from 'node:fs';
setInterval(() => { if (existsSync('now.txt')) throw new Error('out of the blue'); }, 20).unref();
`)}`;
    const run = project.start(['run'], { nodeOptions: ['--import', bomb] });
    await project.serviceSays('web', 'GET /never');
    project.write('now.txt', '');
    const { exitCode, stderr } = await run.ended();
    assert.equal(exitCode, 70, stderr);
    assert.match(stderr, /this is a bug in seatrial: Error: out of the blue\n {4}at /);
    await project.assertNothingLeft();
  });

  test('124 when the limit of the run is over: services are stopped, the rest is not passed', async (t) => {
    const project = trialProject(
      t,
      smallProject([scenario('T-1', OK), scenario('T-2', '{ http: GET web/never, within: 30s }')], {
        timeout_seconds: 1.5,
      }),
    );
    const { exitCode, stdout } = await project.seatrial(['run']);
    assert.equal(exitCode, 124, stdout);
    assert.match(stdout, /the run timed out: limit of 1.5 s/);
    const { checks, verdict } = project.record();
    assert.equal(verdict.word, 'not proven');
    assert.equal(checks[1]?.outcome, 'error');
    const last = project.events().slice(-2);
    assert.deepEqual(
      last.map(({ type }) => type),
      ['run.interrupted', 'run.finished'],
    );
  });
});
