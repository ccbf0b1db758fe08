import assert from 'node:assert/strict';
import { test } from 'node:test';

import { compareApis, doubtsOf, openApi } from '../src/index.ts';
import { idsOf } from './documents.ts';

/** One API in the words of each generation. */
const SWAGGER = `
swagger: '2.0'
info: { title: Shop, version: 1.0.0 }
consumes: [application/json]
produces: [application/json]
securityDefinitions:
  basic: { type: basic }
  oauth: { type: oauth2, flow: accessCode, authorizationUrl: https://a.example/a, tokenUrl: https://a.example/t, scopes: { read: r } }
  app: { type: oauth2, flow: application, tokenUrl: https://a.example/t, scopes: {} }
parameters:
  Page: { name: page, in: query, type: integer, minimum: 0, exclusiveMinimum: true, default: 1 }
responses:
  Error: { description: bad, schema: { type: object, properties: { reason: { type: string, x-nullable: true } } } }
paths:
  /orders/{id}:
    parameters:
      - { name: id, in: path, required: true, type: integer, format: int64 }
    get:
      security: [{ basic: [] }]
      parameters:
        - { name: plain, in: query, type: array, items: { type: integer } }
        - { name: multi, in: query, type: array, items: { type: string, enum: [a, b] }, collectionFormat: multi }
        - { name: piped, in: query, type: array, items: { type: string }, collectionFormat: pipes }
        - { name: spaced, in: query, type: array, items: { type: string }, collectionFormat: ssv }
        - { name: X-List, in: header, type: array, items: { type: string } }
        - { $ref: '#/parameters/Page' }
      responses:
        200: { description: ok, schema: { $ref: '#/definitions/Order' }, headers: { X-Rate: { type: integer, maximum: 5 } } }
        default: { $ref: '#/responses/Error' }
    put:
      parameters:
        - { name: order, in: body, required: true, schema: { $ref: '#/definitions/Order' } }
      responses: { 204: { description: ok } }
    post:
      consumes: [multipart/form-data]
      parameters:
        - { name: file, in: formData, type: file, required: true }
        - { name: note, in: formData, type: string, maxLength: 5 }
      responses: { 204: { description: ok } }
definitions:
  Order:
    type: object
    required: [kind]
    discriminator: kind
    properties:
      kind: { type: string }
      picture: { type: string, format: byte }
      size: { type: number, minimum: 0, exclusiveMinimum: true }
      next: { $ref: '#/definitions/Order' }
`;

const THREE_ZERO = `
openapi: 3.0.3
info: { title: Shop, version: 1.0.0 }
paths:
  /orders/{id}:
    parameters:
      - { name: id, in: path, required: true, schema: { type: integer, format: int64 } }
    get:
      security: [{ basic: [] }]
      parameters:
        - { name: plain, in: query, explode: false, schema: { type: array, items: { type: integer } } }
        - { name: multi, in: query, schema: { type: array, items: { type: string, enum: [a, b] } } }
        - { name: piped, in: query, style: pipeDelimited, explode: false, schema: { type: array, items: { type: string } } }
        - { name: spaced, in: query, style: spaceDelimited, explode: false, schema: { type: array, items: { type: string } } }
        - { name: X-List, in: header, schema: { type: array, items: { type: string } } }
        - { $ref: '#/components/parameters/Page' }
      responses:
        200:
          description: ok
          headers: { X-Rate: { schema: { type: integer, maximum: 5 } } }
          content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } }
        default: { $ref: '#/components/responses/Error' }
    put:
      requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } } }
      responses: { 204: { description: ok } }
    post:
      requestBody:
        required: true
        content:
          multipart/form-data:
            schema:
              type: object
              required: [file]
              properties: { file: { type: string, format: binary }, note: { type: string, maxLength: 5 } }
      responses: { 204: { description: ok } }
components:
  securitySchemes:
    basic: { type: http, scheme: basic }
    oauth: { type: oauth2, flows: { authorizationCode: { authorizationUrl: https://a.example/a, tokenUrl: https://a.example/t, scopes: { read: r } } } }
    app: { type: oauth2, flows: { clientCredentials: { tokenUrl: https://a.example/t, scopes: {} } } }
  parameters:
    Page: { name: page, in: query, schema: { type: integer, minimum: 0, exclusiveMinimum: true, default: 1 } }
  responses:
    Error:
      description: bad
      content: { application/json: { schema: { type: object, properties: { reason: { type: string, nullable: true } } } } }
  schemas:
    Order:
      type: object
      required: [kind]
      discriminator: { propertyName: kind }
      properties:
        kind: { type: string }
        picture: { type: string, format: byte }
        size: { type: number, minimum: 0, exclusiveMinimum: true }
        next: { $ref: '#/components/schemas/Order' }
`;

const THREE_ONE = THREE_ZERO.replace('3.0.3', '3.1.0')
  .replace('type: string, nullable: true', "type: [string, 'null']")
  .replaceAll('minimum: 0, exclusiveMinimum: true', 'exclusiveMinimum: 0')
  .replace('{ type: string, format: binary }', '{ contentMediaType: application/octet-stream }')
  .replace('{ type: string, format: byte }', '{ type: string, contentEncoding: base64 }');

const GENERATIONS = {
  '2.0': SWAGGER,
  '3.0': THREE_ZERO,
  '3.1': THREE_ONE,
  '3.2': THREE_ONE.replace('3.1.0', '3.2.0'),
};

for (const [from, base] of Object.entries(GENERATIONS)) {
  for (const [to, revision] of Object.entries(GENERATIONS)) {
    test(`the same API in ${from} and in ${to} has no changes`, () => {
      const diff = compareApis({ base: openApi(base, from), revision: openApi(revision, to) });
      assert.deepEqual(
        diff.changes.map(({ id, where }) => `${id}: ${where}`),
        [],
      );
      assert.deepEqual(doubtsOf(diff), []);
    });
  }
}

test('what changes on the way from one generation to the next is told', () => {
  const edits: readonly (readonly [string, string, string])[] = [
    ['maxLength: 5', 'maxLength: 4', 'ERR request-property-max-length-decreased'],
    ['explode: false', 'explode: true', 'ERR request-parameter-explode-changed'],
    ['enum: [a, b]', 'enum: [a]', 'ERR request-parameter-property-enum-value-removed'],
    ['name: X-List', 'name: X-Lists', 'WARN request-parameter-removed'],
    ['scheme: basic', 'scheme: bearer', 'ERR api-security-component-scheme-changed'],
  ];
  for (const [text, other, id] of edits) {
    const revision = THREE_ONE.replace(text, other);
    assert.notEqual(revision, THREE_ONE, text);
    const { changes } = compareApis({
      base: openApi(SWAGGER, 'base'),
      revision: openApi(revision, 'revision'),
    });
    assert.ok(idsOf(changes).includes(id), `${text}: ${idsOf(changes).join(', ')}`);
  }
});
