import assert from 'node:assert/strict';
import { test } from 'node:test';

import { changesOf, idsOf } from './documents.ts';

const LINES = 'application/jsonl';

/** A stream of 3.2 whose items are of this schema, taken or answered. */
function stream(side: 'request' | 'response', itemSchema: unknown): string {
  const content = { [LINES]: itemSchema === undefined ? {} : { itemSchema } };
  const operation =
    side === 'request'
      ? { requestBody: { content }, responses: { 200: { description: 'ok' } } }
      : { responses: { 200: { description: 'ok', content } } };
  const info = { title: 'Shop', version: '1.0.0' };
  return JSON.stringify({ openapi: '3.2.0', info, paths: { '/events': { post: operation } } });
}

test('what each item of a stream has to be is compared, by who sends it', () => {
  const small = { type: 'string', maxLength: 5 };
  const large = { type: 'string', maxLength: 9 };
  const edits: readonly (readonly ['request' | 'response', unknown, unknown, string])[] = [
    ['request', large, small, 'ERR request-body-max-length-decreased'],
    ['response', large, small, 'INFO response-body-max-length-decreased'],
    ['response', small, large, 'ERR response-body-max-length-increased'],
    ['request', { type: 'integer' }, small, 'ERR request-body-type-changed'],
    ['request', undefined, small, 'ERR request-body-item-schema-added'],
    ['response', small, undefined, 'ERR response-body-item-schema-removed'],
  ];
  for (const [side, base, revision, id] of edits) {
    const changes = changesOf(stream(side, base), stream(side, revision));
    assert.ok(idsOf(changes).includes(id), idsOf(changes).join());
    assert.match(changes[0]?.where ?? '', /application\/jsonl, each item$/);
  }
});
