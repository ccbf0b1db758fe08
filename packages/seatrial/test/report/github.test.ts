import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { failure } from '../../src/evidence/index.ts';
import type { CheckResult } from '../../src/evidence/index.ts';
import { renderGithubAnnotations } from '../../src/report/github-annotations.ts';
import { renderGithubSummary } from '../../src/report/github-summary.ts';
import { Story, description, mixedRun, runOf, runStarted } from './sample-run.ts';

function broken(count: number, detail: string): Readonly<Record<string, CheckResult>> {
  const ids = Array.from({ length: count }, (_, index) => `A-${index + 1}`);
  const why = failure('not as expected', { expected: '1', seen: '2', detail });
  return Object.fromEntries(ids.map((id) => [id, { outcome: 'failed', failure: why }]));
}

describe('GitHub annotations', () => {
  it('points at the expectation and says what differs', () => {
    const [line] = renderGithubAnnotations(mixedRun()).split('\n');
    assert.equal(
      line,
      '::error file=.session/specs/integration_cooker.md,line=97,col=15,' +
        'title=failed%3A INT-07 An expired token is renewed::' +
        'status is not as expected%0Aexpected: 200%0Aseen: 401%0Arerun: seatrial run --only INT-07',
    );
  });

  it('escapes what would end a property, a line or the command', () => {
    const title = 'a,b:c%d\r\n::error::x';
    const story = new Story().say(runStarted([description('A-1', { title })]));
    story.check('A-1', 1, { outcome: 'failed', failure: failure('100 %\n::error::injected') });
    const text = renderGithubAnnotations(story.record());
    assert.equal(text.trimEnd().split('\n').length, 1);
    assert.match(text, /title=failed%3A A-1 a%2Cb%3Ac%25d %3A%3Aerror%3A%3Ax::/);
    assert.match(text, /::100 %25%0A::error::injected%0A/);
  });

  it('writes at most ten errors, the last of which counts the rest', () => {
    const lines = renderGithubAnnotations(runOf(broken(25, '')))
      .trimEnd()
      .split('\n');
    assert.equal(lines.length, 10);
    assert.match(lines[9] ?? '', /^::error title=Seatrial::16 more errors are in the summary/);
  });

  it('writes exactly ten errors as they are', () => {
    const lines = renderGithubAnnotations(runOf(broken(10, '')))
      .trimEnd()
      .split('\n');
    assert.equal(lines.length, 10);
    assert.match(lines[9] ?? '', /A-10/);
  });

  it('warns of flaky checks, of broken ones that nobody requires, and of diagnostics', () => {
    const story = new Story().say(runStarted([description('A-1', { required: false })]));
    story.check('A-1', 1, { outcome: 'failed', failure: failure('no') });
    assert.match(renderGithubAnnotations(story.record()), /^::warning [^\n]*A-1/m);
    const mixed = renderGithubAnnotations(mixedRun());
    assert.match(mixed, /^::warning [^\n]*INT-08/m);
    assert.match(mixed, /^::warning file=systems\S+,line=44,col=3,title=SPEC_ORPHAN_TEST::/m);
  });

  it('has an error whenever the exit code is not 0', () => {
    assert.match(renderGithubAnnotations(runOf({})), /^::error title=[^\n]*no required check/);
    const skipped = runOf({ 'A-1': { outcome: 'skipped', reason: 'no proof' } });
    assert.match(renderGithubAnnotations(skipped), /^::error [^\n]*not proven%3A A-1/);
  });

  it('is empty for a run that is ready', () => {
    assert.equal(renderGithubAnnotations(runOf({ 'A-1': { outcome: 'passed' } })), '');
  });
});

describe('GitHub summary', () => {
  it('begins with the verdict and names what failed with its command', () => {
    const text = renderGithubSummary(mixedRun());
    assert.match(text, /^## Seatrial: not ready\n/);
    assert.match(text, /INT-07/);
    assert.match(text, /expected: 200\nseen: {5}401/);
    assert.match(text, /<code>seatrial run --only INT-07<\/code>/);
  });

  it('leaves no markup of a hostile name alive', () => {
    const title = '<img src=x onerror=alert(1)> | **bold** `code` [link](http://x) ```';
    const story = new Story().say(runStarted([description('A-1', { title })]));
    const why = failure(title, { detail: '```\n<script>\n````' });
    const text = renderGithubSummary(
      story.check('A-1', 1, { outcome: 'failed', failure: why }).record(),
    );
    assert.doesNotMatch(text, /<img|\*\*bold\*\*|\[link\]/);
    assert.match(text, /^`````\n```\n<script>\n````\n`````$/m);
  });

  it('stays below 1 MiB with 10,000 failing checks and says what was left out', () => {
    const text = renderGithubSummary(runOf(broken(10_000, 'é'.repeat(3_000))));
    assert.ok(Buffer.byteLength(text) < 1024 * 1024, String(Buffer.byteLength(text)));
    assert.match(text, /\d+ more lines were left out/);
    assert.match(text, /^## Seatrial: not ready/);
  });
});
