import assert from 'node:assert/strict';
import { test } from 'node:test';

import { changesOf, description, idsOf } from './documents.ts';

const page = (maximum: number): unknown => ({
  name: 'page',
  in: 'query',
  schema: { type: 'integer', maximum },
});
const get = (parameters: readonly unknown[]): unknown => ({
  parameters,
  responses: { 200: { description: 'ok' } },
});
const shared = (parameters: readonly unknown[], own: readonly unknown[] = []): string =>
  description({ '/a': { parameters, get: get(own) } });

test('a parameter may stand at the path item or at its operations', () => {
  const atOperation = description({ '/a': { get: get([page(5)]) } });
  assert.deepEqual(idsOf(changesOf(shared([page(5)]), atOperation)), []);
  assert.deepEqual(idsOf(changesOf(atOperation, shared([page(5)]))), []);
  assert.deepEqual(idsOf(changesOf(shared([page(5)]), shared([page(4)]))), [
    'ERR request-parameter-max-decreased',
  ]);
});

test('what an operation says of a parameter wins over what its path item says', () => {
  const own = shared([page(1)], [page(5)]);
  assert.deepEqual(idsOf(changesOf(own, shared([page(5)]))), []);
  assert.deepEqual(idsOf(changesOf(own, shared([page(9)], [page(5)]))), []);
  assert.deepEqual(idsOf(changesOf(own, shared([page(1)]))), [
    'ERR request-parameter-max-decreased',
  ]);
});

const namedParameter = (name: string, location: string): string =>
  shared([{ name, in: location, schema: { type: 'string' } }]);

test('the name of a header has no case, those of other parameters do', () => {
  assert.deepEqual(
    idsOf(changesOf(namedParameter('X-Id', 'header'), namedParameter('x-id', 'header'))),
    [],
  );
  assert.equal(changesOf(namedParameter('Id', 'query'), namedParameter('id', 'query')).length, 2);
});
