import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';

import type { RunEvent } from '../../src/evidence/index.ts';
import { eventually } from '../support/eventually.ts';
import { composeOf, OK, scenario, smallProject } from '../support/small-project.ts';
import type { TrialProject } from '../support/trial-project.ts';
import { trialProject } from '../support/trial-project.ts';

const NEVER = '{ http: GET web/never, within: 60s }';
/** Never healthy, and the shell it asks with has a child of its own. */
const PENDING = `healthcheck: { test: [CMD, sh, -c, 'echo asked >> asked.txt; sleep 60; exit 1'], interval: 50ms, timeout: 60s, retries: 500 }`;
const VOLUMES =
  "volumes: ['store:/store']\nenvironment: { NAME: web, PORT: '5000', VOLUME_FILE: /store/x }";

function typesOf(events: readonly RunEvent[]): readonly string[] {
  return events.map(({ type }) => type);
}

/** What must hold of every run that was interrupted, whenever that was. */
async function assertInterrupted(
  project: TrialProject,
  ended: { readonly exitCode: number; readonly stdout: string },
  signal = 'SIGINT',
): Promise<void> {
  assert.equal(ended.exitCode, 130, ended.stdout);
  await project.assertNothingLeft();
  const events = project.events();
  assert.deepEqual(typesOf(events).slice(-2), ['run.interrupted', 'run.finished']);
  assert.deepEqual(
    events.map(({ seq }) => seq),
    events.map((_, index) => index),
  );
  const { verdict, environment } = project.record();
  assert.equal(verdict.exitCode, 130);
  assert.notEqual(verdict.word, 'ready');
  assert.equal(verdict.reason, `interrupted by ${signal}`);
  assert.equal(environment?.failure ?? null, null, 'our own stop is no fault of a service');
  for (const file of ['report.html', 'junit.xml', 'ctrf.json']) {
    assert.ok(project.exists(`.session/runs/latest/${file}`), file);
  }
}

