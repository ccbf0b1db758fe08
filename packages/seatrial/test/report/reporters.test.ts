import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { REPORTERS } from '../../src/report/index.ts';
import type { ReportOutput } from '../../src/report/index.ts';
import { mixedRun, runOf } from './sample-run.ts';

const PATHS = { runFolder: '.session/runs/latest' };

describe('reporters', () => {
  it('write to the places that are documented', () => {
    const places = Object.entries(REPORTERS).map(([name, outputs]) => [
      name,
      outputs.map(({ to }) => (typeof to === 'string' ? to : to.file)).join(' and '),
    ]);
    assert.deepEqual(Object.fromEntries(places), {
      terminal: 'stdout',
      html: 'report.html',
      json: 'run.json',
      junit: 'junit.xml',
      ctrf: 'ctrf.json',
      github: 'stdout and github-step-summary',
      agent: 'stdout',
    });
  });

  it('are pure: the same record gives the same text, and no report names a verdict it was not given', () => {
    const outputs: readonly ReportOutput[] = Object.values(REPORTERS).flat();
    for (const { render } of outputs) {
      assert.equal(render(mixedRun(), PATHS), render(mixedRun(), PATHS));
      const ready = render(runOf({ 'A-1': { outcome: 'passed' } }), PATHS);
      // The style of a page has a rule for each verdict.
      assert.doesNotMatch(ready.replace(/<style>[^]*<\/style>/, ''), /not ready/i);
    }
  });
});
