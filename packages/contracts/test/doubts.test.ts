import assert from 'node:assert/strict';
import { test } from 'node:test';

import { compareApis, doubtsOf, openApi } from '../src/index.ts';
import { answering, description, idsOf, taking } from './documents.ts';

function doubtsBetween(base: string, revision: string): string[] {
  const diff = compareApis({
    base: openApi(base, 'base'),
    revision: openApi(revision, 'revision'),
  });
  return doubtsOf(diff).map(
    ({ severity, code, file, line }) => `${severity} ${code} ${file}:${line}`,
  );
}

const GOOD = description(taking({ type: 'string' }));

test('two paths that differ in the names of their variables only are told, and compared', () => {
  const operation = { responses: { 200: { description: 'ok' } } };
  const one = description({ '/a/{x}': { get: operation }, '/a/{y}': { put: operation } });
  const other = description({ '/a/{x}': { get: operation } });
  assert.deepEqual(doubtsBetween(one, other), ['warning CONTRACT_PATH_TWICE base:1']);
  const diff = compareApis({ base: openApi(one, 'base'), revision: openApi(other, 'revision') });
  assert.deepEqual(idsOf(diff.changes), ['ERR api-path-removed-without-deprecation']);
});

const contradicting = (max: number): string =>
  description(taking({ allOf: [{ type: 'string', maxLength: max }, { type: 'integer' }] }));

test('parts that no value satisfies together are told, and compared one by one', () => {
  assert.deepEqual(doubtsBetween(contradicting(2), GOOD), ['warning CONTRACT_ALL_OF base:1']);
  const diff = compareApis(
    { base: openApi(contradicting(2), 'base'), revision: openApi(contradicting(1), 'revision') },
    { flattenAllOf: true },
  );
  assert.deepEqual(idsOf(diff.changes), ['ERR request-property-max-length-decreased']);
  const lists = description(taking({ enum: ['a'], allOf: [{ enum: ['b'] }] }));
  assert.deepEqual(doubtsBetween(GOOD, lists), ['warning CONTRACT_ALL_OF revision:1']);
  const fine = description(taking({ allOf: [{ type: 'number' }, { type: 'integer' }] }));
  assert.deepEqual(doubtsBetween(GOOD, fine), []);
});

test('types that there are none of are told', () => {
  for (const type of ['strng', 5, ['string', 'nil'], null]) {
    const bad = description(answering({ type: 'object', properties: { name: { type } } }));
    const good = description(answering({ type: 'object', properties: { name: {} } }));
    assert.deepEqual(
      doubtsBetween(good, bad),
      ['warning CONTRACT_TYPE_UNKNOWN revision:1'],
      JSON.stringify(type),
    );
  }
});

const documentOf = (rest: Record<string, unknown>): string =>
  JSON.stringify({ info: { title: 'Shop', version: '1' }, ...rest });

test('paths may be missing only where the standard lets them', () => {
  const error = 'error CONTRACT_PATHS base:1';
  const cases: readonly (readonly [Record<string, unknown>, readonly string[]])[] = [
    [{ openapi: '3.1.0', webhooks: {} }, []],
    [{ openapi: '3.2.0', components: {} }, []],
    [{ openapi: '3.0.3', paths: {} }, []],
    [{ openapi: '3.1.0' }, [error]],
    [{ openapi: '3.0.3', components: {} }, [error]],
    [{ swagger: '2.0' }, [error]],
    [{ openapi: '3.0.3', paths: [] }, [error]],
    [{ openapi: '3.1.0', paths: null, components: {} }, [error]],
  ];
  for (const [document, expected] of cases) {
    assert.deepEqual(doubtsBetween(documentOf(document), GOOD), expected, JSON.stringify(document));
  }
});
