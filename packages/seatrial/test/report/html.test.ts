import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import { Script } from 'node:vm';

import { type DefaultTreeAdapterMap, parse } from 'parse5';

import { failure } from '../../src/evidence/index.ts';
import type { CheckResult, Json, RunRecord } from '../../src/evidence/index.ts';
import { renderHtml } from '../../src/report/html/render-html.ts';
import { Story, description, mixedRun, runOf, runStarted, testFinished } from './sample-run.ts';

type Element = DefaultTreeAdapterMap['element'];
type ParsedNode = DefaultTreeAdapterMap['node'];

function elements(node: ParsedNode): readonly Element[] {
  const below = 'childNodes' in node ? node.childNodes.flatMap(elements) : [];
  return 'tagName' in node ? [node, ...below] : below;
}

function text(node: ParsedNode): string {
  if ('value' in node) return node.value;
  return 'childNodes' in node ? node.childNodes.map(text).join('') : '';
}

function attribute(element: Element, name: string): string | undefined {
  return element.attrs.find((one) => one.name === name)?.value;
}

function pageOf(record: RunRecord): readonly Element[] {
  return elements(parse(renderHtml(record)));
}

function byId(page: readonly Element[], id: string): Element {
  const found = page.find((element) => attribute(element, 'id') === id);
  assert.ok(found, `no element with the id ${id}`);
  return found;
}

function tag(page: readonly Element[], name: string): readonly Element[] {
  return page.filter((element) => element.tagName === name);
}

const HOSTILE = `"><script>alert(1)</script><img src=x onerror=alert(2)>' onload='x' \u001b[31m\u0000\ud800`;

function hostileRun(): RunRecord {
  const why = failure(HOSTILE, {
    expected: HOSTILE,
    seen: HOSTILE,
    detail: HOSTILE,
    source: { file: HOSTILE, line: 1, column: 1 },
  });
  const evil = { title: HOSTILE, workItem: HOSTILE, requirements: [HOSTILE], rerun: HOSTILE };
  const suite = `suite:${HOSTILE}`;
  const started = runStarted(
    [description(HOSTILE, evil), description(suite, evil)],
    [{ id: HOSTILE, title: HOSTILE, source: { file: HOSTILE, line: 1, column: 1 } }],
  );
  const story = new Story().say({ ...started, project: HOSTILE, runId: HOSTILE });
  story.say({ type: 'environment.starting', driver: 'native', services: [HOSTILE] });
  const service = { service: HOSTILE, rung: HOSTILE, command: HOSTILE, pid: 1, log: HOSTILE };
  story.say({ type: 'service.started', ...service, ports: { [HOSTILE]: 1 } });
  story.say({ type: 'service.died', service: HOSTILE, exit: HOSTILE, logTail: [HOSTILE] });
  story.say({ type: 'check.started', check: HOSTILE, attempt: 1 });
  story.say({
    type: 'step.finished',
    check: HOSTILE,
    attempt: 1,
    index: 0,
    title: HOSTILE,
    outcome: 'failed',
    durationMs: 1,
    source: { file: HOSTILE, line: 1, column: 1 },
    failure: why,
    evidence: { [HOSTILE]: { [HOSTILE]: HOSTILE, url: HOSTILE, method: HOSTILE }, fact: HOSTILE },
  });
  const finished = { attempt: 1, durationMs: 1, outcome: 'failed' as const, failure: why };
  story.say({ type: 'check.finished', check: HOSTILE, ...finished });
  story.say(testFinished(suite, HOSTILE, { outcome: 'failed', failure: why, ids: [HOSTILE] }));
  const diagnostic = { code: HOSTILE, severity: 'warning' as const, message: HOSTILE };
  return story.say({ type: 'warning', diagnostic: { ...diagnostic, hint: HOSTILE } }).record();
}

