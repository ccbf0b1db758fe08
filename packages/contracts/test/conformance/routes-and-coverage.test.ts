import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { answering, conformanceTo, exchange, told } from './exchanges.ts';

const OK = { 200: { description: 'ok' } };
const GET = { get: { responses: OK } };

describe('a route', () => {
  const conformance = conformanceTo({
    servers: [{ url: 'https://example.org/v1' }],
    paths: {
      '/users/{id}': { get: { parameters: [idOf('integer')], responses: OK } },
      '/users/me': { get: { responses: OK } },
      '/users/{id}/orders': GET,
      '/files/{name}.json': GET,
      '/{any}/me/{thing}': GET,
    },
  });
  const codes = (title: string, status = 200): string[] =>
    conformance.check(exchange(title, {}, { status })).map(({ code }) => code);

  test('prefers text to variables, and steps back when that leads nowhere', () => {
    assert.deepEqual(codes('GET /users/me'), []);
    assert.deepEqual(codes('GET /users/7'), []);
    assert.deepEqual(codes('GET /users/x'), ['parameter-invalid']);
    assert.deepEqual(codes('GET /users/me/orders'), []);
    assert.deepEqual(codes('GET /users/me/thing'), []);
    assert.deepEqual(codes('GET /files/a.b.json'), []);
  });

  test('is found below the path of a server, and without it', () => {
    assert.deepEqual(codes('GET /v1/users/me?x=1'), []);
    assert.deepEqual(codes('GET /v1x/users/me'), ['endpoint-undocumented']);
  });

  test('that the contract does not know is told when it answers, and not when nothing is there', () => {
    assert.deepEqual(told(conformance.check(exchange('GET /nope'))), [
      'endpoint-undocumented | path | /paths',
    ]);
    assert.deepEqual(told(conformance.check(exchange('PUT /users/7'))), [
      'method-undocumented | path | /paths/~1users~1{id}',
    ]);
    assert.deepEqual(codes('GET /nobody', 404), []);
    assert.deepEqual(codes('PATCH /users/7', 405), []);
    const { undocumented } = conformance.coverage();
    assert.deepEqual(undocumented, ['GET /v1x/users/me', 'GET /nope', 'PUT /users/{id}']);
  });
});

function idOf(type: string): unknown {
  return { name: 'id', in: 'path', required: true, schema: { type } };
}

describe('coverage', () => {
  test('counts operations, responses and parameters, and names what is missing', () => {
    const parameters = [
      { name: 'limit', in: 'query' },
      { name: 'filter', in: 'query', style: 'deepObject', schema: { type: 'object' } },
      { name: 'X-Id', in: 'header' },
      { name: 'session', in: 'cookie' },
    ];
    const conformance = conformanceTo({
      paths: {
        '/a': { get: { parameters, responses: { ...OK, 404: OK[200] } }, put: GET.get },
      },
    });
    conformance.check(exchange('GET /a?filter[x]=1'));
    conformance.check(exchange('GET /a', {}, { requestHeaders: { 'x-id': '1' } }));
    const { operations, responses, parameters: sent, byOperation } = conformance.coverage();
    assert.deepEqual(
      [operations, responses, sent],
      [
        { exercised: 1, total: 2 },
        { exercised: 1, total: 3 },
        { exercised: 2, total: 4 },
      ],
    );
    assert.deepEqual(byOperation[0], {
      operation: 'GET /a',
      exchanges: 2,
      checked: 2,
      answered: ['200'],
      unanswered: ['404'],
      unsentParameters: ['query limit', 'cookie session'],
    });
  });

  test('of a sample counts all exchanges and says how many were checked', () => {
    const paths = { '/a': { get: answering({ type: 'integer' }) }, '/b': GET };
    const conformance = conformanceTo({ paths }, { checkEvery: 10 });
    const found = Array.from({ length: 25 }, () => conformance.check(exchange('GET /a', 'x')));
    conformance.check(exchange('GET /b'));
    assert.equal(found.flat().length, 3);
    assert.deepEqual(conformance.coverage().exchanges, { seen: 26, checked: 4 });
    assert.deepEqual(
      conformance.coverage().byOperation.map(({ exchanges, checked }) => [exchanges, checked]),
      [
        [25, 3],
        [1, 1],
      ],
    );
  });
});

describe('undocumented fields', () => {
  const schema = {
    type: 'object',
    properties: {
      id: { type: 'integer' },
      list: { type: 'array', items: { $ref: '#/components/schemas/Item' } },
      open: { type: 'object' },
      map: { properties: { a: {} }, additionalProperties: { type: 'integer' } },
      either: { anyOf: [{ properties: { left: {} } }, { properties: { right: {} } }] },
    },
  };
  const Item = {
    allOf: [{ properties: { a: {} } }, { properties: { b: {} }, patternProperties: { '^x-': {} } }],
  };
  const description = {
    components: { schemas: { Item } },
    paths: { '/a': { get: answering(schema) } },
  };

  test('are those that no part of the schema names, with their place, and are no failure', () => {
    const conformance = conformanceTo(description);
    const answer = {
      id: 1,
      extra: true,
      list: [{ a: 1, b: 2, 'x-any': 3 }, { c: 4 }, { c: 5 }],
      open: { anything: 1 },
      map: { a: 1, anything: 2 },
      either: { left: 1, right: 2, middle: 3 },
    };
    assert.deepEqual(conformance.check(exchange('GET /a', answer)), []);
    assert.deepEqual(conformance.coverage().undocumentedFields, [
      { operation: 'GET /a', pointer: '/extra' },
      { operation: 'GET /a', pointer: '/list/*/c' },
      { operation: 'GET /a', pointer: '/either/middle' },
    ]);
  });

  test('are looked for in the first exchanges only', () => {
    const conformance = conformanceTo(description, { fieldsLookedAt: 2 });
    for (const name of ['first', 'second', 'third']) {
      conformance.check(exchange('GET /a', { [name]: 1 }));
    }
    const { undocumentedFields, fieldsLookedAt } = conformance.coverage();
    assert.equal(fieldsLookedAt, 2);
    assert.deepEqual(
      undocumentedFields.map(({ pointer }) => pointer),
      ['/first', '/second'],
    );
  });

  test('are violations where additionalProperties is false', () => {
    const closed = { type: 'object', properties: { a: {} }, additionalProperties: false };
    const conformance = conformanceTo({ paths: { '/a': { get: answering(closed) } } });
    const [found] = conformance.check(exchange('GET /a', { b: 1 }));
    assert.match(found?.message ?? '', /must not have the property "b"/);
    assert.deepEqual(conformance.coverage().undocumentedFields, []);
  });
});
