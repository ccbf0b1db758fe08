import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { NOT_OK, OK, scenario, smallProject } from '../support/small-project.ts';
import { trialProject } from '../support/trial-project.ts';

const MANY = Array.from({ length: 8 }, (_, index) => scenario(`T-${index + 1}`, OK));

describe('the order of a run', { concurrency: 2 }, () => {
  test('--shuffle says its seed, and the seed repeats the order', async (t) => {
    const project = trialProject(t, smallProject(MANY));
    const first = await project.seatrial(['run', '--shuffle']);
    assert.equal(first.exitCode, 0, first.stdout);
    const { seed, checks } = project.record();
    assert.ok(seed !== null);
    assert.equal(first.stderr, `shuffled with seed ${seed}; --seed ${seed} repeats this order\n`);
    const again = await project.seatrial(['plan', '--json', '--seed', String(seed)]);
    const planned = (JSON.parse(again.stdout) as { checks: { id: string }[] }).checks;
    assert.deepEqual(
      planned.map(({ id }) => id),
      checks.map(({ id }) => id),
    );
    const other = await project.seatrial(['plan', '--json', '--seed', String(seed + 1)]);
    assert.notEqual(other.stdout, again.stdout);
  });

  test('ten runs in ten orders give one verdict, with the same check named', async (t) => {
    const project = trialProject(t, smallProject([...MANY.slice(0, 4), scenario('F-1', NOT_OK)]));
    const verdicts: string[] = [];
    const orders = new Set<string>();
    // Two at a time: each is a run of its own, with services and ports of its own.
    for (let seed = 0; seed < 10; seed += 2) {
      const pair = await Promise.all(
        [seed, seed + 1].map(async (one) =>
          project.seatrial(['run', '--json', '--seed', String(one)]),
        ),
      );
      for (const { exitCode, stdout } of pair) {
        const record = JSON.parse(stdout) as ReturnType<typeof project.record>;
        verdicts.push(JSON.stringify({ exitCode, verdict: record.verdict }));
        orders.add(record.checks.map(({ id }) => id).join(' '));
      }
    }
    assert.equal(verdicts.length, 10);
    assert.equal(new Set(verdicts).size, 1, verdicts.join('\n'));
    assert.match(verdicts[0] ?? '', /"exitCode":1,.*"F-1"/);
    assert.ok(orders.size > 5, 'the orders did differ');
  });
});

test('--retries: a check that passes on a repeat is flaky, the run ready, and every report says so', async (t) => {
  const flaky = '{ http: GET web/second, expect: { json: { ok: true } } }';
  const project = trialProject(t, smallProject([scenario('T-1', flaky), scenario('T-2', OK)]));
  const without = await project.seatrial(['run']);
  assert.equal(without.exitCode, 1);
  const { exitCode, stdout } = await project.seatrial(['run', '--retries', '1']);
  assert.equal(exitCode, 0, stdout);
  assert.match(stdout, /READY {3}2 required checks passed, 1 of them flaky/);
  const [check] = project.record().checks;
  assert.equal(check?.outcome, 'flaky');
  assert.equal(check.attempts.length, 2);
  assert.match(check.reason ?? '', /failed on attempt 1, passed on attempt 2/);
  const junit = project.read('.session/runs/latest/junit.xml');
  assert.match(
    junit,
    /<testcase [^>]*name="[^"]*T-1[^"]*"[^>]*>(?:(?!<\/testcase>)[\s\S])*<flakyFailure /,
  );
  assert.doesNotMatch(junit, /<failure /);
});
