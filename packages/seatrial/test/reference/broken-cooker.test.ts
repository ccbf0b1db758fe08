/**
 * Takes copies of the reference product on a trial, each broken in one place: the verdict must turn, and
 * name the check that the break belongs to. A trial that passes here would pass anything.
 */
import assert from 'node:assert/strict';
import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';

import type { RunRecord } from '../../src/evidence/index.ts';
import { eventually } from '../support/eventually.ts';
import type { TrialProject } from '../support/trial-project.ts';
import { trialProject } from '../support/trial-project.ts';

const REPOSITORY = fileURLToPath(new URL('../../../../', import.meta.url));
/** Every scenario with steps; INT-08 is bound to a suite, which has its own tests. */
const ONLY = ['INT-01', 'INT-02', 'INT-03', 'INT-04', 'INT-05', 'INT-06', 'INT-07']
  .concat('INT-ST-*', 'INT-API-*', 'INT-ERR-*', 'INT-PERF-*')
  .flatMap((id) => ['--only', id]);

function copyOfTheProduct(t: TestContext): TrialProject {
  const project = trialProject(t, {});
  for (const path of ['compose.yaml', '.session/config.json', '.session/specs', 'systems/cooker']) {
    cpSync(join(REPOSITORY, path), join(project.root, path), { recursive: true });
  }
  symlinkSync(join(REPOSITORY, 'node_modules'), join(project.root, 'node_modules'));
  return project;
}

/** Changes one place of a file; the test is void when the place is not there any more. */
function change(project: TrialProject, path: string, from: string, to: string): void {
  const file = join(project.root, path);
  const text = readFileSync(file, 'utf8');
  assert.equal(text.split(from).length, 2, `${path} holds ${JSON.stringify(from)} exactly once`);
  writeFileSync(file, text.replace(from, to));
}

function failedChecks(record: RunRecord): readonly string[] {
  return record.verdict.decidedBy
    .filter(({ outcome }) => outcome === 'failed')
    .map(({ check }) => check);
}

describe('the trial of the reference product', { concurrency: 2 }, () => {
  test('is ready as it stands', async (t) => {
    const project = copyOfTheProduct(t);
    const { exitCode, stdout } = await project.seatrial(['run', ...ONLY]);
    assert.equal(exitCode, 0, stdout);
    assert.equal(project.record().verdict.word, 'ready');
  });

  test('notices that a rule of food safety was removed', async (t) => {
    const project = copyOfTheProduct(t);
    change(
      project,
      'systems/cooker/src/safety/food-rules.ts',
      '[poultryRule, groundMeatRule, porkRule]',
      '[groundMeatRule, porkRule]',
    );
    const { exitCode } = await project.seatrial(['run', ...ONLY]);
    assert.equal(exitCode, 1);
    assert.deepEqual(failedChecks(project.record()), ['INT-02']);
  });

  test('notices that an endpoint has become slow', async (t) => {
    const project = copyOfTheProduct(t);
    change(
      project,
      'systems/cooker/src/http/gateway-routes.ts',
      '  return (_request, reply) => answer(reply, options.cooking.status(), toStatusBody);',
      [
        '  return async (_request, reply) => {',
        '    await new Promise((resolve) => setTimeout(resolve, 700));',
        '    return answer(reply, options.cooking.status(), toStatusBody);',
        '  };',
      ].join('\n'),
    );
    const { exitCode } = await project.seatrial(['run', '--only', 'INT-PERF-*']);
    assert.equal(exitCode, 1);
    assert.deepEqual(failedChecks(project.record()), ['INT-PERF-03']);
    assert.match(project.record().verdict.decidedBy[0]?.reason ?? '', /500 ms/);
  });

  test('notices that a service was killed in the middle, and tries nothing after it', async (t) => {
    const project = copyOfTheProduct(t);
    const trial = project.start(['run', ...ONLY]);
    const victim = await eventually('a scenario has begun', () => {
      const hasLog = project.exists('.session/runs/latest/events.ndjson');
      const events = hasLog ? project.events() : [];
      const cooker = events.find(
        (event) => event.type === 'service.started' && event.service === 'cooker',
      );
      const hasBegun = events.some((event) => event.type === 'check.started');
      return hasBegun && cooker?.type === 'service.started' ? cooker.pid : undefined;
    });
    process.kill(victim, 'SIGKILL');
    const { exitCode } = await trial.ended();
    const record = project.record();
    const [first] = failedChecks(record);
    const check = record.checks.find(({ id }) => id === first);
    assert.equal(exitCode, 1);
    assert.match(
      check?.failure?.message ?? '',
      /service cooker died during INT-.* \(signal SIGKILL\)/,
    );
    const after = record.checks.slice(record.checks.findIndex(({ id }) => id === first) + 1);
    assert.ok(after.length > 0);
    assert.deepEqual(
      after.filter(({ outcome }) => outcome !== 'error').map(({ id }) => id),
      [],
    );
  });
});
