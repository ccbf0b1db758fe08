import assert from 'node:assert/strict';
import { test } from 'node:test';

import { answering, changesOf, description, idsOf, taking } from './documents.ts';

const TEXT = { type: 'string' };
const NULL = { type: 'null' };
const of = (n: unknown): unknown => ({ type: 'object', properties: { n } });
const NAMED = { components: { schemas: { Named: of(TEXT) } } };
const REF = { $ref: '#/components/schemas/Named' };

/** Pairs that a migration writes and that accept the same values. */
const SAME: Readonly<Record<string, readonly [unknown, unknown]>> = {
  'a list of types and oneOf': [{ type: ['string', 'null'] }, { oneOf: [TEXT, NULL] }],
  'a list of types and anyOf': [{ type: ['string', 'null'] }, { anyOf: [NULL, TEXT] }],
  'nullable and oneOf': [{ type: 'string', nullable: true }, { oneOf: [TEXT, NULL] }],
  'three types': [
    { type: ['string', 'integer', 'null'] },
    { oneOf: [{ type: 'integer' }, TEXT, NULL] },
  ],
  'a list of types with a bound': [
    { type: ['string', 'null'], maxLength: 5 },
    { oneOf: [{ type: 'string', maxLength: 5 }, NULL] },
  ],
  'a nullable reference of 3.0': [{ nullable: true, allOf: [REF] }, { oneOf: [REF, NULL] }],
  'an enum of one value and const': [
    { ...TEXT, enum: ['a'] },
    { ...TEXT, const: 'a' },
  ],
};

for (const [what, [one, other]] of Object.entries(SAME)) {
  test(`${what} mean the same, either way round`, () => {
    for (const use of [taking, answering]) {
      const [a, b] = [description(use(of(one)), NAMED), description(use(of(other)), NAMED)];
      assert.deepEqual(idsOf(changesOf(a, b)), []);
      assert.deepEqual(idsOf(changesOf(b, a)), []);
    }
  });
}

test('what changes besides the rewriting is told, and nothing else', () => {
  const list = { type: ['string', 'null'], maxLength: 5 };
  const shorter = { oneOf: [{ type: 'string', maxLength: 3 }, NULL] };
  assert.deepEqual(idsOf(inRequest(list, shorter)), ['ERR request-property-max-length-decreased']);
  const wider = { oneOf: [TEXT, NULL, { type: 'integer' }] };
  assert.deepEqual(idsOf(inRequest({ type: ['string', 'null'] }, wider)), [
    'INFO request-property-list-of-types-widened',
  ]);
  const other = { components: { schemas: { Named: of({ type: 'integer' }) } } };
  const base = description(taking(of({ nullable: true, allOf: [REF] })), NAMED);
  const revision = description(taking(of({ oneOf: [REF, NULL] })), other);
  assert.deepEqual(idsOf(changesOf(base, revision)), ['ERR request-property-type-changed']);
  assert.deepEqual(idsOf(inRequest({ ...TEXT, enum: ['a', 'b'] }, { ...TEXT, const: 'a' })), [
    'ERR request-property-const-added',
    'INFO request-property-enum-removed',
  ]);
});

test('what only lists have is not told of something that became a list', () => {
  const list = { type: 'array', items: { type: 'integer' } };
  assert.deepEqual(idsOf(changesOf(query({ type: 'integer' }), query(list))), [
    'INFO request-parameter-type-generalized',
  ]);
  assert.deepEqual(idsOf(inRequest(TEXT, list)), ['ERR request-property-type-changed']);
});

function inRequest(base: unknown, revision: unknown): ReturnType<typeof changesOf> {
  return changesOf(description(taking(of(base))), description(taking(of(revision))));
}

function query(schema: unknown): string {
  const parameters = [{ name: 'id', in: 'query', schema }];
  return description({ '/orders': { get: { parameters, responses: { 200: {} } } } });
}
