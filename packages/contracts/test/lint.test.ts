import assert from 'node:assert/strict';
import { test } from 'node:test';

import { openApi } from '../src/index.ts';
import { lintContract } from '../src/lint/index.ts';

/** `line:column code message (hint)` of all that is wrong with an OpenAPI document. */
function lint(text: string): string[] {
  return lintContract(openApi(text, 'api.yaml')).map(
    ({ line, column, code, message, hint }) =>
      `${line}:${column} ${code} ${message}${hint === undefined ? '' : ` (${hint})`}`,
  );
}

const HEAD = ['openapi: 3.0.3', 'info: { title: Shop, version: 1.0.0 }', 'paths:'];
const MODERN = ['openapi: 3.1.0', ...HEAD.slice(1)];

/** A document with these lines under `paths`; the first of them is line 4. */
function api(lines: readonly string[], head: readonly string[] = HEAD): string {
  return [...head, ...lines].join('\n');
}

const FINE = [
  '  /orders/{id}:',
  '    parameters: [{ name: id, in: path, required: true, schema: { type: integer } }]',
  '    get:',
  '      operationId: order',
  "      responses: { '200': { description: ok } }",
];

test('nothing is wrong with what is right, of any generation', () => {
  const swagger = [
    "swagger: '2.0'",
    'info: { title: Shop, version: 1.0.0 }',
    'paths:',
    '  /orders/{id}:',
    '    parameters: [{ name: id, in: path, required: true, type: integer }]',
    '    get:',
    "      responses: { '200': { description: ok, schema: { $ref: '#/definitions/Order' } } }",
    'definitions:',
    '  Order: { type: object, properties: { id: { type: integer } }, example: { id: 5 } }',
  ];
  const modern = [
    'openapi: 3.2.0',
    'info: { title: Shop, version: 1.0.0 }',
    'webhooks:',
    '  sold:',
    '    query: { requestBody: { content: { text/event-stream: { itemSchema: { type: string } } } } }',
    '    additionalOperations: { COPY: { responses: { default: { description: ok } } } }',
  ];
  for (const text of [api(FINE), api(FINE, MODERN), swagger.join('\n'), modern.join('\n')]) {
    assert.deepEqual(lint(text), [], text);
  }
});

test('what is missing is told, and what somebody may have meant', () => {
  assert.deepEqual(lint('openapi: 3.0.3\ninfo: { titel: Shop }\npats: {}\n'), [
    '1:1 CONTRACT_PATHS the document has no paths',
    '2:1 CONTRACT_MISSING info has no title (is it what "titel" means?)',
    '2:1 CONTRACT_MISSING info has no version',
    '2:9 CONTRACT_UNKNOWN_FIELD there is no field "titel" in info (did you mean "title"?)',
    '3:1 CONTRACT_UNKNOWN_FIELD there is no field "pats" in the document (did you mean "paths"?)',
  ]);
});

test('paths, their variables and operationIds have to fit', () => {
  const found = lint(
    api([
      ...FINE,
      '  /orders/{number}:',
      '    put:',
      '      operationId: order',
      '      parameters:',
      '        - { name: nubmer, in: path, required: true, schema: {} }',
      '        - { name: q, in: query, schema: {} }',
      '        - { name: q, in: query, schema: {} }',
      "      responses: { '20': { description: ok } }",
      '  orders/{id: {}',
    ]),
  );
  assert.deepEqual(found, [
    '9:3 CONTRACT_PATH_TWICE /orders/{number} is the same path as /orders/{id}: names of variables do not tell paths apart (one of them is never reached; put their operations under one path)',
    '10:5 CONTRACT_PATH_VARIABLE PUT /orders/{number} does not declare the variable {number} (did you mean "nubmer"?)',
    '11:7 CONTRACT_OPERATION_ID the operationId "order" belongs to GET /orders/{id} already',
    '13:11 CONTRACT_PATH_VARIABLE there is no variable {nubmer} in /orders/{number} (did you mean "number"?)',
    '15:11 CONTRACT_PARAMETER the query parameter "q" stands here a second time',
    '16:21 CONTRACT_RESPONSE "20" is no status',
    '17:3 CONTRACT_PATH the path "orders/{id" does not begin with a slash',
    '17:3 CONTRACT_PATH a brace of orders/{id has no partner',
  ]);
});

