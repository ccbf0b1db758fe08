import assert from 'node:assert/strict';
import { test } from 'node:test';

import { compareApis, doubtsOf, openApi, openDocument } from '../src/index.ts';
import type { ApiDiff, ContractDocument } from '../src/index.ts';
import { answering, description, idsOf, taking } from './documents.ts';

const NAME = { type: 'object', properties: { name: { type: 'string' } } };
const schemas = (all: Record<string, unknown>): Record<string, unknown> => ({
  components: { schemas: all },
});

/** A document, with others that it can refer to by their names. */
interface Files {
  readonly root: string;
  readonly others?: Readonly<Record<string, unknown>>;
}

function diff(base: Files, revision: Files): ApiDiff {
  const documents = new Map<string, ContractDocument>();
  const roots = [openApi(base.root, 'base'), openApi(revision.root, 'revision')] as const;
  return compareApis({
    base: roots[0],
    revision: roots[1],
    findDocument: (uri, from) => {
      const side = from.uri.startsWith('base') ? base : revision;
      const text = side.others?.[uri];
      if (text === undefined) return undefined;
      const name = `${side === base ? 'base' : 'revision'}/${uri}`;
      const known = documents.get(name) ?? openDocument(JSON.stringify(text), name);
      documents.set(name, known);
      return known;
    },
  });
}

function idsBetween(base: Files, revision: Files): string[] {
  const found = diff(base, revision);
  assert.deepEqual(doubtsOf(found), []);
  return idsOf(found.changes);
}

const withSibling = (sibling: unknown, openapi = '3.1.0'): Files => ({
  root: description(taking({ $ref: '#/components/schemas/Name', ...(sibling as object) }), {
    openapi,
    ...schemas({ Name: NAME }),
  }),
});

test('what stands beside a reference holds since 3.1, and is ignored before', () => {
  const cases: readonly (readonly [unknown, readonly string[]])[] = [
    [{ description: 'a name' }, []],
    [{ required: ['name'] }, ['ERR request-property-became-required']],
    [{ properties: { age: { type: 'integer' } } }, ['INFO new-optional-request-property']],
    [{ nullable: true }, ['INFO request-body-became-nullable']],
    [{ minProperties: 2 }, ['ERR request-body-min-properties-increased']],
  ];
  for (const [sibling, expected] of cases) {
    const what = JSON.stringify(sibling);
    assert.deepEqual(idsBetween(withSibling({}), withSibling(sibling)), expected, what);
    const old = idsBetween(withSibling({}, '3.0.3'), withSibling(sibling, '3.0.3'));
    assert.deepEqual(old, [], what);
  }
});

test('what was beside a reference may move into what it leads to', () => {
  const inside = description(taking({ $ref: '#/components/schemas/Name' }), {
    ...schemas({ Name: { ...NAME, required: ['name'] } }),
  });
  assert.deepEqual(idsBetween(withSibling({ required: ['name'] }), { root: inside }), []);
});

const nearAndFar = (age: unknown): Files => ({
  root: description(
    taking({
      $ref: 'names.json#/Name',
      properties: { age: { $ref: '#/components/schemas/Age' } },
    }),
    schemas({ Age: age }),
  ),
  others: { 'names.json': { Name: NAME, components: { schemas: { Age: { type: 'null' } } } } },
});

test('what stands beside a reference into another file is read where it stands', () => {
  assert.deepEqual(idsBetween(nearAndFar({ type: 'integer' }), nearAndFar({ type: 'boolean' })), [
    'ERR request-property-type-changed',
  ]);
});

test('names are found: anchors, ids and dynamic references', () => {
  const refs: readonly Record<string, unknown>[] = [
    { $ref: '#name' },
    { $ref: 'https://example.org/schemas/name' },
    { $ref: 'https://example.org/schemas/name#/properties/name' },
    { $dynamicRef: '#dynamic' },
  ];
  for (const ref of refs) {
    const of = (type: string): Files => ({
      root: description(
        taking(ref),
        schemas({
          One: { $anchor: 'name', type },
          Two: {
            $id: 'https://example.org/schemas/name',
            type: 'object',
            properties: { name: { $ref: '#/$defs/Text' }, other: { type } },
            $defs: { Text: { type } },
          },
          Three: { $dynamicAnchor: 'dynamic', type },
        }),
      ),
    });
    const [first, ...more] = idsBetween(of('string'), of('integer'));
    assert.match(first ?? '', /ERR request-(?:body|property)-type-changed/, JSON.stringify(ref));
    assert.ok(more.every((id) => id === first));
  }
});

