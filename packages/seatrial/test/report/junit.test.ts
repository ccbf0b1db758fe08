import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { SaxesParser } from 'saxes';

import { failure } from '../../src/evidence/index.ts';
import { renderJunit } from '../../src/report/junit.ts';
import { Story, description, mixedRun, runOf, runStarted, testFinished } from './sample-run.ts';

interface Node {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Node[];
  text: string;
}

/** A strict XML parser: throws on anything that is not well-formed. */
function parse(xml: string): Node {
  const root: Node = { name: '#root', attributes: {}, children: [], text: '' };
  const open = [root];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', (tag) => {
    const node: Node = { name: tag.name, attributes: tag.attributes, children: [], text: '' };
    open.at(-1)?.children.push(node);
    open.push(node);
  });
  parser.on('closetag', () => {
    open.pop();
  });
  parser.on('text', (text) => {
    const node = open.at(-1);
    if (node !== undefined) node.text += text;
  });
  parser.write(xml).close();
  assert.equal(root.children.length, 1);
  return root.children[0] as Node; // asserted on the line above
}

function all(node: Node, name: string): readonly Node[] {
  const below = node.children.flatMap((child) => all(child, name));
  return node.name === name ? [node, ...below] : below;
}

function testcase(root: Node, name: string): Node {
  const found = all(root, 'testcase').find((one) => one.attributes['name']?.includes(name));
  assert.ok(found, `no testcase ${name}`);
  return found;
}

describe('JUnit', () => {
  it('gives each scenario a testcase with its place, duration, steps and requirement ids', () => {
    const one = testcase(parse(renderJunit(mixedRun())), 'INT-01');
    assert.deepEqual(
      { ...one.attributes },
      {
        classname: 'integration_cooker',
        name: 'INT-01 A complete cook cycle',
        time: '1.240',
        file: '.session/specs/integration_cooker.md',
        line: '12',
        assertions: '2',
      },
    );
    const ids = all(one, 'property').filter((node) => node.attributes['name'] === 'requirement');
    assert.deepEqual(
      ids.map((node) => node.attributes['value']),
      ['FR-01', 'FR-02'],
    );
  });

  it('writes a failure with expected, seen and the place of the expectation', () => {
    const [why] = all(testcase(parse(renderJunit(mixedRun())), 'INT-07'), 'failure');
    assert.equal(why?.attributes['message'], 'status is not as expected');
    assert.match(why?.text ?? '', /expected: 200\nseen: {5}401\nat \.session\/.*:97:15/);
  });

  it('says of a skipped check that it is not proven', () => {
    const [skipped] = all(testcase(parse(renderJunit(mixedRun())), 'INT-PERF-01'), 'skipped');
    assert.equal(skipped?.attributes['message'], 'not proven: prose only: no step, no proof');
  });

  it('says "not proven" once when the reason begins with it', () => {
    const record = runOf({ 'A-1': { outcome: 'skipped', reason: 'not proven: prose only' } });
    const [skipped] = all(parse(renderJunit(record)), 'skipped');
    assert.equal(skipped?.attributes['message'], 'not proven: prose only');
  });

  it('nests the tests of a suite in a testsuite of its name and does not count the suite as a test', () => {
    const root = parse(renderJunit(mixedRun()));
    const suite = all(root, 'testsuite').find((node) => node.attributes['name'] === 'cooker-unit');
    assert.equal(suite?.attributes['tests'], '3');
    assert.equal(suite?.attributes['failures'], '1');
    assert.equal(suite?.attributes['skipped'], '1');
  });

  it('adds up tests, failures, errors and skipped over everything below', () => {
    const root = parse(renderJunit(mixedRun()));
    const cases = all(root, 'testcase');
    assert.equal(root.attributes['tests'], String(cases.length));
    assert.equal(root.attributes['failures'], String(all(root, 'failure').length));
    assert.equal(root.attributes['errors'], '0');
    assert.equal(root.attributes['skipped'], String(all(root, 'skipped').length));
  });

  it('writes a flaky check as passed with Surefire flakyFailure', () => {
    const one = testcase(parse(renderJunit(mixedRun())), 'INT-08');
    assert.equal(all(one, 'failure').length, 0);
    const [flaky] = all(one, 'flakyFailure');
    assert.equal(flaky?.attributes['message'], 'no answer in 400 ms');
    assert.equal(all(one, 'stackTrace').length, 1);
  });

  it('writes repeated failures as Surefire does: the first as failure, later ones as rerunFailure', () => {
    const story = new Story().say(runStarted([description('A-1')]));
    story.check('A-1', 10, { outcome: 'failed', failure: failure('first') });
    story.check('A-1', 10, { outcome: 'error', failure: failure('second') }, 2);
    story.check('A-1', 10, { outcome: 'failed', failure: failure('third') }, 3);
    const one = testcase(parse(renderJunit(story.record())), 'A-1');
    assert.deepEqual(
      one.children.filter((node) => node.name !== 'properties').map((node) => node.name),
      ['failure', 'rerunError', 'rerunFailure'],
    );
    assert.equal(one.children[1]?.attributes['message'], 'first');
  });

  it('shows a suite that crashed without a failed test as an error of its own', () => {
    const story = new Story().say(runStarted([description('suite:unit')]));
    story.say({ type: 'check.started', check: 'suite:unit', attempt: 1 });
    story.say(testFinished('suite:unit', 'one'));
    story.say({
      type: 'check.finished',
      check: 'suite:unit',
      attempt: 1,
      durationMs: 5,
      outcome: 'error',
      failure: failure('the runner ended by SIGSEGV'),
    });
    const root = parse(renderJunit(story.record()));
    assert.equal(root.attributes['errors'], '1');
    assert.equal(root.attributes['tests'], '2');
  });

  it('is red when the environment did not come up and no check ran', () => {
    const story = new Story().say(runStarted([description('A-1')]));
    story.say({ type: 'environment.starting', driver: 'native', services: ['db'] });
    story.say({
      type: 'environment.failed',
      code: 'SERVICE_DIED',
      service: 'db',
      failure: failure('db ended with code 1', { detail: 'FATAL: no disk' }),
    });
    const root = parse(renderJunit(story.record()));
    const one = testcase(root, 'service:db');
    assert.match(all(one, 'error')[0]?.text ?? '', /FATAL: no disk/);
  });

  it('stays well-formed for hostile names: markup, control characters, half surrogates', () => {
    const hostile = `</testcase>]]>&"'<x>\u0000\u001b[31m\u0008\ud800\uffff`;
    const story = new Story().say(
      runStarted([
        description('A-1', { title: hostile, workItem: hostile, requirements: [hostile] }),
      ]),
    );
    story.check('A-1', 1, {
      outcome: 'failed',
      failure: failure(hostile, { expected: hostile, seen: hostile, detail: hostile }),
    });
    const root = parse(renderJunit(story.record()));
    assert.equal(all(root, 'testcase').length, 1);
    assert.match(testcase(root, 'A-1').attributes['name'] ?? '', /<\/testcase>\]\]>&"'<x>/);
  });

  it('renders a run without checks', () => {
    assert.equal(parse(renderJunit(runOf({}))).name, 'testsuites');
  });
});
