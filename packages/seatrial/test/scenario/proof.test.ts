import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import type { TestRecord } from '../../src/evidence/index.ts';
import { failure } from '../../src/evidence/index.ts';
import { failureOf, tryEvidence } from './try-scenario.ts';

function record(name: string, rest: Partial<TestRecord> = {}): TestRecord {
  return {
    name,
    file: 'packages/pay/test/pay.test.ts',
    line: 3,
    outcome: 'passed',
    durationMs: 1,
    reason: null,
    failure: null,
    ids: [],
    ...rest,
  };
}

const source = { file: 'spec.md', line: 9, column: 1 };
const proof = (test: string | null, path = 'test/pay.test.ts') =>
  ({ form: 'proof', path, test, source }) as const;

describe('a Proof: line', () => {
  const tests = {
    'suite:unit': [
      record('pay > refuses twice'),
      record('pay > accepts once', { outcome: 'flaky', reason: 'failed once' }),
      record('cart > refuses twice', { file: 'test/cart.test.ts', outcome: 'failed' }),
      record('pay counts money', { outcome: 'failed', failure: failure('1 is not 2') }),
      record('pay > later', { outcome: 'skipped', reason: 'todo' }),
    ],
  };
  for (const written of [
    'refuses twice',
    'pay > refuses twice',
    'pay › refuses twice',
    'pay refuses twice',
  ]) {
    it(`finds a test by "${written}"`, async () => {
      const { result } = await tryEvidence(proof(written), { tests });
      assert.deepEqual(result, { outcome: 'passed' });
    });
  }
  it('takes over failed, flaky and skipped', async () => {
    const failed = failureOf(await tryEvidence(proof('counts money'), { tests }));
    assert.equal(failed.message, 'the test "pay counts money" failed: 1 is not 2');
    assert.deepEqual(failed.source, source);
    const { result: flaky } = await tryEvidence(proof('accepts once'), { tests });
    assert.equal(flaky.outcome, 'flaky');
    const { result: skipped } = await tryEvidence(proof('later'), { tests });
    assert.deepEqual(skipped, {
      outcome: 'skipped',
      reason: 'the test "pay > later" was skipped: todo',
    });
  });
  it('without a name wants every test of the file', async () => {
    const failed = failureOf(await tryEvidence(proof(null, 'test/cart.test.ts'), { tests }));
    assert.match(failed.message, /"cart > refuses twice" failed/);
  });
  it('names the nearest tests when there is none of this name', async () => {
    const error = failureOf(await tryEvidence(proof('pay > refuses twise'), { tests }), 'error');
    assert.equal(error.message, 'no test of this name ran in test/pay.test.ts');
    assert.match(error.seen ?? '', /^nearest first: "pay > refuses twice", /);
  });
  it('is an error when the file or the suite did not run', async () => {
    const file = failureOf(await tryEvidence(proof('x', 'test/pai.test.ts'), { tests }), 'error');
    assert.equal(file.message, 'no test ran in test/pai.test.ts');
    const suite = failureOf(
      await tryEvidence(proof('x'), { tests: { 'suite:unit': undefined } }),
      'error',
    );
    assert.equal(suite.seen, 'suite:unit has not run');
    const none = failureOf(await tryEvidence(proof('x'), { tests: { 'suite:unit': [] } }), 'error');
    assert.equal(none.seen, 'suite:unit reported no test');
  });
});

describe('prose', () => {
  const prose = { form: 'prose' } as const;
  it('is not proven by itself', async () => {
    const { result } = await tryEvidence(prose, { tests: { 'suite:unit': [record('x')] } });
    assert.deepEqual(result, {
      outcome: 'skipped',
      reason: 'not proven: prose only; give it a ```yaml scenario block or a Proof: line',
    });
  });
  it('is proven by tests that name its id, all of which must pass', async () => {
    const named = record('T-1 refuses', { ids: ['T-1'] });
    const passed = await tryEvidence(prose, { tests: { 'suite:unit': [named] } });
    assert.deepEqual(passed.result, { outcome: 'passed' });
    const failing = record('T-1 accepts', { ids: ['T-1'], outcome: 'failed' });
    const failed = await tryEvidence(prose, {
      tests: { 'suite:unit': [named], 'suite:e2e': [failing] },
    });
    assert.equal(failed.result.outcome, 'failed');
  });
});
