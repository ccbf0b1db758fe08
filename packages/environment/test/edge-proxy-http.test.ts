import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { createServer } from 'node:net';
import { test } from 'node:test';

import type { EdgeProxy } from '../src/proxy/edge-proxy.ts';
import { call, echo, proxied, seeded, web } from './proxied-edge.ts';

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers: IncomingMessage['headers'];
}

/** One request; rejects with what Node says when there is no answer. */
function ask(
  proxy: EdgeProxy,
  options: {
    method?: string;
    path?: string;
    body?: string | Buffer;
    headers?: OutgoingHttpHeaders;
    agent?: Agent;
  } = {},
): Promise<Answer> {
  const { method = 'GET', path = '/', body, headers = {}, agent } = options;
  return new Promise((resolve, reject) => {
    const { host, port } = proxy;
    const asked = request({ host, port, method, path, headers, ...(agent && { agent }) });
    asked.on('error', reject);
    asked.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          body: Buffer.concat(chunks).toString(),
          headers: response.headers,
        }),
      );
    });
    asked.end(body);
  });
}

/** Answers with method, path and body, and keeps what it was asked. */
function parrot(): { target: ReturnType<typeof web>; seen: string[] } {
  const seen: string[] = [];
  const target = web((asked, answer) => {
    const chunks: Buffer[] = [];
    asked.on('data', (chunk: Buffer) => chunks.push(chunk));
    asked.on('end', () => {
      const said = `${asked.method} ${asked.url} ${Buffer.concat(chunks).toString()}`.trim();
      seen.push(said);
      answer.end(said);
    });
  });
  return { target, seen };
}

test('status for the first N requests: the target does not see them, the connection is kept', async (t) => {
  const { target, seen } = parrot();
  const proxy = await proxied(t, target);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  t.after(() => agent.destroy());
  assert.equal((await ask(proxy, { path: '/before', agent })).body, 'GET /before');
  const fault = proxy.inject({ kind: 'status', status: 503, firstRequests: 2 });
  for (const path of ['/1', '/2']) {
    const { status, headers } = await ask(proxy, { path, agent, method: 'POST', body: 'b' });
    assert.equal(status, 503);
    assert.equal(headers['x-injected-fault'], 'status');
  }
  assert.equal((await ask(proxy, { path: '/3', agent })).status, 200);
  assert.deepEqual(seen, ['GET /before', 'GET /3']);
  assert.equal(proxy.counts.connections, 1);
  assert.deepEqual(
    { ...fault.effect, fault: undefined },
    {
      fault: undefined,
      connections: 1,
      requests: 2,
      notHttp: 0,
    },
  );
  await fault.undo();
  assert.deepEqual([...proxy.protocols], ['http']);
});

test('status: HEAD, chunked bodies, Expect: 100-continue and Connection: close', async (t) => {
  const { target, seen } = parrot();
  const proxy = await proxied(t, target);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  t.after(() => agent.destroy());
  const fault = proxy.inject({ kind: 'status', status: 502, firstRequests: 100 });
  const head = await ask(proxy, { method: 'HEAD', agent });
  assert.deepEqual([head.status, head.body], [502, '']);
  const headers = { 'transfer-encoding': 'chunked' };
  const body = 'x'.repeat(300_000);
  assert.equal((await ask(proxy, { method: 'PUT', headers, body, agent })).status, 502);
  assert.equal((await ask(proxy, { path: '/again', agent })).status, 502);
  const expecting = await call(proxy);
  expecting.socket.write(
    'POST / HTTP/1.1\r\nhost: a\r\nexpect: 100-continue\r\ncontent-length: 3\r\n\r\n',
  );
  assert.equal(await expecting.ended, 'end');
  assert.match(expecting.received().toString(), /^HTTP\/1\.1 502 [^]*connection: close/);
  const closing = await call(proxy);
  closing.socket.write('GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n');
  assert.equal(await closing.ended, 'end');
  await fault.undo();
  assert.deepEqual(seen, []);
  assert.equal((await ask(proxy, { path: '/after', agent })).body, 'GET /after');
});

test('status: a request is answered when it is complete, not when the one before it is answered', async (t) => {
  const asked = Promise.withResolvers<() => void>();
  const target = web((_, answer) => asked.resolve(() => answer.end('before')));
  const proxy = await proxied(t, target);
  const caller = await call(proxy);
  caller.socket.write('GET / HTTP/1.1\r\nhost: a\r\n\r\n');
  const answerIt = await asked.promise;
  proxy.inject({ kind: 'status', status: 503, firstRequests: 9 });
  caller.socket.write('POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 4\r\n\r\nab');
  // The bytes have been taken when somebody who came later is answered.
  const other = await call(proxy);
  other.socket.write('GET / HTTP/1.1\r\nhost: a\r\n\r\n');
  await other.until('503');
  answerIt();
  await caller.until('before');
  other.socket.write('GET / HTTP/1.1\r\nhost: a\r\n\r\n');
  await other.until(2 * other.received().length);
  assert.ok(!caller.received().includes('503'));
  caller.socket.write('cd');
  await caller.until('503');
});

