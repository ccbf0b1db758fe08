import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { conformanceTo, exchange, told } from './exchanges.ts';

const OK = { 200: { description: 'ok' } };

/** What is wrong with a request under one parameter. */
function wrongWith(
  parameter: Record<string, unknown>,
  target: string,
  requestHeaders: Record<string, string> = {},
): string[] {
  const path = parameter['in'] === 'path' ? `/a/{${String(parameter['name'])}}` : '/a';
  const get = { parameters: [parameter], responses: OK };
  const conformance = conformanceTo({ paths: { [path]: { get } } });
  return told(conformance.check(exchange(`GET ${target}`, {}, { requestHeaders })));
}

const NUMBERS = { type: 'array', items: { type: 'integer' }, minItems: 2 };
const POINT = {
  type: 'object',
  required: ['x', 'y'],
  properties: { x: { type: 'integer' }, y: { type: 'integer' } },
  additionalProperties: false,
};
const query = (schema: unknown, rest: Record<string, unknown> = {}): Record<string, unknown> => ({
  name: 'v',
  in: 'query',
  schema,
  ...rest,
});
const inPath = (schema: unknown, rest: Record<string, unknown> = {}): Record<string, unknown> => ({
  name: 'v',
  in: 'path',
  required: true,
  schema,
  ...rest,
});

/** As the specification's table of styles has them: parameter, right target, wrong target. */
const STYLES: readonly (readonly [string, Record<string, unknown>, string, string])[] = [
  ['a number', query({ type: 'integer' }), '/a?v=1', '/a?v=one'],
  ['a flag', query({ type: 'boolean' }), '/a?v=true', '/a?v=yes'],
  ['an enumeration of texts', query({ enum: ['a', 'b'] }), '/a?v=a', '/a?v=c'],
  ['a text that looks like a number', query({ type: 'string' }), '/a?v=12', '/a'],
  [
    'a number or a text of digits',
    query({ type: ['integer', 'string'], minimum: 5, pattern: '^0' }),
    '/a?v=01',
    '/a?v=1',
  ],
  [
    'a number by reference to its parts',
    query({ allOf: [{ type: 'integer' }] }),
    '/a?v=1',
    '/a?v=x',
  ],
  ['form, exploded', query(NUMBERS), '/a?v=1&v=2', '/a?v=1&v=b'],
  ['form', query(NUMBERS, { explode: false }), '/a?v=1,2', '/a?v=1&v=2'],
  [
    'spaceDelimited',
    query(NUMBERS, { style: 'spaceDelimited', explode: false }),
    '/a?v=1%202',
    '/a?v=1,2',
  ],
  [
    'pipeDelimited',
    query(NUMBERS, { style: 'pipeDelimited', explode: false }),
    '/a?v=1|2',
    '/a?v=1,2',
  ],
  ['form, an exploded object', query(POINT), '/a?x=1&y=2', '/a?x=1'],
  ['form, an object', query(POINT, { explode: false }), '/a?v=x,1,y,2', '/a?v=x,1'],
  ['deepObject', query(POINT, { style: 'deepObject' }), '/a?v[x]=1&v%5By%5D=2', '/a?v[x]=1'],
  [
    'content',
    query(undefined, { content: { 'application/json': { schema: POINT } } }),
    '/a?v=%7B%22x%22:1,%22y%22:2%7D',
    '/a?v=%7B%7D',
  ],
  ['simple', inPath(NUMBERS), '/a/1,2', '/a/1'],
  ['simple, an object', inPath(POINT), '/a/x,1,y,2', '/a/x,1'],
  ['simple, an exploded object', inPath(POINT, { explode: true }), '/a/x=1,y=2', '/a/x=1'],
  ['label', inPath(NUMBERS, { style: 'label', explode: true }), '/a/.1.2', '/a/.1'],
  ['label, a scalar', inPath({ type: 'integer' }, { style: 'label' }), '/a/.1', '/a/.x'],
  ['matrix', inPath(NUMBERS, { style: 'matrix' }), '/a/;v=1,2', '/a/;v=1'],
  [
    'matrix, exploded',
    inPath(NUMBERS, { style: 'matrix', explode: true }),
    '/a/;v=1;v=2',
    '/a/;v=1',
  ],
  ['an escaped value', inPath({ enum: ['a/b c'] }), '/a/a%2Fb%20c', '/a/a'],
];

