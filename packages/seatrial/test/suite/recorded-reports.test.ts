import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { readJestJson } from '../../src/checks/suite/readers/read-jest-json.ts';
import { readJunit } from '../../src/checks/suite/readers/read-junit.ts';
import { readNodeTestEvents } from '../../src/checks/suite/readers/read-node-test-events.ts';
import { readPlaywrightJson } from '../../src/checks/suite/readers/read-playwright-json.ts';
import { readPytestCases } from '../../src/checks/suite/readers/read-pytest-xml.ts';
import type { TestRecord } from '../../src/evidence/index.ts';

// Written by the real runners; only folder names were replaced.
const recorded = (name: string): string =>
  readFileSync(new URL(`../fixtures/suite/${name}`, import.meta.url), 'utf8');

const outline = (tests: readonly TestRecord[]): unknown[] =>
  tests.map(({ outcome, name, line, ids }) => [outcome, name, line, ids.join(' ')]);

const find = (tests: readonly TestRecord[], name: string): TestRecord => {
  const found = tests.find((entry) => entry.name === name);
  assert.ok(found, `no test ${name}`);
  return found;
};

test('jest 30: every status, and a file that does not load is a problem (B-RUN-20)', () => {
  const { tests, problems } = readJestJson(recorded('jest-30.json'));
  assert.deepEqual(outline(tests), [
    ['passed', 'cart > INT-01 adds an article', 2, 'INT-01'],
    ['failed', 'cart > INT-02 refuses a negative amount', 3, 'INT-02'],
    ['skipped', 'cart > INT-03 is not there yet', 4, 'INT-03'],
    ['skipped', 'cart > INT-04 to be written', 5, 'INT-04'],
    ['skipped', 'cart > known broken', 6, ''],
    ['flaky', 'retried > INT-06 comes right on the second try', 11, 'INT-06'],
  ]);
  assert.deepEqual(
    tests.flatMap(({ reason }) => reason ?? []),
    ['skipped in the suite', 'todo', 'expected to fail, and did', 'passed on a retry'],
  );
  const { failure } = find(tests, 'cart > INT-02 refuses a negative amount');
  assert.equal(failure?.expected, '{"status":422}');
  assert.equal(failure.seen, '{"status":200}');
  assert.deepEqual(failure.source, { file: '/project/cart.test.js', line: 3, column: 74 });
  assert.deepEqual(
    problems.map(({ message }) => message),
    ["broken.test.js could not be run: Cannot find module './nowhere.js' from 'broken.test.js'"],
  );
});

test('vitest 5: tags bind, a retried test is flaky, a file that does not load is a problem (B-RUN-20)', () => {
  const { tests, problems } = readJestJson(recorded('vitest-5.json'));
  assert.deepEqual(outline(tests).slice(0, 7), [
    ['passed', 'cart > INT-01 adds an article', 3, 'INT-01'],
    ['failed', 'cart > INT-02 refuses a negative amount', 4, 'INT-02'],
    ['skipped', 'cart > INT-03 is not there yet', 5, 'INT-03'],
    ['skipped', 'cart > INT-04 to be written', 6, 'INT-04'],
    ['passed', 'cart > tagged', 7, 'INT-05'],
    ['passed', 'cart > known broken', 8, ''],
    ['flaky', 'cart > INT-06 comes right on the second try', 10, 'INT-06'],
  ]);
  assert.equal(problems.length, 1);
  assert.match(
    problems[0]?.message ?? '',
    /^broken\.test\.js could not be run: Cannot find module/,
  );
});

test('Playwright 1.65: retries, expected failures, tags and annotations', () => {
  const { tests, problems } = readPlaywrightJson(recorded('playwright-1.65.json'));
  assert.deepEqual(outline(tests), [
    ['passed', 'cart > INT-01 adds an article', 3, 'INT-01 INT-05'],
    ['failed', 'cart > INT-02 refuses a negative amount', 4, 'INT-02 INT-05'],
    ['skipped', 'cart > INT-03 is not there yet', 5, 'INT-03 INT-05'],
    ['skipped', 'cart > INT-04 to be mended', 6, 'INT-04 INT-05'],
    ['skipped', 'cart > known broken', 7, 'INT-05'],
    ['flaky', 'cart > INT-06 comes right on the second try', 8, 'INT-06 INT-05'],
    ['passed', 'cart > INT-07 annotated', 9, 'INT-07 INT-05 REQ-9'],
    ['failed', 'cart > hangs', 10, 'INT-05'],
  ]);
  assert.equal(find(tests, 'cart > known broken').reason, 'expected to fail, and did: bug 12');
  const { failure } = find(tests, 'cart > INT-02 refuses a negative amount');
  assert.equal(failure?.message, 'Error: expect(received).toEqual(expected) // deep equality');
  assert.deepEqual(failure.source, { file: '/project/cart.spec.js', line: 4, column: 82 });
  assert.deepEqual(problems, []);
});

