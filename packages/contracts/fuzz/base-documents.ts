import { readFileSync } from 'node:fs';

/** A document that mutants are made of. */
export interface BaseDocument {
  readonly name: string;
  readonly text: string;
}

const INFO = { title: 'Shop', version: '1.0.0' };

const ORDER = {
  type: 'object',
  required: ['id', 'lines'],
  properties: {
    id: { type: 'integer', format: 'int64', minimum: 1, readOnly: true },
    note: { type: 'string', maxLength: 200, pattern: '^[a-z]+$' },
    state: { type: 'string', enum: ['open', 'paid'], default: 'open' },
    lines: { type: 'array', minItems: 1, items: { $ref: '#/components/schemas/Line' } },
    payment: {
      oneOf: [{ $ref: '#/components/schemas/Card' }, { $ref: '#/components/schemas/Cash' }],
      discriminator: { propertyName: 'kind', mapping: { card: '#/components/schemas/Card' } },
    },
  },
  additionalProperties: false,
};

const PARTS = {
  Line: {
    type: 'object',
    properties: {
      sku: { type: 'string' },
      parts: { type: 'array', items: { $ref: '#/components/schemas/Line' } },
    },
  },
  Card: {
    type: 'object',
    required: ['kind'],
    properties: { kind: { type: 'string' }, digits: { type: 'string' } },
  },
  Cash: {
    allOf: [
      { type: 'object', properties: { kind: { type: 'string' } } },
      { type: 'object', properties: { coins: { type: 'integer' } } },
    ],
  },
};

function json(schema: unknown): unknown {
  return { 'application/json': { schema } };
}

const ORDERS = {
  '/orders/{id}': {
    parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'integer' } }],
    get: {
      operationId: 'order',
      parameters: [
        {
          name: 'fields',
          in: 'query',
          style: 'form',
          explode: true,
          schema: { type: 'array', items: { type: 'string' } },
        },
        { $ref: '#/components/parameters/Trace' },
      ],
      responses: {
        200: {
          description: 'ok',
          headers: { ETag: { required: true, schema: { type: 'string' } } },
          content: json({ $ref: '#/components/schemas/Order' }),
        },
        404: { $ref: '#/components/responses/Gone' },
      },
    },
    put: {
      operationId: 'replace',
      security: [{ token: [] }],
      requestBody: { required: true, content: json({ $ref: '#/components/schemas/Order' }) },
      responses: { 204: { description: 'ok' } },
    },
  },
};

const COMPONENTS = {
  schemas: { Order: ORDER, ...PARTS },
  parameters: { Trace: { name: 'X-Trace', in: 'header', schema: { type: 'string' } } },
  responses: {
    Gone: {
      description: 'gone',
      content: json({ type: 'object', properties: { reason: { type: 'string' } } }),
    },
  },
  securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
};

const THREE_ZERO = { openapi: '3.0.3', info: INFO, paths: ORDERS, components: COMPONENTS };

const THREE_ONE = {
  openapi: '3.1.0',
  info: INFO,
  paths: {
    '/notes': {
      post: {
        deprecated: true,
        requestBody: { content: json({ $ref: '#/components/schemas/Note', required: ['text'] }) },
        responses: { default: { description: 'ok', content: json({ $ref: '#note' }) } },
        callbacks: {
          done: {
            '{$request.body#/url}': {
              post: {
                requestBody: { content: json({ type: 'boolean' }) },
                responses: { 200: { description: 'ok' } },
              },
            },
          },
        },
      },
    },
  },
  webhooks: {
    sold: {
      post: {
        requestBody: { content: json({ const: 5 }) },
        responses: { 200: { description: 'ok' } },
      },
    },
  },
  components: {
    schemas: {
      Note: {
        $anchor: 'note',
        type: ['object', 'null'],
        properties: {
          text: { type: 'string' },
          tuple: { prefixItems: [{ type: 'string' }, { type: 'integer' }], items: false },
        },
        patternProperties: { '^x-': { type: 'string' } },
        dependentRequired: { text: ['tuple'] },
        if: { required: ['text'] },
        // oxlint-disable-next-line unicorn/no-thenable -- the keyword of JSON Schema
        then: { minProperties: 2 },
        not: { required: ['never'] },
        unevaluatedProperties: false,
      },
    },
  },
};

const TWO = {
  swagger: '2.0',
  info: INFO,
  consumes: ['application/json'],
  produces: ['application/json'],
  paths: {
    '/orders': {
      post: {
        parameters: [
          { name: 'order', in: 'body', required: true, schema: { $ref: '#/definitions/Order' } },
          {
            name: 'tags',
            in: 'query',
            type: 'array',
            items: { type: 'string' },
            collectionFormat: 'multi',
          },
        ],
        responses: {
          200: {
            description: 'ok',
            schema: { $ref: '#/definitions/Order' },
            headers: { 'X-Rate': { type: 'integer' } },
          },
        },
      },
      put: {
        parameters: [{ name: 'file', in: 'formData', type: 'file', required: true }],
        responses: { 204: { description: 'ok' } },
      },
    },
  },
  definitions: {
    Order: {
      type: 'object',
      required: ['id'],
      properties: { id: { type: 'integer' }, next: { $ref: '#/definitions/Order' } },
    },
  },
};

const YAML = `openapi: 3.0.3
info: { title: Shop, version: 1.0.0 }
paths:
  /a:
    get: &get
      parameters:
        - name: q
          in: query
          schema: { type: string, maxLength: 5 }
      responses:
        '200':
          description: ok
          content:
            application/json:
              schema:
                type: object
                properties:
                  a: { type: integer, maximum: 5 }
  /b:
    get: *get
`;

/** Small documents of every generation, in which most of what the standard knows occurs. */
export const BASE_DOCUMENTS: readonly BaseDocument[] = [
  ...Object.entries({ '3.0': THREE_ZERO, '3.1': THREE_ONE, '2.0': TWO }).map(([name, root]) => ({
    name,
    text: JSON.stringify(root),
  })),
  { name: 'YAML', text: YAML },
];

/** Documents to mutate beside the built-in ones. */
export function readBases(files: readonly string[]): BaseDocument[] {
  return files.map((name) => ({ name, text: readFileSync(name, 'utf8') }));
}
