import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import type { Expectation } from '../../spec/scenario/index.ts';
import { parseScenarioBlock } from '../../spec/scenario/index.ts';
import { match } from './match.ts';
import { ScenarioScope } from './scope.ts';

/** The expectation that a piece of YAML stands for. */
function expected(yaml: string): Expectation {
  const text = `steps:\n  - exec: [a]\n    capture: { n: $, list: $, text: $ }\n  - http: GET web/x\n    expect: { json: ${yaml} }\n`;
  const { block, diagnostics } = parseScenarioBlock(text, { file: 'a.md', line: 1, column: 1 });
  assert.deepEqual(diagnostics, [], yaml);
  const step = block?.steps[1];
  assert.ok(step?.kind === 'http' && step.expect.json !== null);
  return step.expect.json;
}

const scope = new ScenarioScope(null);
scope.captures.set('n', 3);
scope.captures.set('list', [1, { a: 2 }]);
scope.captures.set('text', 'abc');

function differences(yaml: string, value: unknown): string[] {
  return match(expected(yaml), value, scope).map(
    ({ pointer, expected: wanted, seen }) => `${pointer}: ${wanted} / ${seen}`,
  );
}

const UUID = '0b0e6f3c-6e6c-4b7e-9d51-0d2f6f1c2a3b';

/** Expectation, a value that holds, a value that does not, and what is said of it. */
const ROWS: readonly (readonly [string, unknown, unknown, string])[] = [
  ['5', 5, '5', ': 5 / "5"'],
  ['"5"', '5', 5, ': "5" / 5'],
  ['null', null, undefined, ': null / nothing (absent)'],
  ['true', true, 1, ': true / 1'],
  ['{ a: 1 }', { a: 1, b: 2 }, { a: 2 }, '/a: 1 / 2'],
  ['{ a: { "b/c~d": 1 } }', { a: { 'b/c~d': 1 } }, { a: {} }, '/a/b~1c~0d: 1 / nothing (absent)'],
  ['{ a: 1 }', { a: 1 }, [1], ': { a: 1 } / [1]'],
  ['{ toString: { $absent: true } }', {}, { toString: 1 }, '/toString: nothing (absent) / 1'],
  ['{}', {}, null, ': an object / null'],
  ['[1, { a: 2 }]', [1, { a: 2, b: 3 }], [1, { a: 3 }], '/1/a: 2 / 3'],
  ['[1]', [1], [1, 2], ': 1 item / 2 items: [1,2]'],
  ['[]', [], [1], ': 0 items / 1 item: [1]'],
  ['{ $type: integer }', 5, 5.5, ': an integer / 5.5'],
  ['{ $type: uuid }', UUID, 'x', ': a uuid / "x"'],
  [
    '{ $type: date-time }',
    '2028-02-29T10:00:00.5+01:00',
    '2027-02-29T10:00:00Z',
    ': a date-time / "2027-02-29T10:00:00Z"',
  ],
  ['{ $type: uri }', 'https://a.b/c', '/c', ': a uri / "/c"'],
  ['{ $type: [string, null] }', null, 1, ': a string or null / 1'],
  ['{ $type: object }', {}, [], ': an object / []'],
  ['{ $type: array }', [], {}, ': an array / {}'],
  ['{ $type: number }', 0, null, ': a number / null'],
  ['{ $gte: 40, $lt: 100 }', 40, 100, ': less than 100 / 100'],
  ['{ $gt: 1 }', 2, '2', ': more than 1 / "2"'],
  [
    '{ $lte: "2030-01-01T00:00:00Z" }',
    '2029-12-31T23:00:00-01:00',
    '2030-01-01T00:00:01Z',
    ': at most "2030-01-01T00:00:00Z" / "2030-01-01T00:00:01Z"',
  ],
  ['{ $gt: "${n}" }', 4, 3, ': more than 3 / 3'],
  ['{ $equals: { a: 1 } }', { a: 1 }, { a: 1, b: 2 }, ': exactly {"a":1} / {"a":1,"b":2}'],
  [
    '{ $equals: { a: "${list}" } }',
    { a: [1, { a: 2 }] },
    { a: [1] },
    ': exactly {"a":[1,{"a":2}]} / {"a":[1]}',
  ],
  ['{ $contains: ok }', 'it is ok', 'no', ': something that contains "ok" / "no"'],
  ['{ $contains: 57 }', 'at least 57 °C', 'at least', ': something that contains 57 / "at least"'],
  ['{ $contains: "${text}" }', 'xabcx', 'ab', ': something that contains "abc" / "ab"'],
  [
    '{ $contains: { id: 2 } }',
    [{ id: 1 }, { id: 2, x: 1 }],
    [{ id: 1 }],
    ': something that contains { id: 2 } / [{"id":1}]',
  ],
  ['{ $contains: [1, 2] }', [2, 3, 1], [1, 3], ': something that contains [1, 2] / [1,3]'],
  ['{ $contains: a }', ['a'], { a: 1 }, ': something that contains "a" / {"a":1}'],
  [
    '{ $containsOnly: [{ $gt: 0 }, 1] }',
    [1, 2],
    [1, 0],
    ': in any order only more than 0, 1 / [1,0]',
  ],
  ['{ $containsOnly: [1, 2] }', [2, 1], [1, 1], ': in any order only 1, 2 / [1,1]'],
  ['{ $matches: "^a+$" }', 'aa', 'ab', ': a text that matches /^a+$/ / "ab"'],
  ['{ $matches: "/REFUSED/i" }', 'was refused', 5, ': a text that matches /REFUSED/i / 5'],
  ['{ $length: 2 }', '👍a', [1], ': a length of 2 / a length of 1: [1]'],
  ['{ $length: { $gte: 1 } }', { a: 1 }, 5, ': a length of at least 1 / 5'],
  ['{ $each: { ok: true } }', [{ ok: true }], [{ ok: true }, { ok: 1 }], '/1/ok: true / 1'],
  ['{ $each: 1 }', [1], [], ': in each item 1 / an empty list, which shows nothing'],
  [
    '{ $not: { $contains: secret } }',
    'a',
    'a secret',
    ': not something that contains "secret" / "a secret"',
  ],
  [
    '{ $oneOf: [preheating, { $gt: 1 }] }',
    'preheating',
    'idle',
    ': one of "preheating", more than 1 / "idle"',
  ],
  ['{ a: { $absent: true } }', { b: null }, { a: null }, '/a: nothing (absent) / null'],
  ['{ a: { $absent: false } }', { a: null }, {}, '/a: any value / nothing (absent)'],
  ['"${n}"', 3, '3', ': 3 / "3"'],
  ['"n${n}"', 'n3', 3, ': "n3" / 3'],
  ['"${list}"', [1, { a: 2 }], [1, { a: 2, b: 1 }], ': [1,{"a":2}] / [1,{"a":2,"b":1}]'],
  [
    '{ "$.items[0].id": 3 }',
    { items: [{ id: 3 }] },
    { items: [] },
    '/items/0/id: 3 / nothing (absent)',
  ],
  ['{ "$.items[-1]": 3 }', { items: [1, 3] }, { items: [3, 1] }, '/items/-1: 3 / 1'],
  ['{ "$..id": [1, 2] }', { id: 1, a: { id: 2 } }, { id: 1, a: { id: 3 } }, '$..id /1: 2 / 3'],
  [
    '{ "$.items[?@.n > 1].id": { $length: 1 } }',
    { items: [{ n: 2, id: 1 }] },
    { items: [] },
    '$.items[?@.n > 1].id: a length of 1 / a length of 0: []',
  ],
  ['{ "$[\'a b\']": 1, c: 2 }', { 'a b': 1, c: 2 }, { 'a b': 2, c: 2 }, '/a b: 1 / 2'],
];

