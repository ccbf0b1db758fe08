import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { answering, conformanceTo, exchange, told } from './exchanges.ts';

const AT = '/paths/~1a/get/responses/200/content/application~1json/schema';

/** What is wrong with an answer to `GET /a` under a schema. */
function wrongWith(schema: unknown, answer: unknown, rest: Record<string, unknown> = {}): string[] {
  const conformance = conformanceTo({ ...rest, paths: { '/a': { get: answering(schema) } } });
  assert.deepEqual(conformance.problems, []);
  return told(conformance.check(exchange('GET /a', answer)));
}

describe('an answer', () => {
  test('that keeps the contract has nothing wrong', () => {
    const schema = { type: 'object', required: ['id'], properties: { id: { type: 'integer' } } };
    assert.deepEqual(wrongWith(schema, { id: 7 }), []);
  });

  test('with a value of another type points at the value and at the line of the contract', () => {
    const schema = {
      type: 'object',
      properties: { list: { type: 'array', items: { type: 'integer' } } },
    };
    assert.deepEqual(wrongWith(schema, { list: [1, 'two'] }), [
      `response-body-invalid | body /list/1 | ${AT}/properties/list/items/type`,
    ]);
  });

  test('that lacks a required property points at the list of them', () => {
    const schema = { type: 'object', required: ['id'] };
    assert.deepEqual(wrongWith(schema, {}), [`response-body-invalid | body | ${AT}/required`]);
  });

  test('is held against what a reference leads to, and points there', () => {
    const components = { schemas: { Id: { type: 'integer', minimum: 1 } } };
    const schema = { properties: { id: { $ref: '#/components/schemas/Id' } } };
    assert.deepEqual(wrongWith(schema, { id: 0 }, { components }), [
      'response-body-invalid | body /id | /components/schemas/Id/minimum',
    ]);
  });

  test('is held against cyclic schemas, each compiled once', () => {
    const node = {
      type: 'object',
      required: ['name'],
      properties: { name: { type: 'string' }, next: { $ref: '#/components/schemas/Node' } },
    };
    const schema = { $ref: '#/components/schemas/Node' };
    const components = { schemas: { Node: node } };
    const good = { name: 'a', next: { name: 'b', next: { name: 'c' } } };
    assert.deepEqual(wrongWith(schema, good, { components }), []);
    assert.deepEqual(wrongWith(schema, { name: 'a', next: { next: {} } }, { components }), [
      'response-body-invalid | body /next | /components/schemas/Node/required',
    ]);
  });

  test('may be null where 3.0 says nullable, also around a composition and in an enum', () => {
    const three = { openapi: '3.0.3', components: { schemas: { Id: { type: 'integer' } } } };
    const refused = ['response-body-invalid'];
    const codes = (v: unknown): string[] =>
      wrongWith({ properties: { v } }, { v: null }, three).map((line) => line.split(' ')[0] ?? '');
    assert.deepEqual(codes({ type: 'string', nullable: true }), []);
    assert.deepEqual(codes({ type: 'string', nullable: true, enum: ['a'] }), []);
    assert.deepEqual(codes({ nullable: true, allOf: [{ $ref: '#/components/schemas/Id' }] }), []);
    assert.deepEqual(codes({ type: 'string' }), refused);
    assert.deepEqual(codes({ type: 'string', nullable: false }), refused);
  });

  test('follows the numbers of 3.0, where exclusiveMinimum is a flag', () => {
    const schema = { type: 'number', minimum: 0, exclusiveMinimum: true };
    assert.equal(wrongWith(schema, 0, { openapi: '3.0.3' }).length, 1);
    assert.deepEqual(wrongWith(schema, 0.1, { openapi: '3.0.3' }), []);
  });

  test('counts what stands beside a reference from 3.1 on, and not before', () => {
    const components = { schemas: { Text: { type: 'string' } } };
    const schema = { properties: { v: { $ref: '#/components/schemas/Text', maxLength: 2 } } };
    assert.equal(wrongWith(schema, { v: 'long' }, { components }).length, 1);
    assert.deepEqual(wrongWith(schema, { v: 'long' }, { components, openapi: '3.0.3' }), []);
  });

  test('must not show what is write only, and need not have it', () => {
    const schema = {
      type: 'object',
      required: ['name', 'password'],
      properties: { name: { type: 'string' }, password: { type: 'string', writeOnly: true } },
    };
    assert.deepEqual(wrongWith(schema, { name: 'a' }), []);
    assert.deepEqual(wrongWith(schema, { name: 'a', password: 'b' }), [
      `response-body-invalid | body /password | ${AT}/properties/password/writeOnly`,
    ]);
  });

  test('may match patterns that are no regular expressions in the strict reading', () => {
    const schema = { type: 'string', pattern: String.raw`^[\w\_]+\@x$` };
    assert.deepEqual(wrongWith(schema, 'a_b@x'), []);
    assert.equal(wrongWith(schema, 'a b').length, 1);
  });

  test('has a status of the contract: by number, by class, by default', () => {
    const ok = { description: 'ok' };
    const paths = { '/a': { get: { responses: { 200: ok, '4XX': ok } } }, '/b': { get: {} } };
    const conformance = conformanceTo({ paths });
    assert.deepEqual(conformance.check(exchange('GET /a', {}, { status: 404 })), []);
    assert.deepEqual(told(conformance.check(exchange('GET /a', {}, { status: 500 }))), [
      'status-undocumented | status | /paths/~1a/get/responses',
    ]);
    const presets = conformanceTo({ paths: { '/a': { get: { responses: { default: ok } } } } });
    assert.deepEqual(presets.check(exchange('GET /a', {}, { status: 503 })), []);
  });

  test('is of a media type of the contract, parameters and ranges aside', () => {
    const content = { 'application/json': {}, 'image/*': {} };
    const responses = { 200: { description: 'ok', content } };
    const conformance = conformanceTo({ paths: { '/a': { get: { responses } } } });
    const as = (type: string): string[] => {
      const responseHeaders = { 'content-type': type };
      return told(conformance.check(exchange('GET /a', {}, { responseHeaders })));
    };
    assert.deepEqual(as('application/json; charset=utf-8'), []);
    assert.deepEqual(as('IMAGE/PNG'), []);
    assert.deepEqual(as('text/html'), [
      'response-media-type | header content-type | /paths/~1a/get/responses/200',
    ]);
  });

  test('is JSON where it says so, and has a body where one is promised, but for HEAD and 204', () => {
    const conformance = conformanceTo({
      paths: {
        '/a': {
          get: answering({}),
          head: answering({}),
          delete: { responses: { 204: { description: 'gone', content: { 'text/plain': {} } } } },
        },
      },
    });
    const none = { responseBody: '', responseHeaders: {} };
    const codes = (title: string, rest: object): string[] =>
      conformance.check(exchange(title, {}, rest)).map(({ code }) => code);
    assert.deepEqual(codes('GET /a', { responseBody: '{"a":' }), ['response-body-invalid']);
    assert.deepEqual(codes('GET /a', none), ['response-body-missing']);
    assert.deepEqual(codes('HEAD /a', none), []);
    assert.deepEqual(codes('DELETE /a', { ...none, status: 204 }), []);
  });

  test('has the headers that are promised, read by their types', () => {
    const headers = {
      'X-Left': { required: true, schema: { type: 'integer' } },
      'X-Tags': { schema: { type: 'array', items: { enum: ['a', 'b'] } } },
    };
    const responses = { 200: { description: 'ok', headers } };
    const conformance = conformanceTo({ paths: { '/a': { get: { responses } } } });
    const as = (responseHeaders: Record<string, string>): string[] =>
      told(conformance.check(exchange('GET /a', {}, { responseHeaders })));
    const at = '/paths/~1a/get/responses/200/headers';
    assert.deepEqual(as({ 'x-left': '3', 'x-tags': 'a, b' }), []);
    assert.deepEqual(as({}), [`response-header-missing | header X-Left | ${at}/X-Left`]);
    assert.deepEqual(as({ 'x-left': 'three', 'x-tags': 'c' }), [
      `response-header-invalid | header X-Left | ${at}/X-Left/schema/type`,
      `response-header-invalid | header X-Tags | ${at}/X-Tags/schema/items/enum`,
    ]);
  });

  test('of a Swagger 2.0 service is held against the schema of its response', () => {
    const conformance = conformanceTo({
      swagger: '2.0',
      produces: ['application/json'],
      definitions: { Order: { type: 'object', required: ['id'] } },
      paths: {
        '/a': { get: { responses: { 200: { schema: { $ref: '#/definitions/Order' } } } } },
      },
    });
    assert.deepEqual(conformance.check(exchange('GET /a', { id: 1 })), []);
    assert.deepEqual(told(conformance.check(exchange('GET /a', {}))), [
      'response-body-invalid | body | /definitions/Order/required',
    ]);
  });
});