describe(
  'Ctrl-C ends with 130, a complete log, the reports, and nothing left',
  { concurrency: 2 },
  () => {
    test('while services start', async (t) => {
      const prepare = `${composeOf({ web: VOLUMES })}  slow:
    x-native: { prepare: 'echo preparing > preparing.txt; sleep 60', command: [node, web.mjs] }
    ports: ['6000']
    depends_on: { web: { condition: service_started } }
volumes:
  store:
`;
      const steps = scenario('T-1', OK, '{ http: GET slow/ok }');
      const project = trialProject(t, smallProject([steps], {}, prepare));
      const run = project.start(['run']);
      await project.file('preparing.txt');
      run.kill('SIGINT');
      await assertInterrupted(project, await run.ended());
    });

    test('while a healthcheck is pending', async (t) => {
      const files = smallProject([scenario('T-1', OK)], {}, composeOf({ web: PENDING }));
      const project = trialProject(t, files);
      const run = project.start(['run']);
      await project.file('asked.txt');
      run.kill('SIGINT');
      await assertInterrupted(project, await run.ended());
    });

    test('in the middle of an http step; the volumes of the run are gone', async (t) => {
      const files = smallProject(
        [scenario('T-1', OK), scenario('T-2', OK, NEVER), scenario('T-3', OK)],
        {},
        `${composeOf({ web: VOLUMES })}volumes:\n  store:\n`,
      );
      const project = trialProject(t, files);
      const run = project.start(['run']);
      await project.serviceSays('web', 'GET /never');
      assert.ok(project.exists('.session/runs/latest/volumes'), 'there is a volume to remove');
      run.kill('SIGINT');
      await assertInterrupted(project, await run.ended());
      const outcomes = project.record().checks.map(({ outcome }) => outcome);
      assert.deepEqual(outcomes, ['passed', 'error', 'skipped']);
    });

    test('in a wait until', async (t) => {
      const wait = '{ wait until: { http: GET web/sick, expect: { status: 200 } }, within: 60s }';
      const project = trialProject(t, smallProject([scenario('T-1', wait)]));
      const run = project.start(['run']);
      await project.serviceSays('web', 'GET /sick');
      run.kill('SIGINT');
      await assertInterrupted(project, await run.ended());
    });

    test('during an exec step whose command has a child in a session of its own', async (t) => {
      const script = 'setsid sleep 60 & echo started > started.txt; wait';
      const exec = `{ exec: [sh, -c, '${script}'], within: 60s }`;
      const project = trialProject(t, smallProject([scenario('T-1', OK, exec)]));
      const run = project.start(['run']);
      await project.file('started.txt');
      run.kill('SIGINT');
      await assertInterrupted(project, await run.ended());
    });

    test('during a suite', async (t) => {
      const project = trialProject(t, {
        ...smallProject([scenario('T-1', OK)], {
          suites: [{ name: 'unit', runner: 'node:test', files: ['unit/*.test.mjs'] }],
        }),
        'unit/a.test.mjs': `import { test } from 'node:test';
import { writeFileSync } from 'node:fs';
test('hangs', () => { writeFileSync('started.txt', ''); return new Promise(() => setInterval(() => {}, 1000)); });
`,
      });
      const run = project.start(['run']);
      await project.file('started.txt');
      run.kill('SIGINT');
      await assertInterrupted(project, await run.ended());
    });

    test('pressed once under npm, which hands it on, so that it comes twice', async (t) => {
      const project = trialProject(t, smallProject([scenario('T-1', NEVER)]));
      const run = project.start(['run']);
      await project.serviceSays('web', 'GET /never');
      run.kill('SIGINT');
      run.kill('SIGINT');
      await assertInterrupted(project, await run.ended());
    });

    test('SIGTERM is the same', async (t) => {
      const project = trialProject(t, smallProject([scenario('T-1', NEVER)]));
      const run = project.start(['run']);
      await project.serviceSays('web', 'GET /never');
      run.kill('SIGTERM');
      await assertInterrupted(project, await run.ended(), 'SIGTERM');
    });

    test('under --json the document is the run record', async (t) => {
      const project = trialProject(t, smallProject([scenario('T-1', NEVER)]));
      const run = project.start(['run', '--json']);
      await project.serviceSays('web', 'GET /never');
      run.kill('SIGINT');
      const ended = await run.ended();
      await assertInterrupted(project, ended);
      assert.deepEqual(JSON.parse(ended.stdout), project.record());
    });
  },
);

/** The id of the reaper, from the record of what runs. */
function reaperOf(project: TrialProject): number {
  const folder = '.local/state/seatrial/running';
  const [name] = readdirSync(join(project.root, folder)).filter((file) => file.endsWith('.json'));
  const record = JSON.parse(project.read(`${folder}/${name}`)) as { reaper: { pid: number } };
  return record.reaper.pid;
}