test('pipelined requests: each gets its own answer, in order, however the bytes are cut', async (t) => {
  const { target, seen } = parrot();
  const proxy = await proxied(t, target);
  const requests = ['/a', '/b', '/c', '/d'].map(
    (path) => `POST ${path} HTTP/1.1\r\nhost: a\r\ncontent-length: 2\r\n\r\nhi`,
  );
  const bytes = Buffer.from(requests.join(''));
  const random = seeded(3);
  for (let turn = 0; turn < 20; turn += 1) {
    seen.length = 0;
    const caller = await call(proxy);
    const first = requests[0]?.length ?? 0;
    caller.socket.write(bytes.subarray(0, first));
    await caller.until('POST /a hi');
    const fault = proxy.inject({ kind: 'status', status: 503, firstRequests: 2 });
    for (let at = first; at < bytes.length;) {
      const length = 1 + Math.floor(random() * 60);
      caller.socket.write(bytes.subarray(at, at + length));
      at += length;
      await new Promise((resolve) => setImmediate(resolve));
    }
    await caller.until('POST /d hi');
    const said = caller.received().toString();
    const order = [...said.matchAll(/POST \/a hi|HTTP\/1\.1 503|POST \/d hi/g)].map(String);
    assert.deepEqual(order, ['POST /a hi', 'HTTP/1.1 503', 'HTTP/1.1 503', 'POST /d hi']);
    assert.deepEqual(seen, ['POST /a hi', 'POST /d hi']);
    caller.socket.destroy();
    await fault.undo();
  }
});

test('drop-response: the target carries the request out, the caller loses the connection', async (t) => {
  const { target, seen } = parrot();
  const proxy = await proxied(t, target);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  t.after(() => agent.destroy());
  await ask(proxy, { path: '/before', agent });
  const fault = proxy.inject({ kind: 'drop-response', firstRequests: 1 });
  const lost = ask(proxy, { method: 'POST', path: '/pay', body: '5', agent });
  await assert.rejects(lost, { code: 'ECONNRESET' });
  assert.deepEqual(seen, ['GET /before', 'POST /pay 5']);
  assert.equal((await ask(proxy, { method: 'POST', path: '/pay', body: '5', agent })).status, 200);
  assert.equal(fault.effect.requests, 1);
  await fault.undo();
});

test('drop-response lets an interim answer through, because the caller waits for it with its body', async (t) => {
  const { target, seen } = parrot();
  const proxy = await proxied(t, target);
  proxy.inject({ kind: 'drop-response', firstRequests: 1 });
  const caller = await call(proxy);
  caller.socket.write(
    'POST /x HTTP/1.1\r\nhost: a\r\nexpect: 100-continue\r\ncontent-length: 3\r\n\r\n',
  );
  await caller.until('100 Continue');
  caller.socket.write('abc');
  assert.equal(await caller.ended, 'end');
  assert.deepEqual(seen, ['POST /x abc']);
  assert.equal(caller.received().toString(), 'HTTP/1.1 100 Continue\r\n\r\n');
});

test('drop-response does not wait for the end of an event stream', async (t) => {
  const target = web((_, answer) => {
    answer.writeHead(200, { 'content-type': 'text/event-stream' });
    answer.write('data: x\n\n');
  });
  const proxy = await proxied(t, target);
  proxy.inject({ kind: 'drop-response', firstRequests: 1 });
  await assert.rejects(ask(proxy), { code: 'ECONNRESET' });
});

