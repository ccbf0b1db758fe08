import assert from 'node:assert/strict';
import { test } from 'node:test';

import { changesOf, description, idsOf } from './documents.ts';

const answer = (ref: string): unknown => ({
  responses: {
    200: { description: 'ok', content: { 'application/json': { schema: { $ref: ref } } } },
  },
});
const NODE = '#/components/schemas/Node';
const tree = (value: unknown): string =>
  description(
    { '/a': { get: answer(NODE) }, '/b': { get: answer(NODE), post: answer(NODE) } },
    {
      components: {
        schemas: {
          Node: {
            type: 'object',
            properties: { value, children: { type: 'array', items: { $ref: NODE } } },
          },
        },
      },
    },
  );

test('a change of a shared schema is told once, with the operations that it reaches', () => {
  const changes = changesOf(tree({ type: 'string' }), tree({ type: 'integer' }));
  assert.deepEqual(idsOf(changes), ['ERR response-property-type-changed']);
  const [change] = changes;
  assert.deepEqual(
    [change?.path, ...(change?.alsoIn ?? []).map(({ method, path }) => `${method} ${path}`)],
    ['/a', 'GET /b', 'POST /b'],
  );
});

test('expanded, it is told for each operation, and a schema that holds itself once on the way', () => {
  const changes = changesOf(tree({ type: 'string' }), tree({ type: 'integer' }), { expand: true });
  assert.equal(changes.length, 3);
});

test('two schemas that hold each other come to an end, and a document with itself has no change', () => {
  const mutual = description(
    { '/a': { get: answer('#/components/schemas/A') } },
    {
      components: {
        schemas: {
          A: { allOf: [{ $ref: '#/components/schemas/B' }, { type: 'object' }] },
          B: { type: 'object', properties: { a: { $ref: '#/components/schemas/A' } } },
        },
      },
    },
  );
  assert.deepEqual(idsOf(changesOf(mutual, mutual)), []);
});
