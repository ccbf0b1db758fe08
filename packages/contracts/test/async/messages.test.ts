import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import type { ConformanceOptions, Violation } from '../../src/conformance/index.ts';
import { MessageConformance, openAsyncApi } from '../../src/conformance/index.ts';
import { ContractError } from '../../src/index.ts';

const PLACE = {
  type: 'object',
  required: ['type', 'dish'],
  properties: { type: { const: 'place' }, dish: { type: 'string' } },
};
const PLACED = {
  type: 'object',
  required: ['type', 'id'],
  properties: { type: { const: 'placed' }, id: { type: 'integer' } },
};

const SHOP = {
  asyncapi: '3.0.0',
  info: { title: 'Shop', version: '1.2.0' },
  channels: {
    orders: {
      address: '/orders/{table}',
      messages: {
        place: { $ref: '#/components/messages/place' },
        placed: { payload: PLACED },
        refused: { payload: { properties: { type: { const: 'refused' } }, required: ['type'] } },
      },
    },
    kitchen: {
      address: 'kitchen',
      messages: { any: { payload: { oneOf: [PLACED, { type: 'string' }] } } },
    },
    notes: { address: '/notes', messages: { text: { contentType: 'text/plain' } } },
  },
  operations: {
    take: {
      action: 'receive',
      channel: { $ref: '#/channels/orders' },
      messages: [{ $ref: '#/channels/orders/messages/place' }],
      reply: { messages: [{ $ref: '#/channels/orders/messages/refused' }] },
    },
    tell: {
      action: 'send',
      channel: { $ref: '#/channels/orders' },
      messages: [{ $ref: '#/channels/orders/messages/placed' }],
    },
  },
  components: { messages: { place: { name: 'place', payload: PLACE } } },
};

function conformanceTo(document: unknown, options: ConformanceOptions = {}): MessageConformance {
  const contract = openAsyncApi(JSON.stringify(document), 'shop.json');
  return new MessageConformance(contract, undefined, options);
}

/** `code at pointer` of what is wrong with a message. */
function wrongWith(
  conformance: MessageConformance,
  action: 'send' | 'receive',
  [address, value]: readonly [address: string, value: unknown],
): string[] {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return conformance.check({ action, address, text }).map(tell);
}

function tell({ code, at, pointer }: Violation): string {
  return `${code} | ${at} | ${pointer}`;
}

describe('a message', () => {
  const shop = conformanceTo(SHOP);
  const PAYLOAD = '/channels/orders/messages/placed/payload';

  test('is held against the messages of its direction on the channel of its address', () => {
    assert.deepEqual(shop.problems, []);
    const place = { type: 'place', dish: 'soup' };
    assert.deepEqual(wrongWith(shop, 'receive', ['/orders/7?x=1', place]), []);
    assert.deepEqual(wrongWith(shop, 'send', ['/orders/7', { type: 'placed', id: 1 }]), []);
    assert.deepEqual(wrongWith(shop, 'send', ['/orders/7', place]), [
      'message-undocumented | message | /channels/orders/messages',
    ]);
  });

  test('that is meant by its constant and wrong points at the field and the line of the contract', () => {
    assert.deepEqual(wrongWith(shop, 'send', ['/orders/7', { type: 'placed', id: 'x' }]), [
      `message-invalid | message /id | ${PAYLOAD}/properties/id/type`,
    ]);
  });

  test('may be a reply', () => {
    assert.deepEqual(wrongWith(shop, 'send', ['/orders/7', { type: 'refused' }]), []);
    assert.equal(wrongWith(shop, 'receive', ['/orders/7', { type: 'refused' }]).length, 1);
  });

  test('goes both ways where no operation says otherwise', () => {
    assert.deepEqual(wrongWith(shop, 'send', ['/kitchen', '"a"']), []);
    assert.deepEqual(wrongWith(shop, 'receive', ['/kitchen/', { type: 'placed', id: 1 }]), []);
    assert.deepEqual(wrongWith(shop, 'receive', ['/kitchen', 7]).length, 1);
  });

  test('that is no JSON is told, unless its type is another', () => {
    assert.deepEqual(wrongWith(shop, 'send', ['/kitchen', 'oh']), [
      'message-invalid | message | /channels/kitchen/messages/any',
    ]);
    assert.deepEqual(wrongWith(shop, 'send', ['/notes', 'oh']), []);
  });

  test('belongs to the channel whose address is that text rather than to one with a variable', () => {
    const conformance = conformanceTo({
      asyncapi: '3.0.0',
      channels: {
        one: { address: '/rooms/{id}', messages: { number: { payload: { type: 'integer' } } } },
        lobby: { address: '/rooms/lobby', messages: { text: { payload: { type: 'string' } } } },
      },
    });
    assert.deepEqual(wrongWith(conformance, 'send', ['/rooms/lobby', '"a"']), []);
    assert.equal(wrongWith(conformance, 'send', ['/rooms/lobby', '1']).length, 1);
    assert.deepEqual(wrongWith(conformance, 'send', ['/rooms/7', '1']), []);
  });

  test('over an address that no channel has is told', () => {
    assert.deepEqual(wrongWith(shop, 'send', ['/elsewhere', '1']), [
      'channel-undocumented | message | /channels',
    ]);
  });
});

