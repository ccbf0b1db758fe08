import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { type CTRFReport, type Test, validateStrict } from 'ctrf';

import { failure } from '../../src/evidence/index.ts';
import type { RunRecord } from '../../src/evidence/index.ts';
import { renderCtrf } from '../../src/report/ctrf.ts';
import { Story, description, mixedRun, runOf, runStarted } from './sample-run.ts';

/** Parses and holds it against the schema that CTRF publishes. */
function parse(record: RunRecord): CTRFReport {
  const document: unknown = JSON.parse(renderCtrf(record));
  validateStrict(document);
  return document;
}

function testNamed(report: CTRFReport, name: string): Test {
  const found = report.results.tests.find((test) => test.name.includes(name));
  assert.ok(found, `no test ${name}`);
  return found;
}

describe('CTRF', () => {
  it('follows the schema of the specification for a run with one of everything', () => {
    const report = parse(mixedRun());
    assert.equal(report.results.summary.tests, report.results.tests.length);
    assert.deepEqual(report.results.summary.extra, {
      verdict: 'not ready',
      reason: mixedRun().verdict.reason,
      exitCode: 1,
    });
  });

  it('follows the schema for an empty run, a sharded run, and hostile names', () => {
    parse(runOf({}));
    parse({ ...mixedRun(), shard: { index: 2, total: 3 }, git: null, seed: null });
    const hostile = '\u0000\ud800"\\</script>';
    const story = new Story().say(runStarted([description('A-1', { title: hostile })]));
    parse(story.check('A-1', 0.4, { outcome: 'failed', failure: failure(hostile) }).record());
  });

  it('carries requirements, rerun command, retries and steps', () => {
    const report = parse(mixedRun());
    const one = testNamed(report, 'INT-01');
    assert.deepEqual(one.extra?.['requirements'], ['FR-01', 'FR-02']);
    assert.equal(one.extra?.['rerun'], 'seatrial run --only INT-01');
    assert.equal(one.steps?.length, 2);
    const flaky = testNamed(report, 'INT-08');
    assert.equal(flaky.flaky, true);
    assert.equal(flaky.status, 'passed');
    assert.deepEqual(
      flaky.retryAttempts?.map((attempt) => attempt.status),
      ['failed', 'passed'],
    );
  });

  it('never calls an error or an environment that did not come up passed', () => {
    const report = parse(
      runOf({ 'A-1': { outcome: 'error', failure: failure('connection refused') } }),
    );
    assert.equal(testNamed(report, 'A-1').status, 'failed');
    assert.equal(testNamed(report, 'A-1').rawStatus, 'error');
    assert.equal(report.results.summary.failed, 1);
  });

  it('gives the same document for the same record, and another id for another shard', () => {
    assert.equal(renderCtrf(mixedRun()), renderCtrf(mixedRun()));
    const shard = { ...mixedRun(), shard: { index: 1, total: 2 } };
    assert.notEqual(parse(shard).reportId, parse(mixedRun()).reportId);
    assert.equal(parse(shard).runId, parse(mixedRun()).runId);
  });
});