test('schemas that are none are told, wherever they stand', () => {
  const found = lint(
    api([
      ...FINE,
      'components:',
      '  schemas:',
      '    A: { type: strng }',
      '    B: { type: array }',
      "    C: { pattern: '(' }",
      '    D: { minLength: 5, maxLength: 1 }',
      '    E: { type: object, requried: [a] }',
      '    F: { properties: [a] }',
      "    G: { $ref: '#/components/schemas/Aa' }",
      "    H: { $ref: '#/components/schemas/D', nullable: true }",
      '    I: { allOf: [{ type: string }, { type: integer }] }',
      '    J: { anyOf: [{ items: 5 }] }',
    ]),
  );
  assert.deepEqual(found, [
    '11:10 CONTRACT_TYPE_UNKNOWN there is no such type (did you mean "string"?)',
    '12:5 CONTRACT_SCHEMA B is an array and says nothing of its items',
    '13:10 CONTRACT_SCHEMA pattern is not what it has to be',
    '14:10 CONTRACT_SCHEMA no value satisfies both minLength 5 and maxLength 1',
    '15:24 CONTRACT_UNKNOWN_FIELD there is no keyword "requried" in a schema (did you mean "required"?)',
    '16:10 CONTRACT_SCHEMA properties is not what it has to be',
    '17:10 CONTRACT_REFERENCE $ref "#/components/schemas/Aa" leads nowhere: there is nothing at that place (did you mean "#/components/schemas/A"?)',
    '18:42 CONTRACT_IGNORED "nullable" stands beside a $ref and is ignored before OpenAPI 3.1 (put both into an allOf)',
    '19:10 CONTRACT_ALL_OF no value satisfies all parts: their types have nothing in common',
    '20:20 CONTRACT_SCHEMA items is not what it has to be',
  ]);
});

test('examples that do not fit their schemas are told', () => {
  const found = lint(
    api(
      [
        ...FINE,
        'components:',
        '  schemas:',
        '    A: { type: integer, examples: [1, x] }',
        '  responses:',
        '    B:',
        '      description: ok',
        '      content:',
        '        application/json:',
        '          schema: { type: object, required: [a] }',
        '          examples: { good: { value: { a: 1 } }, bad: { value: {} } }',
      ],
      MODERN,
    ),
  );
  assert.equal(found.length, 2, found.join('\n'));
  assert.match(found[0] ?? '', /^11:39 CONTRACT_EXAMPLE the example does not fit its schema/);
  assert.match(found[1] ?? '', /^18:57 CONTRACT_EXAMPLE .*required property 'a'/);
});

test('what is written in another form than the standard says is told with its place', () => {
  const found = lint(
    api([
      '  /a: []',
      '  /b:',
      '    get: { deprecated: yes please, parameters: {}, responses: {} }',
    ]),
  );
  assert.deepEqual(found, [
    '4:3 CONTRACT_FORM /a is not what it has to be',
    '6:12 CONTRACT_FORM deprecated is not what it has to be',
    '6:36 CONTRACT_FORM parameters is not what it has to be',
  ]);
});

test('security names what is declared, and what is required is described', () => {
  const found = lint(
    api(
      [
        ...FINE,
        '      security: [{ tokn: [] }, { token: null }]',
        'components:',
        '  securitySchemes: { token: { type: http, scheme: bearer } }',
        '  schemas:',
        '    A: { required: [a, nmae], properties: { a: {}, name: {} } }',
        "    B: { required: [a, x-b], properties: { a: {} }, patternProperties: { '^x-': {} } }",
        '    C: { nullable: true, type: string }',
      ],
      MODERN,
    ),
  );
  assert.deepEqual(found, [
    '9:20 CONTRACT_SECURITY no security scheme is called "tokn" (did you mean "token"?)',
    '9:34 CONTRACT_SECURITY the scopes of "token" are no list',
    '13:24 CONTRACT_REQUIRED "nmae" is required and not among the properties',
    '15:10 CONTRACT_IGNORED nullable is no keyword since OpenAPI 3.1; we read it as before, other readers ignore it (write type: [..., "null"])',
  ]);
});