test('Playwright 1.65: a file that does not load is a problem', () => {
  const { tests, problems } = readPlaywrightJson(recorded('playwright-1.65-broken.json'));
  assert.deepEqual(tests, []);
  assert.match(problems[0]?.message ?? '', /Cannot find module '\/project\/nowhere\.js'/);
});

for (const version of ['20', '26']) {
  test(`node:test of Node ${version}: groups, subtests, and files whose process breaks`, () => {
    const { tests, problems } = readNodeTestEvents(recorded(`node-${version}.ndjson`));
    assert.deepEqual(outline(tests).slice(0, 9), [
      ['passed', 'cart > INT-01 adds an article', 4, 'INT-01'],
      ['failed', 'cart > INT-02 refuses a negative amount', 5, 'INT-02'],
      ['skipped', 'cart > INT-03 is not there yet', 6, 'INT-03'],
      ['skipped', 'cart > INT-04 to be written', 7, 'INT-04'],
      ['skipped', 'cart > nothing yet', 8, ''],
      ['passed', 'cart > nested > INT-05 deep', 9, 'INT-05'],
      ['passed', 'parent > child of a test', 11, ''],
      ['failed', 'parent > bad child', 11, ''],
      ['failed', 'parent', 11, ''],
    ]);
    assert.equal(find(tests, 'with a broken hook > INT-06 never runs').outcome, 'error');
    const messages = problems.map(({ message }) => message.replace('/project/', ''));
    assert.deepEqual(
      messages.filter((message) => message.includes('process')),
      [
        'broken.test.mjs could not be run: its process ended with exit code 1',
        'dies.test.mjs could not be run: its process ended with signal SIGKILL',
        'exits.test.mjs could not be run: its process ended with exit code 3',
      ],
    );
    assert.ok(messages.includes('with a broken hook: no database'), messages.join('\n'));
    assert.ok(!tests.some(({ name }) => name.includes('empty.test')), 'a file is no test');
  });
}

test('pytest 9: fixtures that break, xfail and xpass (B-RUN-17), markers and properties', () => {
  const read = readPytestCases(readJunit(recorded('pytest-9.xml'), { firstLine: 0 }));
  assert.deepEqual(outline(read.tests), [
    ['passed', 'TestCart > test_adds', 4, 'INT-01'],
    ['failed', 'TestCart > test_refuses', 8, 'INT-02'],
    ['skipped', 'test_skipped', 12, ''],
    ['skipped', 'test_known_broken', 15, ''],
    ['passed', 'test_unexpectedly_fine', 19, ''],
    ['failed', 'test_strictly_unexpected', 23, ''],
    ['error', 'test_with_broken_fixture', 31, ''],
    ['error', 'test_with_broken_teardown', 38, ''],
    ['passed', 'test_row[INT-08]', 40, 'INT-08'],
    ['passed', 'test_row[INT-09]', 40, 'INT-09'],
  ]);
  const { tests } = read;
  assert.equal(find(tests, 'test_known_broken').reason, 'expected to fail, and did: bug 12');
  assert.equal(
    find(tests, 'test_unexpectedly_fine').reason,
    'passed although it is expected to fail: bug 13',
  );
  assert.deepEqual(find(tests, 'TestCart > test_refuses').failure?.source, {
    file: 'tests/test_cart.py',
    line: 10,
    column: 1,
  });
});

test('pytest 9: a module that cannot be collected is a problem, not a test', () => {
  const { tests, problems } = readPytestCases(
    readJunit(recorded('pytest-9-broken.xml'), { firstLine: 0 }),
  );
  assert.deepEqual(tests, []);
  assert.equal(
    problems[0]?.message,
    "tests/test_broken.py could not be collected: ModuleNotFoundError: No module named 'nowhere'",
  );
});

for (const [name, read, cut] of [
  ['jest-30.json', readJestJson, 0],
  ['playwright-1.65.json', readPlaywrightJson, 0],
  ['node-26.ndjson', readNodeTestEvents, 1],
  ['pytest-9.xml', readJunit, 1],
] as const) {
  test(`${name} that breaks off is a problem, and what stands before is kept`, () => {
    const whole = recorded(name);
    const { tests, problems } = read(whole.slice(0, Math.floor(whole.length * 0.7)));
    assert.match(problems.at(-1)?.message ?? '', /cannot be read|breaks off/);
    assert.equal(tests.length > 0, cut === 1);
    assert.equal(read('').problems.length, name.endsWith('.ndjson') ? 0 : 1, 'an empty file');
  });
}
