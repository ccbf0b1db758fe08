import assert from 'node:assert/strict';
import { test } from 'node:test';

import { JunitReader, readJunit } from './read-junit.ts';

test('nested suites, properties of suite and case, and the file of the suite', () => {
  const { tests, problems } = readJunit(`<?xml version="1.0"?>
    <testsuites><testsuite name="a" file="a.rb"><properties><property name="req" value="REQ-1"/></properties>
      <testsuite name="b">
        <testcase classname="Cart" name="adds" time="1,000.5" line="7">
          <properties><property name="ids">INT-02</property></properties>
          <system-out>INT-99</system-out>
        </testcase>
      </testsuite></testsuite>
      <testsuite name="c"><testcase name="other"/></testsuite>
    </testsuites>`);
  assert.deepEqual(problems, []);
  const [first, other] = tests;
  assert.deepEqual(
    [first?.name, first?.file, first?.line, first?.durationMs, first?.ids],
    ['Cart > adds', 'a.rb', 7, 1_000_500, ['REQ-1', 'INT-02']],
  );
  assert.deepEqual([other?.name, other?.file, other?.ids], ['other', null, []]);
});

const OUTCOMES = [
  ['<failure message="no" type="E">at x</failure>', 'failed', 'no'],
  ['<error type="NullPointerException"/>', 'error', 'NullPointerException'],
  ['<skipped message="later"/>', 'skipped', 'skipped in the suite: later'],
  ['<skipped/>', 'skipped', 'skipped in the suite'],
  ['<flakyFailure message="once">s</flakyFailure>', 'flaky', 'passed on a retry: once'],
  ['<flakyError message="once"/>', 'flaky', 'passed on a retry: once'],
  ['<failure message="no"/><rerunFailure message="no"/>', 'failed', 'no'],
  ['<system-out>fine</system-out>', 'passed', null],
  ['<failure><![CDATA[a < b]]></failure>', 'failed', 'a < b'],
] as const;
for (const [xml, outcome, text] of OUTCOMES) {
  test(`${xml} is ${outcome}`, () => {
    const { tests, problems } = readJunit(
      `<testsuite><testcase name="t">${xml}</testcase></testsuite>`,
    );
    assert.deepEqual(problems, []);
    assert.equal(tests[0]?.outcome, outcome);
    assert.equal(tests[0].failure?.message ?? tests[0].reason, text);
  });
}

const REFUSED = [
  [
    '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><testsuite><testcase name="&b;"/></testsuite>',
    /document type/,
  ],
  ['<!DOCTYPE x SYSTEM "file:///etc/passwd"><testsuite/>', /document type/],
  ['<testsuite><testcase name="&unknown;"/></testsuite>', /cannot be read/],
  ['<html><body/></html>', /no <testsuite>/],
  ['', /cannot be read/],
  ['<testsuite>'.repeat(300), /nests more than 200/],
] as const;
for (const [xml, message] of REFUSED) {
  test(`refused: ${xml.slice(0, 40)}`, () => {
    const { problems } = readJunit(xml);
    assert.equal(problems.length, 1);
    assert.match(problems[0]?.message ?? '', message);
  });
}

test('the same comes out whatever the pieces are', () => {
  const xml = `<testsuite><testcase classname="ä" name="INT-01 ✓"><failure message="&lt;no&gt;">x</failure></testcase></testsuite>`;
  const reader = new JunitReader();
  for (const character of xml) reader.write(character);
  assert.deepEqual(reader.end(), readJunit(xml));
});

test('a failure of many megabytes leaves a bounded event', () => {
  const { tests } = readJunit(
    `<testsuite><testcase name="t"><failure message="${'m'.repeat(9e5)}">${'x'.repeat(5e6)}</failure></testcase></testsuite>`,
  );
  assert.ok(JSON.stringify(tests).length < 10_000);
});
