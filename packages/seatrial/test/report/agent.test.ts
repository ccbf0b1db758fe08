import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { failure } from '../../src/evidence/index.ts';
import type { CheckResult } from '../../src/evidence/index.ts';
import { renderAgent } from '../../src/report/agent.ts';
import { Story, description, mixedRun, runOf, runStarted } from './sample-run.ts';

const PATHS = { runFolder: '.session/runs/latest' };

describe('agent format', () => {
  it('says verdict, first difference, place and rerun command, most important first', () => {
    const text = renderAgent(mixedRun(), PATHS);
    assert.match(text, /^VERDICT: not ready \(exit 1\): /);
    assert.match(
      text,
      /\n1\. FAILED INT-07 An expired token is renewed\n {3}status is not as expected\n {3}expected: 200\n {3}seen: 401\n {3}at: \.session\/specs\/integration_cooker\.md:97:15\n {3}rerun: seatrial run --only INT-07\n/,
    );
    assert.ok(text.indexOf('INT-07') < text.indexOf('INT-PERF-01'));
    assert.ok(text.indexOf('INT-PERF-01') < text.indexOf('INT-08'));
    assert.match(text, /test: poultry below 57 °C is refused/);
    assert.match(text, /\.session\/runs\/latest\/run\.json/);
  });

  it('never exceeds 10,000 characters and says how many more there are', () => {
    const long = 'x'.repeat(5_000);
    const results = Object.fromEntries(
      Array.from({ length: 500 }, (_, index): [string, CheckResult] => [
        `A-${index}`,
        { outcome: 'failed', failure: failure(long, { expected: long, seen: long, detail: long }) },
      ]),
    );
    const text = renderAgent(runOf(results), { runFolder: long });
    assert.ok(text.length <= 10_000, String(text.length));
    assert.match(text, /\d+ more: x+/);
  });

  it('is the same text for the same record', () => {
    assert.equal(renderAgent(mixedRun(), PATHS), renderAgent(mixedRun(), PATHS));
  });

  it('shows the end of the log of a service that did not come up', () => {
    const story = new Story().say(runStarted([description('A-1')]));
    story.say({ type: 'environment.starting', driver: 'native', services: ['db'] });
    story.say({
      type: 'environment.failed',
      code: 'SERVICE_DIED',
      service: 'db',
      failure: failure('db ended with code 1', {
        detail: `${'noise\n'.repeat(500)}FATAL: no disk`,
      }),
    });
    const text = renderAgent(story.record(), PATHS);
    assert.match(text, /1\. ERROR service:db/);
    assert.match(text, / {3}\| FATAL: no disk\n/);
  });

  it('is short when all is well', () => {
    assert.ok(renderAgent(runOf({ 'A-1': { outcome: 'passed' } }), PATHS).length < 300);
  });
});
