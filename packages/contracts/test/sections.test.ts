import assert from 'node:assert/strict';
import { test } from 'node:test';

import { changesOf, description, idsOf } from './documents.ts';

const REF = { $ref: '#/components/schemas/Order' };
const OK = { responses: { 200: { description: 'ok' } } };
const JSON_BODY = (schema: unknown): unknown => ({
  content: { 'application/json': { schema } },
});
const NAMED = (name: string): unknown => ({ type: 'object', properties: { [name]: {} } });

function inWebhook(operation: Record<string, unknown>): string {
  return description({}, { webhooks: { paid: { post: { ...OK, ...operation } } } });
}

function inCallback(methods: Record<string, unknown>): string {
  const paid = { '{$request.body#/url}': methods };
  return description({ '/orders': { post: { ...OK, callbacks: { paid } } } });
}

function inBoth(maximum: number): string {
  const operation = { post: { ...OK, requestBody: JSON_BODY(REF) } };
  const components = { schemas: { Order: { type: 'integer', maximum } } };
  return description({ '/orders': operation }, { webhooks: { paid: operation }, components });
}

function sendingOneOf(values: readonly string[]): string {
  return inWebhook({ requestBody: JSON_BODY({ type: 'string', enum: values }) });
}

function calling(requestBody: unknown): string {
  return inCallback({ post: { ...OK, requestBody } });
}

test('a schema that clients and the API both send is judged for each of them', () => {
  assert.deepEqual(idsOf(changesOf(inBoth(5), inBoth(9))), [
    'ERR request-body-max-increased',
    'INFO request-body-max-increased',
  ]);
});

test('what a webhook or a callback loses breaks who receives it', () => {
  const full = { ...(JSON_BODY({ ...(NAMED('id') as object), required: ['id'] }) as object) };
  const less = JSON_BODY({ type: 'object' });
  const webhook = changesOf(inWebhook({ requestBody: full }), inWebhook({ requestBody: less }));
  assert.deepEqual(idsOf(webhook), ['ERR request-property-removed']);
  assert.deepEqual(idsOf(changesOf(calling(full), calling(less))), [
    'ERR callback-request-property-removed',
  ]);
  const unsure = JSON_BODY(NAMED('id'));
  const optional = changesOf(inWebhook({ requestBody: unsure }), inWebhook({ requestBody: less }));
  assert.deepEqual(idsOf(optional), ['WARN request-property-removed']);
});

test('what a webhook always sends from now on breaks nobody, what it may leave out does', () => {
  const may = { requestBody: JSON_BODY({}), parameters: [] };
  const parameter = { name: 'trace', in: 'header', required: true, schema: { type: 'string' } };
  const always = {
    requestBody: { ...(JSON_BODY({}) as object), required: true },
    parameters: [parameter],
  };
  assert.deepEqual(idsOf(changesOf(inWebhook(may), inWebhook(always))), [
    'INFO new-required-request-parameter',
    'INFO request-body-became-required',
  ]);
  const rarely = { ...always, ...may, parameters: [{ ...parameter, required: false }] };
  assert.deepEqual(idsOf(changesOf(inWebhook(always), inWebhook(rarely))), [
    'ERR request-body-became-optional',
    'ERR request-parameter-became-optional',
  ]);
});

test('a callback that is not made any more is told, also when only one of its methods is gone', () => {
  const changes = changesOf(inCallback({ post: OK, put: OK }), inCallback({ post: OK }));
  assert.deepEqual(idsOf(changes), ['WARN callback-removed']);
  assert.equal(changes[0]?.from, 'PUT paid:{$request.body#/url}');
});

test('a value that a webhook has not sent before may break who receives it, as in an answer', () => {
  assert.deepEqual(idsOf(changesOf(sendingOneOf(['a']), sendingOneOf(['a', 'b']))), [
    'WARN request-body-enum-value-added',
  ]);
  assert.deepEqual(idsOf(changesOf(sendingOneOf(['a', 'b']), sendingOneOf(['a']))), [
    'INFO request-body-enum-value-removed',
  ]);
});
