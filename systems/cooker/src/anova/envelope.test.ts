import assert from 'node:assert/strict';
import { test } from 'node:test';

import { parseInbound } from './envelope.ts';

for (const [title, text, expected] of [
  [
    'an empty list',
    { command: 'EVENT_APC_WIFI_LIST', payload: [] },
    { kind: 'cookers', cookers: [] },
  ],
  [
    'a list with more than is needed',
    { command: 'EVENT_APC_WIFI_LIST', payload: [{ cookerId: 'c', type: 'a7', name: 'n' }] },
    { kind: 'cookers', cookers: [{ cookerId: 'c', type: 'a7' }] },
  ],
  [
    'ok',
    { command: 'RESPONSE', requestId: 'r', payload: { status: 'ok' } },
    { kind: 'response', requestId: 'r', error: null },
  ],
  [
    'a failure in the payload',
    { command: 'RESPONSE', requestId: 'r', payload: { status: 'error', error: 'no' } },
    { kind: 'response', requestId: 'r', error: 'no' },
  ],
  [
    'a failure with a code',
    { command: 'RESPONSE', requestId: 'r', payload: { status: 'error', code: 'C', error: 'no' } },
    { kind: 'response', requestId: 'r', error: 'C: no' },
  ],
  [
    'a failure at the top level',
    { command: 'RESPONSE', requestId: 'r', payload: { status: 'fail' }, error: 'outer' },
    { kind: 'response', requestId: 'r', error: 'outer' },
  ],
  [
    'a response without payload is no success',
    { command: 'RESPONSE', requestId: 'r' },
    {
      kind: 'response',
      requestId: 'r',
      error: 'the cloud refused the command without a reason',
    },
  ],
  [
    'a response to nobody',
    { command: 'RESPONSE', payload: { requestId: 'inner', status: 'ok' } },
    { kind: 'ignored', command: 'RESPONSE' },
  ],
  [
    'an unknown event',
    { command: 'EVENT_USER_STATE', payload: 1 },
    { kind: 'ignored', command: 'EVENT_USER_STATE' },
  ],
] as const) {
  test(`reads ${title}`, () => {
    assert.deepEqual(parseInbound(JSON.stringify(text)), expected);
  });
}

for (const text of ['', '{', 'null', '7', '[]', '{"command":7}', '{"command":"EVENT_APC_STATE"}']) {
  test(`malformed: ${JSON.stringify(text)}`, () => {
    assert.equal(parseInbound(text).kind, 'malformed');
  });
}