describe('match', () => {
  for (const [yaml, good, bad, said] of ROWS) {
    it(`${yaml} holds for ${JSON.stringify(good)} and not for ${JSON.stringify(bad)}`, () => {
      assert.deepEqual(differences(yaml, good), []);
      assert.deepEqual(differences(yaml, bad), [said]);
    });
  }

  it('gives all differences in order, at most twenty', () => {
    assert.deepEqual(differences('{ a: 1, b: [2, 3], c: 4 }', { a: 0, b: [2, 0], c: 0 }), [
      '/a: 1 / 0',
      '/b/1: 3 / 0',
      '/c: 4 / 0',
    ]);
    const many = Array.from({ length: 1000 }, () => 2);
    assert.equal(differences('{ $each: 1 }', many).length, 20);
  });

  it('says where the expectation stands', () => {
    const [first] = match(expected('{ a: { $gt: 5 } }'), { a: 1 }, scope);
    assert.deepEqual(first?.at, { file: 'a.md', line: 5, column: 26 });
  });

  it('compares text by nature with literals of any kind', () => {
    const textual = { resolve: (text: string) => scope.resolve(text), textual: true };
    assert.deepEqual(match(expected('7'), '7', textual), []);
    assert.deepEqual(match(expected('true'), 'true', textual), []);
    assert.deepEqual(match(expected('{ $gte: 7 }'), '8.5', textual), []);
    assert.equal(match(expected('{ $gte: 7 }'), '', textual).length, 1);
    assert.equal(match(expected('7'), undefined, textual).length, 1);
  });

  it('shows a large value in a few characters', () => {
    const value = Array.from({ length: 100_000 }, () => 'x'.repeat(100));
    const [first] = match(expected('1'), value, scope);
    assert.ok((first?.seen.length ?? 0) <= 200);
  });
});
