import assert from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';

import { eventually } from '../support/eventually.ts';
import { OK, scenario, smallProject } from '../support/small-project.ts';
import { trialProject } from '../support/trial-project.ts';

const step = (path: string, rest = 'expect: { json: { ok: true } }'): string =>
  `{ http: GET web${path}, ${rest} }`;

/** A seed under which the scenario comes before the suite. */
const SCENARIO_FIRST = '0';
/** A test that kills the service and lasts until it is dead. */
const OUTLIVES_SERVICE = `import { test } from 'node:test';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
const pid = Number(readFileSync('web.pid', 'utf8'));
const isAlive = () => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};
test('outlives the service', { timeout: 10_000 }, async () => {
  process.kill(pid, 'SIGKILL');
  while (isAlive()) await delay(10);
});
`;

describe('a service that dies', { concurrency: 2 }, () => {
  test('in the middle of a check fails that check with service, signal and log; later ones are errors', async (t) => {
    const project = trialProject(
      t,
      smallProject(
        [
          scenario('T-1', OK),
          scenario('T-2', OK, step('/die')),
          scenario('T-3', OK),
          '## T-4 Needs nothing\n\nProof: unit/a.test.mjs\n',
        ],
        { suites: [{ name: 'unit', runner: 'node:test', files: ['unit/*.test.mjs'] }] },
      ),
    );
    project.write(
      'unit/a.test.mjs',
      "import { test } from 'node:test';\ntest('holds', () => {});\n",
    );
    const { exitCode, stdout } = await project.seatrial(['run']);
    assert.equal(exitCode, 1, stdout);
    assert.match(stdout, /service web died during T-2 \(signal SIGKILL\)/);
    assert.match(stdout, /fatal: the hull is breached/);
    const { checks, verdict, environment } = project.record();
    assert.deepEqual(Object.fromEntries(checks.map(({ id, outcome }) => [id, outcome])), {
      'suite:unit': 'passed',
      'T-1': 'passed',
      'T-2': 'failed',
      'T-3': 'error',
      'T-4': 'passed',
    });
    const [died, notTried] = ['T-2', 'T-3'].map((id) => checks.find((check) => check.id === id));
    assert.match(died?.failure?.detail ?? '', /fatal: the hull is breached/);
    assert.equal(died?.failure?.source?.file, '.session/specs/trial.md');
    assert.match(notTried?.failure?.message ?? '', /service web had died before/);
    assert.deepEqual(notTried?.attempts[0]?.steps, [], 'it was not tried');
    assert.equal(verdict.word, 'not ready');
    assert.equal(environment?.services[0]?.died?.exit, 'signal SIGKILL');
  });

  test('because it flooded its log says so, with the speed and the last lines', async (t) => {
    const project = trialProject(t, smallProject([scenario('T-1', step('/flood'))]));
    const { exitCode, stdout } = await project.seatrial(['run']);
    assert.equal(exitCode, 1, stdout);
    const died = project.record().checks[0]?.failure;
    assert.match(
      died?.message ?? '',
      /web died during T-1 \(signal SIGKILL; LOG_FLOODED: .*at most 256\.0 MB, got .* a second/,
    );
    assert.match(died?.detail ?? '', /the hold is flooding/);
    rmSync(join(project.root, '.session/runs/latest/logs/web.log'));
  });

  test('is not tried again: a retry could not know anything', async (t) => {
    const project = trialProject(t, smallProject([scenario('T-1', step('/die'))]));
    const { exitCode, stdout } = await project.seatrial(['run', '--retries', '3']);
    assert.equal(exitCode, 1, stdout);
    const [check] = project.record().checks;
    assert.equal(check?.outcome, 'failed');
    assert.match(check.failure?.message ?? '', /service web died during T-1/);
  });

  test('after the last check turns the verdict: its end is not taken for our stop', async (t) => {
    const project = trialProject(t, smallProject([scenario('T-1', step('/leave'))]));
    const { exitCode, stdout } = await project.seatrial(['run']);
    assert.equal(exitCode, 1, stdout);
    const { checks, verdict } = project.record();
    assert.equal(checks[0]?.outcome, 'passed');
    assert.deepEqual(
      verdict.decidedBy.map(({ check }) => check),
      ['service:web'],
    );
  });

  test('while a check runs that needs no service turns the verdict, and not that check', async (t) => {
    const unit = { name: 'unit', runner: 'node:test', files: ['unit/*.test.mjs'] };
    const project = trialProject(t, {
      ...smallProject([scenario('T-1', step('/pid', 'expect: { status: 200 }'))], {
        suites: [unit],
      }),
      'unit/a.test.mjs': OUTLIVES_SERVICE,
    });
    const { exitCode, stdout } = await project.seatrial(['run', '--seed', SCENARIO_FIRST]);
    assert.equal(exitCode, 1, stdout);
    const { checks, verdict } = project.record();
    assert.deepEqual(
      checks.map(({ id, outcome }) => [id, outcome]),
      [
        ['T-1', 'passed'],
        ['suite:unit', 'passed'],
      ],
    );
    assert.deepEqual(verdict.decidedBy, [
      {
        check: 'service:web',
        outcome: 'failed',
        reason: 'the service ended by itself (signal SIGKILL)',
      },
    ]);
    assert.match(stdout, /service:web/);
  });
});

test('answers that are no JSON, cut short or broken off fail their step with what was seen', async (t) => {
  const project = trialProject(
    t,
    smallProject([
      scenario('T-1', step('/text')),
      scenario('T-2', step('/cut')),
      scenario('T-3', step('/broken')),
      scenario('T-4', OK),
    ]),
  );
  const { exitCode, stdout } = await project.seatrial(['run']);
  assert.equal(exitCode, 1, stdout);
  const failures = project.record().checks.map(({ failure }) => failure);
  assert.match(failures[0]?.seen ?? '', /<h1>not json<\/h1>/);
  assert.equal(failures[0]?.expected, 'JSON');
  assert.match(failures[1]?.seen ?? '', /\{"ok": tru/);
  assert.equal(failures[2]?.expected, '1000 bytes');
  assert.match(failures[2].seen ?? '', /status 200, 6 bytes, then /);
  assert.equal(failures[3], null);
});

test('an answer of 50 MB fails its step, and the memory of the run stays bounded', async (t) => {
  const huge = step('/huge', 'expect: { json: { ok: true } }');
  // Three in one scenario would add up; the gate at the end keeps the process there to be looked at.
  const project = trialProject(
    t,
    smallProject([
      scenario('T-1', OK),
      scenario('T-2', huge),
      scenario('T-3', huge),
      scenario('T-4', '{ http: GET web/never, within: 60s }'),
    ]),
  );
  const run = project.start(['run']);
  await project.serviceSays('web', 'GET /ok');
  const beforeBytes = peakMemoryBytes(run.pid);
  await project.serviceSays('web', 'GET /never');
  const growthBytes = peakMemoryBytes(run.pid) - beforeBytes;
  run.kill('SIGINT');
  await run.ended();
  for (const id of ['T-2', 'T-3']) {
    const failure = project.record().checks.find((check) => check.id === id)?.failure;
    assert.match(failure?.message ?? '', /response body larger than 10 MB/);
    assert.match(failure?.seen ?? '', /status 200, more than 10485760 bytes/);
  }
  // Ten megabytes are kept while they are read; the rest of the growth is the young generation.
  assert.ok(growthBytes < 80 * 1024 * 1024, `grew by ${growthBytes} bytes`);
  await eventually('the service is stopped', () =>
    project.events().some(({ type }) => type === 'service.stopped') ? true : undefined,
  );
});

/** The most memory that a process ever had (`VmHWM`). */
function peakMemoryBytes(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
  assert.ok(kilobytes !== undefined);
  return Number(kilobytes) * 1024;
}
