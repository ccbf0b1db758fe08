import assert from 'node:assert/strict';
import { test } from 'node:test';

import { answering, changesOf, description, idsOf, taking } from './documents.ts';

const NAME = { type: 'object', properties: { name: { type: 'string' } } };
const ITEM = (price: unknown): unknown => ({ type: 'object', properties: { price } });

/** The same edit of a schema, in a request and in a response: what one side may do, the other may not. */
const EDITS: readonly {
  readonly what: string;
  readonly base: unknown;
  readonly revision: unknown;
  readonly request: readonly string[];
  readonly response: readonly string[];
}[] = [
  {
    what: 'a maximum that decreases',
    base: ITEM({ type: 'integer', maximum: 20 }),
    revision: ITEM({ type: 'integer', maximum: 10 }),
    request: ['ERR request-property-max-decreased'],
    response: ['INFO response-property-max-decreased'],
  },
  {
    what: 'a new required property',
    base: NAME,
    revision: {
      type: 'object',
      properties: { name: { type: 'string' }, price: { type: 'integer' } },
      required: ['price'],
    },
    request: ['ERR new-required-request-property'],
    response: ['INFO response-required-property-added'],
  },
  {
    what: 'a value that leaves an enum',
    base: ITEM({ type: 'string', enum: ['a', 'b'] }),
    revision: ITEM({ type: 'string', enum: ['a'] }),
    request: ['ERR request-property-enum-value-removed'],
    response: ['INFO response-property-enum-value-removed'],
  },
  {
    what: 'null that comes as a second type',
    base: ITEM({ type: 'string' }),
    revision: ITEM({ type: ['string', 'null'] }),
    request: ['INFO request-property-became-nullable'],
    response: ['ERR response-property-became-nullable'],
  },
  {
    what: 'additional properties that are forbidden',
    base: NAME,
    revision: { ...NAME, additionalProperties: false },
    request: ['ERR request-body-additional-properties-forbidden'],
    response: ['INFO response-body-additional-properties-forbidden'],
  },
];

for (const { what, base, revision, request, response } of EDITS) {
  test(`${what} is judged by who sends it`, () => {
    const inRequest = changesOf(description(taking(base)), description(taking(revision)));
    assert.deepEqual(idsOf(inRequest), request);
    const inResponse = changesOf(description(answering(base)), description(answering(revision)));
    assert.deepEqual(idsOf(inResponse), response);
  });
}

test('what means the same is no change', () => {
  const same: readonly (readonly [unknown, unknown])[] = [
    [{ type: 'string', nullable: true }, { type: ['string', 'null'] }],
    [NAME, { allOf: [NAME] }],
    [
      { oneOf: [{ type: 'string' }, { type: 'integer' }] },
      { oneOf: [{ type: 'integer' }, { type: 'string' }] },
    ],
    [
      { type: 'integer', minimum: 1, exclusiveMinimum: true },
      { type: 'integer', exclusiveMinimum: 1 },
    ],
  ];
  for (const [one, other] of same) {
    const changes = changesOf(description(taking(one)), description(taking(other)));
    assert.deepEqual(idsOf(changes), [], JSON.stringify([one, other]));
  }
});

test('a number may be written as a text in a form, and not in JSON', () => {
  const from = ITEM({ type: 'integer' });
  const to = ITEM({ type: 'string' });
  const json = changesOf(description(taking(from)), description(taking(to)));
  assert.deepEqual(idsOf(json), ['ERR request-property-type-changed']);
  const form = 'application/x-www-form-urlencoded';
  const written = changesOf(description(taking(from, form)), description(taking(to, form)));
  assert.deepEqual(idsOf(written), ['INFO request-property-type-compatible']);
});

test('what a webhook sends is judged as what an answer sends', () => {
  const wider = {
    type: 'object',
    properties: { name: { type: 'string' }, at: { type: 'string' } },
    required: ['at'],
  };
  assert.deepEqual(idsOf(changesOf(hook(NAME), hook(wider))), [
    'INFO new-required-request-property',
  ]);
});

function hook(schema: unknown): string {
  return description(
    {},
    {
      webhooks: {
        paid: { post: { requestBody: { content: { 'application/json': { schema } } } } },
      },
    },
  );
}

test('what is required counts where no properties are described as well', () => {
  const loose = { type: 'object' };
  const strict = { type: 'object', required: ['name'] };
  const inRequest = changesOf(description(taking(loose)), description(taking(strict)));
  assert.deepEqual(idsOf(inRequest), ['ERR request-property-became-required']);
  const inResponse = changesOf(description(answering(strict)), description(answering(loose)));
  assert.deepEqual(idsOf(inResponse), ['ERR response-property-became-optional']);
});

test('a schema that only says true or false is a schema', () => {
  const changes = changesOf(description(taking(NAME)), description(taking({ ...NAME, not: true })));
  assert.deepEqual(idsOf(changes), ['ERR request-body-not-added']);
});

test('a parameter without a schema takes anything', () => {
  const typed = asking({ schema: { type: 'integer' } });
  assert.deepEqual(idsOf(changesOf(asking({}), typed)), ['ERR request-parameter-type-changed']);
  assert.deepEqual(idsOf(changesOf(typed, asking({}))), [
    'INFO request-parameter-type-generalized',
  ]);
});

test('that nothing need be shown any more breaks nobody, the other way round it does', () => {
  const [need, may] = [guarded([{ token: [] }]), guarded([{ token: [] }, {}])];
  assert.deepEqual(idsOf(changesOf(need, may)), ['INFO api-security-became-optional']);
  assert.deepEqual(idsOf(changesOf(may, need)), ['ERR api-security-became-required']);
});

function asking(rest: Record<string, unknown>): string {
  return description({ '/a': { get: { parameters: [{ name: 'q', in: 'query', ...rest }] } } });
}

function guarded(security: unknown): string {
  return description({ '/a': { get: { security } } });
}
