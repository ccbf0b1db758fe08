import type { Exchange } from '../../packages/contracts/src/conformance/index.ts';

const ITEM = {
  type: 'object',
  required: ['id', 'name', 'price'],
  properties: {
    id: { type: 'integer', minimum: 1 },
    name: { type: 'string', minLength: 1, maxLength: 100 },
    price: { type: 'number', minimum: 0 },
    state: { type: 'string', enum: ['new', 'used'] },
    tags: { type: 'array', items: { type: 'string' } },
    madeAt: { type: 'string', format: 'date-time' },
  },
};
const json = (schema: unknown): unknown => ({ 'application/json': { schema } });
const REF = { $ref: '#/components/schemas/Item' };
const ID = { name: 'id', in: 'path', required: true, schema: { type: 'integer' } };

/** A small API: one thing, many, a new one, one less. */
export const SHOP = {
  openapi: '3.0.3',
  info: { title: 'Shop', version: '1.0.0' },
  paths: {
    '/items': {
      get: {
        parameters: [{ name: 'limit', in: 'query', schema: { type: 'integer', maximum: 100 } }],
        responses: {
          200: { description: 'some', content: json({ type: 'array', items: REF }) },
        },
      },
      post: {
        requestBody: { required: true, content: json(REF) },
        responses: { 201: { description: 'made', content: json(REF) } },
      },
    },
    '/items/{id}': {
      get: { parameters: [ID], responses: { 200: { description: 'one', content: json(REF) } } },
      delete: { parameters: [ID], responses: { 204: { description: 'gone' } } },
    },
  },
  components: { schemas: { Item: ITEM } },
};

const item = JSON.stringify({
  id: 7,
  name: 'anchor',
  price: 12.5,
  state: 'new',
  tags: ['iron', 'heavy'],
  madeAt: '2026-11-27T08:00:00Z',
});
const HEADERS = { 'content-type': 'application/json; charset=utf-8' };

/** What a load on it would send and get, as it comes off the wire. */
export const EXCHANGES: readonly Exchange[] = [
  answered('GET', '/items/7', { body: item }),
  answered('GET', '/items?limit=3', { body: `[${item},${item},${item}]` }),
  answered('POST', '/items', { body: item, sent: item, status: 201 }),
  answered('DELETE', '/items/7', { status: 204 }),
];

/** An answer that the contract does not allow, so that nobody is fast by looking away. */
export const WRONG = answered('GET', '/items/7', { body: '{"id":"seven"}' });

function answered(
  method: string,
  target: string,
  { body, sent, status = 200 }: { body?: string; sent?: string; status?: number },
): Exchange {
  return {
    method,
    target,
    requestHeaders: sent === undefined ? {} : HEADERS,
    requestBody: sent,
    status,
    responseHeaders: body === undefined ? {} : HEADERS,
    responseBody: body,
  };
}
