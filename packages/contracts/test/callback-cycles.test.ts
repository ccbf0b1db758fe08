import assert from 'node:assert/strict';
import { test } from 'node:test';

import { openApi } from '../src/index.ts';
import { lintContract } from '../src/lint/index.ts';
import { changesOf, description, idsOf } from './documents.ts';

/** An operation whose callback is the path that it stands in. */
function recursive(type: string): string {
  return description({
    '/jobs': {
      post: {
        requestBody: { content: { 'application/json': { schema: { type } } } },
        responses: { 200: { description: 'ok' } },
        callbacks: { done: { '{$request.query.url}': { $ref: '#/paths/~1jobs' } } },
      },
    },
  });
}

test('a callback that leads back to the path that calls it comes to an end', () => {
  assert.deepEqual(idsOf(changesOf(recursive('string'), recursive('string'))), []);
  assert.deepEqual(idsOf(changesOf(recursive('string'), recursive('integer'))), [
    'ERR request-body-type-changed',
  ]);
  assert.deepEqual(lintContract(openApi(recursive('string'), 'api.yaml')), []);
});