describe('a parameter', () => {
  for (const [what, parameter, right, wrong] of STYLES) {
    test(`is read as ${what}`, () => {
      assert.deepEqual(wrongWith({ ...parameter, required: true }, right), []);
      assert.notDeepEqual(wrongWith({ ...parameter, required: true }, wrong), []);
    });
  }

  test('that is required and missing points at the parameter, wherever it is declared', () => {
    const components = { parameters: { V: { name: 'v', in: 'query', required: true } } };
    const paths = {
      '/a': { parameters: [{ $ref: '#/components/parameters/V' }], get: { responses: OK } },
    };
    const conformance = conformanceTo({ components, paths });
    assert.deepEqual(told(conformance.check(exchange('GET /a'))), [
      'parameter-missing | query v | /components/parameters/V',
    ]);
  });

  test('in a header has no case, in a cookie its name', () => {
    const header = { name: 'X-Id', in: 'header', required: true, schema: { type: 'integer' } };
    assert.deepEqual(wrongWith(header, '/a', { 'x-id': '1' }), []);
    assert.equal(wrongWith(header, '/a').length, 1);
    const cookie = { name: 'id', in: 'cookie', required: true, schema: { type: 'integer' } };
    assert.deepEqual(wrongWith(cookie, '/a', { cookie: 'a=b; id=1' }), []);
    assert.equal(wrongWith(cookie, '/a', { cookie: 'xid=1' }).length, 1);
  });

  test('called Authorization, Accept or Content-Type is none', () => {
    for (const name of ['Authorization', 'accept', 'Content-Type']) {
      assert.deepEqual(wrongWith({ name, in: 'header', required: true }, '/a'), []);
    }
  });

  test('of Swagger 2.0 is its own schema, lists with commas unless it says otherwise', () => {
    const list = { in: 'query', type: 'array', items: { type: 'integer' }, minItems: 2 };
    const conformance = conformanceTo({
      swagger: '2.0',
      paths: {
        '/a': {
          get: {
            parameters: [
              { ...list, name: 'csv' },
              { ...list, name: 'multi', collectionFormat: 'multi' },
              { ...list, name: 'pipes', collectionFormat: 'pipes' },
            ],
            responses: OK,
          },
        },
      },
    });
    const check = (target: string): string[] => told(conformance.check(exchange(`GET ${target}`)));
    assert.deepEqual(check('/a?csv=1,2&multi=1&multi=2&pipes=1|2'), []);
    assert.deepEqual(check('/a?csv=1'), [
      'parameter-invalid | query csv | /paths/~1a/get/parameters/0/minItems',
    ]);
  });
});

describe('the body of a request', () => {
  const schema = {
    type: 'object',
    required: ['id', 'name'],
    properties: { id: { type: 'integer', readOnly: true }, name: { type: 'string' } },
  };
  const content = {
    'application/json': { schema },
    'application/x-www-form-urlencoded': {
      schema: { required: ['age'], properties: { age: { type: 'integer' } } },
    },
  };
  const post = { requestBody: { required: true, content }, responses: { ...OK, 400: OK[200] } };
  const conformance = conformanceTo({ paths: { '/a': { post } } });
  const at = '/paths/~1a/post/requestBody';

  const checkPost = (rest: object): string[] =>
    told(conformance.check(exchange('POST /a', {}, rest)));

  test('need not have what is read only', () => {
    assert.deepEqual(conformance.check(exchange('POST /a', {}, { request: { name: 'a' } })), []);
  });

  test('that is missing, of another type, or wrong, is told', () => {
    assert.deepEqual(checkPost({}), [`request-body-missing | body | ${at}`]);
    assert.deepEqual(
      checkPost({ requestBody: 'x', requestHeaders: { 'content-type': 'text/csv' } }),
      [`request-media-type | header content-type | ${at}`],
    );
    assert.deepEqual(checkPost({ request: {} }), [
      `request-body-invalid | body | ${at}/content/application~1json/schema/required`,
    ]);
  });

  test('as a form is read by the types of its properties', () => {
    const requestHeaders = { 'content-type': 'application/x-www-form-urlencoded' };
    const check = (requestBody: string): string[] =>
      told(conformance.check(exchange('POST /a', {}, { requestBody, requestHeaders })));
    assert.deepEqual(check('age=12'), []);
    assert.equal(check('age=twelve').length, 1);
  });

  test('that the service refuses is meant to be wrong', () => {
    const rest = { request: {}, status: 400 };
    assert.deepEqual(conformance.check(exchange('POST /a', {}, rest)), []);
  });
});
