import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { after, before, describe, test } from 'node:test';

import { API_KEY, type Answer, type GatewayProcess, startGateway } from './gateway-process.ts';

const TOKEN = 'anova-token-that-nobody-may-see';
const COOK = { temperature_celsius: 65, time_minutes: 90 };

/** Nothing listens there: the cloud is down from the start, which is all these tests need. */
const NO_CLOUD = 'ws://127.0.0.1:9';

function assertRefused(answer: Answer, status: number, code: string): void {
  assert.equal(answer.status, status, answer.text);
  assert.match(answer.headers.get('content-type') ?? '', /^application\/json/);
  assert.equal(answer.body.error, code);
  assert.ok(answer.body.message.length > 0);
}

describe('gateway without a cloud', () => {
  let gateway: GatewayProcess;

  before(async () => {
    gateway = await startGateway({ ANOVA_TOKEN: TOKEN, ANOVA_WEBSOCKET_URL: NO_CLOUD });
  });
  after(async () => {
    await gateway[Symbol.asyncDispose]();
  });

  async function raw(request: string): Promise<string> {
    const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
    socket.write(request);
    return await text(socket);
  }

  test('QR-13 listens although the cloud is down; status and start are 503', async () => {
    assert.equal((await gateway.call('GET', '/health')).status, 200);
    assertRefused(await gateway.call('GET', '/status'), 503, 'NETWORK_ERROR');
    assertRefused(await gateway.start(COOK), 503, 'NETWORK_ERROR');
  });

  for (const [name, header, message] of [
    ['no header', undefined, /Authorization/],
    ['an empty header', '', /Authorization/],
    ['another scheme', 'Basic abc123', /Bearer/],
    ['no key', 'Bearer', /Bearer/],
    ['only spaces', 'Bearer    ', /Bearer/],
    ['the bare key', API_KEY, /Bearer/],
    ['SQL', "Bearer ' OR '1'='1", /Bearer/],
    ['a path', 'Bearer ../../etc/passwd', /Invalid API key/],
    ['a shell command', 'Bearer $(reboot)', /Invalid API key/],
    ['10,000 characters', `Bearer ${'x'.repeat(10_000)}`, /Invalid API key/],
    ['the key in another case', `Bearer ${API_KEY.toUpperCase()}`, /Invalid API key/],
    ['a key beyond ASCII', 'Bearer schl\u00fcssel', /Invalid API key/],
  ] as const) {
    test(`INT-05 SEC-AUTH ${name} is 401, before the body is looked at`, async () => {
      const headers: Record<string, string> = header === undefined ? {} : { authorization: header };
      for (const [method, path] of [
        ['POST', '/start-cook'],
        ['GET', '/status'],
        ['POST', '/stop-cook'],
        ['GET', '/diagnostics'],
      ] as const) {
        const body = method === 'POST' ? '{not json' : undefined;
        const answer = await gateway.call(method, path, {
          key: null,
          headers,
          ...(body !== undefined && { body }),
        });
        assertRefused(answer, 401, 'UNAUTHORIZED');
        assert.match(answer.body.message, message);
        assert.ok(!answer.text.includes(API_KEY));
        const sent = header?.split(' ')[1];
        assert.ok(sent === undefined || sent.length < 7 || !answer.text.includes(sent));
      }
    });
  }

  for (const [name, body, code] of [
    ['no body', undefined, 'MISSING_BODY'],
    ['an empty body', ' ', 'MISSING_BODY'],
    ['a null body', 'null', 'MISSING_BODY'],
    ['broken JSON', '{"temperature_celsius": 65,', 'INVALID_JSON'],
    ['NaN in JSON', '{"temperature_celsius": NaN, "time_minutes": 1}', 'INVALID_JSON'],
    ['a number', '65', 'INVALID_JSON'],
    ['a list', '[]', 'INVALID_JSON'],
    ['text', '"temperature_celsius time_minutes"', 'INVALID_JSON'],
    ['1e999', '{"temperature_celsius": 65, "time_minutes": 1e999}', 'INVALID_TIME'],
    [
      'a prototype',
      '{"__proto__": {"temperature_celsius": 65, "time_minutes": 9}}',
      'MISSING_TEMPERATURE',
    ],
  ] as const) {
    test(`QR-32 ${name} is 400 ${code}`, async () => {
      const options = body === undefined ? {} : { body };
      assertRefused(await gateway.call('POST', '/start-cook', options), 400, code);
    });
  }

  test('a body that is not JSON by its type is 415, a huge one 413', async () => {
    const form = { body: 'temperature_celsius=65', headers: { 'content-type': 'text/plain' } };
    assertRefused(await gateway.call('POST', '/start-cook', form), 415, 'UNSUPPORTED_MEDIA_TYPE');
    const huge = { body: { ...COOK, food_type: 'x'.repeat(50_000) } };
    assertRefused(await gateway.call('POST', '/start-cook', huge), 413, 'PAYLOAD_TOO_LARGE');
  });

  test('SEC-INFO unknown paths are 404, wrong methods 405, both in JSON', async () => {
    for (const path of ['/', '/debug', '/config', '/env', '/status/', '/.env', '/metrics']) {
      assertRefused(await gateway.call('GET', path), 404, 'NOT_FOUND');
    }
    const wrong = await gateway.call('GET', '/start-cook');
    assertRefused(wrong, 405, 'METHOD_NOT_ALLOWED');
    assert.equal(wrong.headers.get('allow'), 'POST');
    assertRefused(await gateway.call('DELETE', '/status'), 405, 'METHOD_NOT_ALLOWED');
  });

  test('what is not even HTTP is answered in JSON too', async () => {
    assert.match(await raw('nonsense\r\n\r\n'), /^HTTP\/1\.1 400 .*"error":"BAD_REQUEST"/s);
    assert.match(
      await raw('GET /%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'),
      /400.*BAD_REQUEST/s,
    );
    const long = `GET /health HTTP/1.1\r\nHost: x\r\nX-Long: ${'x'.repeat(20_000)}\r\n\r\n`;
    assert.match(await raw(long), /^HTTP\/1\.1 431 .*"error":"HEADERS_TOO_LARGE"/s);
  });

  test('a stop works whatever body comes with it', async () => {
    for (const body of ['', '{}', '{broken', 'null']) {
      const answer = await gateway.call('POST', '/stop-cook', { body });
      assertRefused(answer, 503, 'NETWORK_ERROR');
    }
  });

  test('SEC-CRED logs, in JSON, hold no secret, header, body or query string', async () => {
    await gateway.call('POST', '/start-cook?secret=query-zebra', {
      body: { ...COOK, food_type: 'beef-zebra' },
      headers: { 'x-marker': 'header-zebra' },
    });
    await gateway.call('GET', `/${API_KEY}`);
    await gateway.call('GET', '/status', { key: 'wrong-key-zebra' });
    const output = gateway.output();
    assert.ok(!output.includes('zebra'), 'a marker is in the log');
    assert.ok(!output.includes(API_KEY) && !output.includes(TOKEN) && !output.includes('token='));
    const lines = output.split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);
    const request = lines.findLast(
      (line) => line['msg'] === 'request' && line['path'] === '/start-cook',
    );
    assert.deepEqual(Object.keys(request ?? {}), [
      'time',
      'level',
      'msg',
      'requestId',
      'method',
      'path',
      'remote',
      'status',
      'code',
      'durationSeconds',
    ]);
    assert.ok(lines.some((line) => line['msg'] === 'authentication failed'));
  });
});
