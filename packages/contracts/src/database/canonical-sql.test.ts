import assert from 'node:assert/strict';
import { test } from 'node:test';

import { canonicalSql } from './canonical-sql.ts';

const SAME: readonly (readonly [string, string])[] = [
  ["'new'::character varying(20)", "'new'"],
  ["'new'::public.state", "('new')"],
  ["'0.00'::numeric(10,2)", '0.00'],
  ['a::timestamp(3) without time zone > now()', 'a > CURRENT_TIMESTAMP'],
  ['((a)::text = ANY ((ARRAY[1])::text[]))', '"a" = any (array[1])'],
  ['f((a))', 'f(a)'],
  ['a -- why\n + /* so */ b', 'A + B'],
];

for (const [one, other] of SAME) {
  test(`${one} says the same as ${other}`, () => {
    assert.equal(canonicalSql(one), canonicalSql(other));
  });
}

test('parentheses, quotes and case that mean something stay', () => {
  const different: readonly (readonly [string, string])[] = [
    ['(a + b) * c', 'a + b * c'],
    ['f(a)', 'f a'],
    ["'A'", "'a'"],
    ['"A"', '"a"'],
    ["'a  b'", "'a b'"],
  ];
  for (const [one, other] of different) assert.notEqual(canonicalSql(one), canonicalSql(other));
});

test('what no database writes ends as well', () => {
  for (const text of ['', '::', 'a::varchar(3', '((', '))', "'", 'x::"', '::::(1', 'a::b[', '/*']) {
    assert.equal(typeof canonicalSql(text), 'string');
  }
});
