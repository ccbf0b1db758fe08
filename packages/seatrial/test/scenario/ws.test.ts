import assert from 'node:assert/strict';
import { once } from 'node:events';
import { describe, it } from 'node:test';

import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';

import { environmentAt } from './environment-at.ts';
import { deadPort, serve } from './serve.ts';
import { assertPassed, failureOf, tryScenario } from './try-scenario.ts';

interface Talking extends AsyncDisposable {
  readonly port: number;
  readonly server: WebSocketServer;
}

async function talk(
  onSocket: (socket: WebSocket, url: string, authorization: string) => void,
): Promise<Talking> {
  const http = await serve((_request, response) => response.writeHead(426).end());
  const server = new WebSocketServer({ server: http.server });
  server.on('connection', (socket, request) => {
    onSocket(socket, request.url ?? '', request.headers.authorization ?? '');
  });
  return {
    port: http.port,
    server,
    [Symbol.asyncDispose]: async () => {
      for (const socket of server.clients) socket.terminate();
      await http[Symbol.asyncDispose]();
    },
  };
}

describe('a ws step', { concurrency: true }, () => {
  it('keeps one socket per target, sends JSON and text, and takes messages in order', async () => {
    const opened: string[] = [];
    const heard: string[] = [];
    await using web = await talk((socket, url, authorization) => {
      opened.push(`${url} ${authorization}`);
      socket.send('{"type":"hello","id":7}');
      socket.send('plain text');
      socket.on('message', (data: Buffer) => {
        heard.push(data.toString());
        socket.send('{"type":"noise"}');
        socket.send(JSON.stringify({ type: 'echo', text: data.toString() }));
      });
    });
    const trial = await tryScenario(
      `steps:
  - ws: web/events?x=1
    headers: { authorization: "Bearer t" }
    expect: [{ type: hello, id: { $type: integer } }, plain text]
    capture: { id: "$[0].id" }
  - ws: web/events?x=1
    send: [{ id: "\${id}" }, "raw"]
    expect: [{ type: echo, text: '{"id":7}' }, { type: echo, text: raw }]
`,
      { environment: environmentAt({ web }) },
    );
    assertPassed(trial);
    assert.deepEqual(opened, ['/events?x=1 Bearer t']);
    assert.deepEqual(heard, ['{"id":7}', 'raw']);
  });

  it('closes every socket at the end, also after a failure', async () => {
    const { promise: closed, resolve } = Promise.withResolvers<void>();
    await using web = await talk((socket) => {
      socket.on('close', resolve);
      socket.send('{"type":"pending"}');
    });
    const trial = await tryScenario(
      `steps:
  - ws: web/events
    expect: [{ type: paid }]
    within: 800ms
`,
      { environment: environmentAt({ web }) },
    );
    const failure = failureOf(trial);
    assert.match(
      failure.message,
      /^ws web\/events took longer than 800 ms: waited \d+ ms for message 1 of 1 on ws web\/events$/,
    );
    assert.equal(failure.expected, '{ type: "paid" }');
    assert.equal(failure.seen, 'as its last message {"type":"pending"}');
    assert.equal(
      failure.detail,
      'the last message differs at /type: expected "paid", got "pending"',
    );
    assert.deepEqual(failure.source, { file: 'spec.md', line: 3, column: 14 });
    await closed;
  });

  it('says the status when the upgrade is refused, and can expect it (WS-02)', async () => {
    await using web = await serve(() => undefined);
    web.server.on('upgrade', (_request, socket) => {
      socket.end('HTTP/1.1 401 Unauthorized\r\ncontent-length: 9\r\n\r\nbad token');
    });
    const environment = environmentAt({ web });
    const failure = failureOf(await tryScenario('steps: [{ ws: web/events }]', { environment }));
    assert.deepEqual(
      [failure.expected, failure.seen],
      ['an open socket (status 101)', 'status 401'],
    );
    assert.equal(failure.detail, 'it said: bad token');
    assertPassed(
      await tryScenario('steps: [{ ws: web/events, expect: { status: 401 } }]', { environment }),
    );
    await using open = await talk(() => undefined);
    const wrong = failureOf(
      await tryScenario('steps: [{ ws: web/e, expect: { status: 401 } }]', {
        environment: environmentAt({ web: open }),
      }),
    );
    assert.equal(wrong.seen, 'status 101, an open socket');
  });

  it('fails when the service closes too early, and can expect a close code', async () => {
    await using web = await talk((socket) => {
      socket.send('{"type":"bye"}');
      socket.close(1008, 'policy');
    });
    const environment = environmentAt({ web });
    const failure = failureOf(
      await tryScenario('steps: [{ ws: web/e, expect: [{ type: paid }] }]', { environment }),
    );
    assert.match(failure.message, /closed the socket before message 1 of 1$/);
    assert.equal(failure.seen, 'closed with code 1008, policy');
    assertPassed(
      await tryScenario(
        'steps: [{ ws: web/e, expect: { messages: [{ type: bye }], closed: 1008 } }]',
        {
          environment,
        },
      ),
    );
    const code = failureOf(
      await tryScenario('steps: [{ ws: web/e, expect: { closed: 1000 } }]', { environment }),
    );
    assert.deepEqual([code.expected, code.seen], ['1000', '1008']);
  });

  it('fails when nobody listens', async () => {
    const port = await deadPort();
    const environment = environmentAt({ web: { port } });
    const failure = failureOf(await tryScenario('steps: [{ ws: web/e }]', { environment }));
    assert.equal(failure.message, `web at 127.0.0.1:${String(port)} refuses the connection`);
  });

  it('pauses a flood instead of keeping it, and loses nothing', async () => {
    const count = 5000;
    await using web = await talk((socket) => {
      for (let index = 1; index <= count; index += 1) socket.send(JSON.stringify({ index }));
    });
    assertPassed(
      await tryScenario(
        `steps: [{ ws: web/e, expect: [{ index: 1 }, { index: ${String(count)} }] }]`,
        {
          environment: environmentAt({ web }),
        },
      ),
    );
  });

  it('ends at once when the run is aborted', async () => {
    const controller = new AbortController();
    const { promise: connected, resolve } = Promise.withResolvers<WebSocket>();
    await using web = await talk(resolve);
    const running = tryScenario('steps: [{ ws: web/e, expect: [{ type: never }] }]', {
      environment: environmentAt({ web }),
      signal: controller.signal,
    });
    const socket = await connected;
    const closed = once(socket, 'close');
    controller.abort(new Error('SIGINT'));
    assert.match(failureOf(await running, 'error').message, /was interrupted$/);
    await closed;
  });
});