test('an upgraded connection passes both ways and is not counted as something else', async (t) => {
  const { target } = parrot();
  target.on('upgrade', (asked: IncomingMessage, socket, head: Buffer) => {
    const key = createHash('sha1')
      .update(String(asked.headers['sec-websocket-key']))
      .digest('base64');
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\nsec-websocket-accept: ${key}\r\n\r\n`,
    );
    socket.write(head);
    socket.pipe(socket);
    socket.on('error', () => socket.destroy());
  });
  const proxy = await proxied(t, target);
  const caller = await call(proxy);
  // Bytes of the new protocol that come with the request wait until the target has agreed.
  caller.socket.write(
    'GET / HTTP/1.1\r\nhost: a\r\nconnection: upgrade\r\nupgrade: websocket\r\nsec-websocket-key: x\r\n\r\nGET ',
  );
  await caller.until('GET ');
  const fault = proxy.inject({ kind: 'status', status: 500, firstRequests: 9 });
  caller.socket.write('/ HTTP/1.1\r\n\r\n');
  await caller.until('GET / HTTP/1.1\r\n\r\n');
  const refused = await call(proxy);
  refused.socket.write(
    'GET / HTTP/1.1\r\nhost: a\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n',
  );
  await refused.until('HTTP/1.1 500');
  assert.equal(fault.effect.requests, 1);
  assert.equal(fault.effect.notHttp, 0);
  await fault.undo();
});

test('an upgrade that is refused leaves HTTP on the connection', async (t) => {
  const { target, seen } = parrot();
  const proxy = await proxied(t, target);
  const caller = await call(proxy);
  caller.socket.write(
    'GET /up HTTP/1.1\r\nhost: a\r\nconnection: upgrade\r\nupgrade: other\r\n\r\nGET /next HTTP/1.1\r\nhost: a\r\n\r\n',
  );
  await caller.until('GET /next');
  proxy.inject({ kind: 'status', status: 500, firstRequests: 1 });
  caller.socket.write('GET /hit HTTP/1.1\r\nhost: a\r\n\r\n');
  await caller.until('HTTP/1.1 500');
  assert.deepEqual(seen, ['GET /up', 'GET /next']);
});

test('what is not HTTP passes unchanged under an HTTP fault, and that is said', async (t) => {
  const proxy = await proxied(t, echo());
  const fault = proxy.inject({ kind: 'status', status: 500, firstRequests: 1 });
  const texts = [
    '\r\n\r\n.',
    'GETAWAY',
    'get foo\r\n',
    '\u0016\u0003\u0001',
    'GET / HTTP/2.0\r\n\r\n',
  ];
  for (const text of texts) {
    const caller = await call(proxy);
    caller.socket.write(text);
    await caller.until(text);
    caller.socket.end('PRI');
    assert.equal(await caller.ended, 'end');
    assert.equal(caller.received().toString(), `${text}PRI`);
  }
  assert.equal(fault.effect.notHttp, texts.length);
  assert.deepEqual([...proxy.protocols], ['other', 'tls']);
  await fault.undo();
});

test('a response of any form passes unchanged, and the next request is still recognised', async (t) => {
  const answers = [
    'HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello',
    'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5;x=y\r\nhello\r\n0\r\ntrailer: t\r\n\r\n',
    'HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n',
    'HTTP/1.1 304 Not Modified\r\ncontent-length: 7\r\n\r\n',
    'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n',
  ];
  let turn = 0;
  const target = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.on('data', () => {
      // Byte by byte, so that every boundary lies between two chunks once.
      for (const byte of answers[turn % answers.length] ?? '') socket.write(byte);
      turn += 1;
    });
  });
  const proxy = await proxied(t, target);
  const caller = await call(proxy);
  let expected = '';
  for (let round = 0; round < 10; round += 1) {
    expected += answers[turn % answers.length];
    caller.socket.write('GET / HTTP/1.1\r\nhost: a\r\n\r\n');
    await caller.until(expected.length);
    assert.equal(caller.received().toString(), expected);
    const fault = proxy.inject({ kind: 'status', status: 204, firstRequests: 1 });
    caller.socket.write('DELETE / HTTP/1.1\r\nhost: a\r\n\r\n');
    expected +=
      'HTTP/1.1 204 No Content\r\nx-injected-fault: status\r\nconnection: keep-alive\r\n\r\n';
    await caller.until(expected.length);
    assert.equal(caller.received().toString(), expected);
    await fault.undo();
  }
});

test('large bodies pass both ways, under latency and without', async (t) => {
  const target = web((asked, answer) => asked.pipe(answer));
  const proxy = await proxied(t, target);
  const body = Buffer.alloc(3_000_000, 'abcdefg');
  for (const headers of [{ 'transfer-encoding': 'chunked' }, { 'content-length': body.length }]) {
    const plain = await ask(proxy, { method: 'POST', body, headers });
    assert.equal(plain.body, body.toString());
    const fault = proxy.inject({ kind: 'latency', latencyMs: 5 });
    assert.equal((await ask(proxy, { method: 'POST', body, headers })).body, body.toString());
    await fault.undo();
  }
  assert.equal(proxy.counts.requests, 4);
});

test('an answer before the request is complete, and one that nobody asked for', async (t) => {
  const target = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.once('data', () => socket.write('HTTP/1.1 413 Too Large\r\ncontent-length: 0\r\n\r\n'));
  });
  const proxy = await proxied(t, target);
  const caller = await call(proxy);
  caller.socket.write('POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 10\r\n\r\n12345');
  await caller.until('413');
  caller.socket.write('67890');
  const idle = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.end('HTTP/1.1 408 Request Timeout\r\n\r\n');
  });
  const second = await proxied(t, idle);
  const waiting = await call(second);
  assert.equal(await waiting.ended, 'end');
  assert.match(waiting.received().toString(), /408/);
  await once(waiting.socket.end(), 'close');
});