const answeringOperation = (schema: unknown): unknown => ({
  responses: { 200: { description: 'ok', content: { 'application/json': { schema } } } },
});

test('a path item may refer to another, and add to it', () => {
  const of = (type: string, own: Record<string, unknown>): Files => ({
    root: description({ '/names': { $ref: 'paths.json#/names', ...own } }),
    others: { 'paths.json': { names: { get: answeringOperation({ type }) } } },
  });
  const own = { delete: answeringOperation({ type: 'null' }) };
  assert.deepEqual(idsBetween(of('string', own), of('string', {})), [
    'ERR api-removed-without-deprecation',
  ]);
  assert.deepEqual(idsBetween(of('string', own), of('integer', own)), [
    'ERR response-body-type-changed',
  ]);
});

const mutual = (type: string): Files => ({
  root: description(answering({ $ref: 'a.json#/parts/A' })),
  others: {
    'a.json': { parts: { A: { type: 'object', properties: { b: { $ref: 'b.json' } } } } },
    'b.json': {
      type: 'object',
      properties: { a: { $ref: 'a.json#/parts/A' }, value: { type } },
    },
  },
});

test('files that refer to each other come to an end, and a part of a file is enough', () => {
  assert.deepEqual(idsBetween(mutual('string'), mutual('string')), []);
  assert.deepEqual(idsBetween(mutual('string'), mutual('integer')), [
    'ERR response-property-type-changed',
  ]);
});

const apiOf = (schema: string): string =>
  [
    'openapi: 3.1.0',
    'info: { title: Shop, version: 1.0.0 }',
    'paths:',
    '  /orders:',
    '    get:',
    '      responses:',
    '        200:',
    '          description: ok',
    '          content:',
    '            application/json:',
    '              schema:',
    `                ${schema}`,
    'components:',
    '  schemas:',
    "    Loop: { $ref: '#/components/schemas/Loop' }",
    "    Wide: { $ref: '#/components/schemas/Wide', minLength: 1 }",
  ].join('\n');

test('a reference that leads nowhere, or to itself, is told with its line', () => {
  const cases: readonly (readonly [string, RegExp])[] = [
    ["$ref: '#/components/schemas/Nothing'", /^base:12:17: .*there is nothing at that place/],
    ["$ref: 'nothing.yaml#/A'", /^base:12:17: .*nothing.yaml could not be read/],
    ["$ref: '#/components/schemas/Loop'", /leads back to itself/],
    ["$ref: '#/components/schemas/Wide'", /leads back to itself/],
    ["$ref: '#anchor'", /^base:12:17: .*there is nothing at that place/],
  ];
  for (const [schema, said] of cases) {
    const found = diff({ root: apiOf(schema) }, { root: apiOf('type: string') });
    const [doubt] = doubtsOf(found);
    assert.ok(doubt !== undefined, schema);
    assert.equal(doubt.severity, 'error');
    assert.match(`${doubt.file}:${doubt.line}:${doubt.column}: ${doubt.message}`, said);
  }
});

const hooks = (type: string): Files => ({
  root: description(
    {},
    {
      webhooks: {
        'x-sold': {
          post: { requestBody: { content: { 'application/json': { schema: { type } } } } },
        },
      },
    },
  ),
});

test('a webhook may have any name, and a second # is no end of an address', () => {
  assert.equal(idsBetween(hooks('string'), hooks('integer')).length, 1);
  const sharp = description(answering({ $ref: '#name#' }), schemas({ A: { $anchor: 'name' } }));
  assert.equal(doubtsOf(diff({ root: sharp }, { root: sharp })).length, 2);
});