describe('the coverage of messages', () => {
  test('counts channels and messages, and names what was not seen', () => {
    const shop = conformanceTo(SHOP);
    wrongWith(shop, 'receive', ['/orders/7', { type: 'place', dish: 'soup', extra: 1 }]);
    wrongWith(shop, 'send', ['/elsewhere', '1']);
    const coverage = shop.coverage();
    assert.deepEqual(coverage.channels, { exercised: 1, total: 3 });
    assert.deepEqual(coverage.messages, { exercised: 1, total: 5 });
    assert.deepEqual(coverage.exchanges, { seen: 2, checked: 1 });
    assert.deepEqual(coverage.notExercised, [
      'send refused on /orders/{table}',
      'send placed on /orders/{table}',
      'any on kitchen',
      'text on /notes',
    ]);
    assert.deepEqual(coverage.undocumented, ['/elsewhere']);
    assert.deepEqual(coverage.undocumentedFields, [
      { operation: 'receive place on /orders/{table}', pointer: '/extra' },
    ]);
  });

  test('of a sample says how many were checked', () => {
    const shop = conformanceTo(SHOP, { checkEvery: 4 });
    const found = Array.from({ length: 8 }, () => wrongWith(shop, 'send', ['/kitchen', '7']));
    assert.equal(found.flat().length, 2);
    assert.deepEqual(shop.coverage().exchanges, { seen: 8, checked: 2 });
  });
});

describe('an AsyncAPI document', () => {
  test('of another version, or of another kind, is refused', () => {
    for (const [text, code] of [
      ['asyncapi: 2.6.0', 'DOCUMENT_VERSION'],
      ['openapi: 3.1.0', 'DOCUMENT_KIND'],
    ] as const) {
      assert.throws(
        () => openAsyncApi(text, 'a.yaml'),
        (error) => error instanceof ContractError && error.code === code,
      );
    }
    assert.doesNotThrow(() => openAsyncApi('asyncapi: 3.0', 'a.yaml'));
    assert.doesNotThrow(() => openAsyncApi('asyncapi: 3.0.0', 'a.yaml'));
  });

  test('may hold schemas of JSON Schema in a wrapper, tuples of older drafts, and cycles', () => {
    const tree = { properties: { next: { $ref: '#/components/schemas/tree' } }, type: 'object' };
    const payload = {
      schemaFormat: 'application/schema+json;version=draft-07',
      schema: {
        items: [{ type: 'integer' }, { $ref: '#/components/schemas/tree' }],
        additionalItems: false,
      },
    };
    const conformance = conformanceTo({
      asyncapi: '3.0.0',
      channels: { a: { messages: { m: { payload } } } },
      components: { schemas: { tree } },
    });
    assert.deepEqual(conformance.problems, []);
    assert.deepEqual(wrongWith(conformance, 'send', ['/a', [1, { next: { next: {} } }]]), []);
    assert.equal(wrongWith(conformance, 'send', ['/a', [1, { next: 1 }]]).length, 1);
    assert.equal(wrongWith(conformance, 'send', ['/a', [1, {}, 3]]).length, 1);
  });

  test('that is broken, or whose payloads are in another language, has problems with their places', () => {
    const conformance = conformanceTo({
      asyncapi: '3.0.0',
      channels: {
        a: {
          messages: {
            avro: { payload: { schemaFormat: 'application/vnd.apache.avro', schema: {} } },
            lost: { $ref: '#/components/messages/none' },
            bad: { payload: { pattern: '(' } },
          },
        },
      },
    });
    assert.deepEqual(conformance.problems.map(({ pointer }) => pointer).toSorted(), [
      '/channels/a/messages/avro/payload',
      '/channels/a/messages/bad/payload/pattern',
      '/channels/a/messages/lost',
    ]);
    assert.equal(conformance.problems[0]?.line, 1);
  });
});