describe('HTML report', () => {
  it('says the verdict in words, its reason, and the deciding check with its first difference', () => {
    const page = pageOf(mixedRun());
    assert.equal(text(tag(page, 'h1')[0] as Element), 'not ready'); // every page has one h1
    const [card] = tag(page, 'article');
    assert.ok(card);
    const words = text(card).replaceAll(/\s+/g, ' ');
    assert.match(words, /INT-07 An expired token is renewed/);
    assert.match(words, /expected 200 .*seen 401/);
    assert.match(words, /\.session\/specs\/integration_cooker\.md:97:15/);
    assert.match(words, /seatrial run --only INT-07/);
  });

  it('shows of every check its outcome, duration, requirement ids, steps and evidence', () => {
    const page = pageOf(mixedRun());
    const check = byId(page, 'INT-07');
    assert.equal(attribute(check, 'data-outcome'), 'failed');
    assert.notEqual(attribute(check, 'open'), undefined);
    const words = text(check);
    for (const part of ['44 ms', 'QR-10', 'POST cooker/start-cook', '"AUTHENTICATION_FAILED"']) {
      assert.ok(words.includes(part), part);
    }
    assert.equal(attribute(byId(page, 'INT-01'), 'open'), undefined);
  });

  it('shows tests of a suite, requirements, services, warnings and what ran where', () => {
    const words = text(parse(renderHtml(mixedRun())));
    for (const part of [
      'poultry below 57 °C is refused',
      'Survive an expired token',
      'uncovered',
      'services/cooker.log',
      '8080 → 41002',
      'did you mean INT-09?',
      'linux-x64, 2 CPUs',
      '4f1c9e0b7a2d, with changes',
      'shuffled, seed 7',
    ]) {
      assert.ok(words.includes(part), part);
    }
  });

  it('shows the last log lines of a service that died', () => {
    const story = new Story().say(runStarted([description('A-1')]));
    story.say({ type: 'environment.starting', driver: 'native', services: ['db'] });
    const started = { service: 'db', rung: 'npm:postgres', command: 'postgres', pid: 1, ports: {} };
    story.say({ type: 'service.started', ...started, log: 'services/db.log' });
    story.say({
      type: 'service.died',
      service: 'db',
      exit: 'SIGKILL',
      logTail: ['PANIC: no disk'],
    });
    assert.match(text(parse(renderHtml(story.record()))), /SIGKILL[^]*PANIC: no disk/);
  });

  it('needs nothing from the network, and its policy admits exactly its own style and script', () => {
    const page = pageOf(mixedRun());
    const policy = attribute(
      page.find((one) => attribute(one, 'http-equiv') === 'Content-Security-Policy') as Element, // the test fails below without it
      'content',
    );
    for (const name of ['style', 'script']) {
      const [only, ...others] = tag(page, name);
      assert.ok(only && others.length === 0, name);
      const hash = createHash('sha256').update(text(only)).digest('base64');
      assert.ok(policy?.includes(`${name}-src 'sha256-${hash}'`), `${name}: ${policy}`);
    }
    assert.match(policy ?? '', /^default-src 'none';/);
    const addresses = page.flatMap((one) => ['src', 'href'].map((name) => attribute(one, name)));
    for (const address of addresses) {
      assert.doesNotMatch(address ?? '', /^(https?:)?\/\//);
    }
    assert.equal(page.filter((one) => attribute(one, 'style') !== undefined).length, 0);
  });

  it('has a script that is a program', () => {
    const [script] = tag(pageOf(mixedRun()), 'script');
    assert.doesNotThrow(() => new Script(text(script as Element))); // asserted by the test before
  });

  it('runs no text of the run: hostile names everywhere add no element and no attribute', () => {
    const page = pageOf(hostileRun());
    assert.equal(tag(page, 'script').length, 1);
    assert.equal(tag(page, 'img').length, 0);
    const handlers = page.flatMap((one) => one.attrs.filter(({ name }) => name.startsWith('on')));
    assert.deepEqual(handlers, []);
    const links = tag(page, 'a').map((one) => attribute(one, 'href') ?? '');
    for (const link of links) assert.doesNotMatch(link, /^\s*javascript:/i);
    const words = text(parse(renderHtml(hostileRun())));
    assert.ok(words.includes('<img src=x onerror=alert(2)>'));
    // oxlint-disable-next-line no-control-regex -- a control character is what must not be there
    assert.doesNotMatch(words, /[\u0000\u001b]/);
  });

  it('does not let the address of a log run a script', () => {
    const story = new Story().say(runStarted([]));
    story.say({ type: 'environment.starting', driver: 'native', services: ['db'] });
    const started = { service: 'db', rung: 'x', command: 'x', pid: 1, ports: {} };
    story.say({ type: 'service.started', ...started, log: 'javascript:alert(1)' });
    const links = tag(pageOf(story.record()), 'a').map((one) => attribute(one, 'href') ?? '');
    assert.equal(links.filter((link) => link.startsWith('javascript:')).length, 0);
  });

  it('has a target for each of its links and no id twice', () => {
    const page = pageOf(mixedRun());
    const ids = page.flatMap((one) => attribute(one, 'id') ?? []);
    assert.equal(new Set(ids).size, ids.length);
    for (const link of [...tag(page, 'a'), ...tag(page, 'use')]) {
      const address = attribute(link, 'href') ?? '';
      const isInside =
        !address.startsWith('#') || ids.includes(decodeURIComponent(address.slice(1)));
      assert.ok(isInside, address);
    }
  });

  it('keeps what needs a script out of sight until there is one', () => {
    const page = pageOf(mixedRun());
    assert.notEqual(attribute(tag(page, 'form')[0] as Element, 'hidden'), undefined); // one toolbar
    for (const button of tag(page, 'button')) {
      const isCopy = attribute(button, 'class') === 'copy';
      assert.ok(!isCopy || attribute(button, 'hidden') !== undefined);
    }
  });

  it('stays openable with 2,000 checks: broken ones whole, the rest trimmed with a note', () => {
    const page = renderHtml(largeRun());
    assert.ok(page.length < 12_000_000, String(page.length));
    const parsed = elements(parse(page));
    assert.equal(parsed.filter((one) => attribute(one, 'class') === 'check').length, 2_000);
    assert.match(text(byId(parsed, 'A-1999')), /needle/);
    assert.match(text(byId(parsed, 'A-1998')), /left out here; all is in run\.json/);
  });

  it('trims one huge piece of evidence and says how much is missing', () => {
    const page = text(parse(renderHtml(withEvidence({ body: { text: 'x'.repeat(1_000_000) } }))));
    assert.ok(page.length < 100_000);
    assert.match(page, /99\d{4} more characters are in run\.json/);
  });

  it('renders a run without checks, and each verdict in its own look', () => {
    for (const record of [runOf({}), runOf({ 'A-1': { outcome: 'passed' } }), mixedRun()]) {
      const [root] = tag(pageOf(record), 'html');
      assert.equal(attribute(root as Element, 'data-verdict'), record.verdict.word); // parse5 always makes one
    }
  });
});

function withEvidence(evidence: Json): RunRecord {
  const story = new Story().say(runStarted([description('A-1')]));
  return oneStep(story, 'A-1', evidence, { outcome: 'passed' }).record();
}

function oneStep(story: Story, check: string, evidence: Json, result: CheckResult): Story {
  story.say({ type: 'check.started', check, attempt: 1 });
  story.say({
    type: 'step.finished',
    check,
    attempt: 1,
    index: 0,
    title: 'GET api/things',
    outcome: 'passed',
    durationMs: 1,
    source: { file: 'spec.md', line: 1, column: 1 },
    failure: null,
    evidence,
  });
  return story.say({ type: 'check.finished', check, attempt: 1, durationMs: 2, ...result }, 1);
}

function largeRun(): RunRecord {
  const ids = Array.from({ length: 2_000 }, (_, index) => `A-${index}`);
  const story = new Story().say(runStarted(ids.map((id) => description(id))));
  for (const id of ids) {
    const isLast = id === 'A-1999';
    const evidence = { response: { body: 'x'.repeat(5_000) }, marker: isLast ? 'needle' : 'hay' };
    const result: CheckResult = isLast
      ? { outcome: 'failed', failure: failure('no') }
      : { outcome: 'passed' };
    oneStep(story, id, evidence, result);
  }
  return story.record();
}