describe('an end in a hurry', { concurrency: 2 }, () => {
  test('right after the start of the process: 130, and no run was begun', async (t) => {
    const project = trialProject(t, smallProject([scenario('T-1', OK)]));
    // From the very first moment to well into the loading of modules.
    const runs = [0, 40, 80, 120, 160].map(async (afterMs) => {
      const run = project.start(['run']);
      await run.livesFor(afterMs);
      run.kill(afterMs % 80 === 0 ? 'SIGINT' : 'SIGTERM');
      return run.ended();
    });
    for (const { exitCode } of await Promise.all(runs)) {
      // SIGTERM before the first line of ours ran is beyond us.
      assert.ok([130, 143].includes(exitCode), String(exitCode));
    }
    await project.assertNothingLeft();
    for (const run of project.runs()) {
      const log = project.read(`.session/runs/${run}/events.ndjson`).trim().split('\n');
      assert.match(log.at(-1) ?? '', /"run\.finished"/);
    }
  });

  test('a second Ctrl-C ends at once, and the reaper ends a service that will not stop', async (t) => {
    const stubborn =
      "environment: { NAME: web, PORT: '5000', STUBBORN: 'yes' }\nstop_grace_period: 60s";
    const project = trialProject(
      t,
      smallProject([scenario('T-1', NEVER)], {}, composeOf({ web: stubborn })),
    );
    const run = project.start(['run']);
    await project.serviceSays('web', 'GET /never');
    run.kill('SIGINT');
    await project.serviceSays('web', 'web stays');
    const before = performance.now();
    // Again and again: one that follows at once counts as the same keystroke.
    await eventually('it ends', () => {
      run.kill('SIGINT');
      return run.hasEnded() ? true : undefined;
    });
    assert.equal((await run.ended()).exitCode, 130);
    assert.ok(performance.now() - before < 4000, 'at once');
    await project.assertNothingLeft();
  });

  test('SIGKILL of seatrial: services, exec steps and what they started are gone within seconds', async (t) => {
    const exec =
      "{ exec: [sh, -c, 'setsid sleep 60 & echo started > started.txt; wait'], within: 60s }";
    const project = trialProject(t, smallProject([scenario('T-1', OK, exec)]));
    const run = project.start(['run']);
    await project.file('started.txt');
    run.kill('SIGKILL');
    assert.equal((await run.ended()).exitCode, 137);
    await project.assertNothingLeft();
    // The log is whole up to that moment, and what it says is not ready.
    assert.equal(typesOf(project.events()).at(-1), 'step.finished');
    const [folder] = project.runs();
    const merged = await project.seatrial(['merge', `.session/runs/${folder}`]);
    assert.equal(merged.exitCode, 2, merged.stdout);
  });

  test('SIGKILL of seatrial and of its reaper: the next run removes what is left, and says so', async (t) => {
    const files = smallProject(
      [scenario('T-1', NEVER)],
      {},
      `${composeOf({ web: VOLUMES })}volumes:\n  store:\n`,
    );
    const project = trialProject(t, files);
    const run = project.start(['run']);
    await project.serviceSays('web', 'GET /never');
    process.kill(reaperOf(project), 'SIGKILL');
    run.kill('SIGKILL');
    await run.ended();
    const [killed] = project.runs();
    assert.ok(project.exists(`.session/runs/${killed}/volumes`));
    project.write('.session/specs/trial.md', scenario('T-1', OK));
    const next = await project.seatrial(['run']);
    assert.equal(next.exitCode, 0, next.stdout);
    assert.match(next.stdout, /removed 1 process, 1 folder or socket that process \d+ had left in/);
    assert.ok(!project.exists(`.session/runs/${killed}/volumes`));
    const warnings = project.events().flatMap((event) => (event.type === 'warning' ? [event] : []));
    assert.deepEqual(
      warnings.map(({ diagnostic }) => diagnostic.code),
      ['LEFTOVERS'],
    );
  });

  test('SIGKILL of seatrial during a suite: its runner is gone within seconds', async (t) => {
    const project = trialProject(t, {
      ...smallProject([], {
        suites: [{ name: 'unit', runner: 'node:test', files: ['unit/*.test.mjs'] }],
      }),
      'unit/a.test.mjs': `import { test } from 'node:test';
import { writeFileSync } from 'node:fs';
test('hangs', () => { writeFileSync('started.txt', ''); return new Promise(() => setInterval(() => {}, 1000)); });
`,
    });
    const run = project.start(['run']);
    await project.file('started.txt');
    run.kill('SIGKILL');
    await run.ended();
    await project.assertNothingLeft();
  });

  test('a reader of the output that goes away ends nothing: the run has its verdict', async (t) => {
    const project = trialProject(t, smallProject([scenario('T-1', OK), scenario('T-2', OK)]));
    const run = project.start(['run']);
    run.closeStdout();
    const { exitCode, stderr } = await run.ended();
    assert.equal(exitCode, 0, stderr);
    assert.equal(stderr, '');
    assert.equal(project.record().verdict.word, 'ready');
  });
});
