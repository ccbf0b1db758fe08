import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { answering, conformanceTo, exchange } from './exchanges.ts';

const AT = '/paths/~1a/get/responses/200/content/application~1json/schema';

const BROKEN: readonly (readonly [what: string, schema: unknown, pointer: string, RegExp])[] = [
  ['a pattern that is none', { pattern: '(' }, `${AT}/pattern`, /no regular expression/],
  [
    'a pattern for names that is none',
    { patternProperties: { '[': {} } },
    `${AT}/patternProperties/[`,
    /no regular expression/,
  ],
  ['a reference to nothing', { $ref: '#/components/schemas/None' }, AT, /leads nowhere/],
  ['a reference inside', { items: { $ref: 'other.yaml#/A' } }, `${AT}/items`, /leads nowhere/],
  ['a type that is none', { type: 'strng' }, `${AT}/type`, /no schema/],
  [
    'a bound that is no number',
    { properties: { a: { maximum: '5' } } },
    `${AT}/properties/a/maximum`,
    /no schema/,
  ],
  ['properties that are a list', { properties: [] }, `${AT}/properties`, /no schema/],
];

describe('a contract that cannot be held against anything', () => {
  for (const [what, schema, pointer, message] of BROKEN) {
    test(`because of ${what} says so before anything is sent, with its place`, () => {
      const conformance = conformanceTo({ paths: { '/a': { get: answering(schema) } } });
      const [problem, ...others] = conformance.problems;
      assert.deepEqual(others, []);
      assert.equal(problem?.pointer, pointer);
      assert.equal(problem.file, 'shop.json');
      assert.match(problem.message, message);
      // It neither passes for kept nor breaks whoever asks.
      assert.ok(Array.isArray(conformance.check(exchange('GET /a', {}))));
      assert.ok(conformance.problems.length > 0);
    });
  }

  test('is told of references to parameters and responses as well', () => {
    const responses = { 200: { $ref: '#/components/responses/None' } };
    const parameters = [{ $ref: '#/components/parameters/None' }];
    const conformance = conformanceTo({ paths: { '/a': { get: { parameters, responses } } } });
    assert.deepEqual(
      conformance.problems.map(({ pointer }) => pointer),
      ['/paths/~1a/get/parameters/0', '/paths/~1a/get/responses/200'],
    );
  });

  test('is not one with a format that nobody knows: that is said, and the type still counts', () => {
    const schema = { type: 'string', format: 'mood' };
    const conformance = conformanceTo({ paths: { '/a': { get: answering(schema) } } });
    assert.deepEqual(conformance.problems, []);
    assert.deepEqual(conformance.unknownFormats, ['mood']);
    assert.deepEqual(conformance.check(exchange('GET /a', 'glad')), []);
    assert.equal(conformance.check(exchange('GET /a', 1)).length, 1);
  });
});
