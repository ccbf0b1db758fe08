import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { describe, it } from 'node:test';

import { environmentAt } from './environment-at.ts';
import { deadPort, serve } from './serve.ts';
import { assertPassed, exchangeOf, failureOf, tryScenario } from './try-scenario.ts';

const JSON_TYPE = { 'content-type': 'application/json' };

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}

describe('an http step', { concurrency: true }, () => {
  it('sends method, path, headers and JSON, and matches status, headers and JSON', async () => {
    const seen: unknown[] = [];
    await using web = await serve(async (request, response) => {
      seen.push([request.method, request.url, request.headers['x-count'], await bodyOf(request)]);
      response.writeHead(201, { ...JSON_TYPE, 'x-left': '7', location: '/cooks/a%20b?x=1' });
      response.end(JSON.stringify({ id: 'a b', items: [{ n: 1 }, { n: 2 }], type: 'x' }));
    });
    const trial = await tryScenario(
      `steps:
  - http: POST web/cooks?x=1
    headers: { X-Count: 12 }
    json: { food: chicken, kept: 5, list: [true, null] }
    expect:
      status: { $oneOf: [2xx, 409] }
      headers: { Content-Type: { $contains: json }, x-left: 7, x-none: { $absent: true } }
      json: { id: { $type: string }, items: { $length: 2 }, "$.items[*].n": [1, 2] }
    capture: { id: $.id, n: "$.items[1].n", next: "header:Location" }
  - http: PUT web/cooks/\${id}
    json: { n: "\${n}", text: "n=\${n}" }
    expect: { status: 201 }
  - http: GET web\${next}
    expect: { status: 201 }
`,
      { environment: environmentAt({ web }) },
    );
    assertPassed(trial);
    assert.deepEqual(seen, [
      ['POST', '/cooks?x=1', '12', '{"food":"chicken","kept":5,"list":[true,null]}'],
      ['PUT', '/cooks/a%20b', undefined, '{"n":2,"text":"n=2"}'],
      ['GET', '/cooks/a%20b?x=1', undefined, ''],
    ]);
    assert.deepEqual(
      trial.steps.map(({ index, title, outcome }) => [index, title, outcome]),
      [
        [0, 'POST web/cooks?x=1', 'passed'],
        [1, 'PUT web/cooks/${id}', 'passed'],
        [2, 'GET web${next}', 'passed'],
      ],
    );
  });

  it('names the first difference, all others, and where the expectation stands', async () => {
    await using web = await serve((_request, response) => {
      response.writeHead(200, JSON_TYPE).end('{"a":{"b":[1,2,3]},"c":"x"}');
    });
    const trial = await tryScenario(
      `steps:
  - http: GET web/x
    expect:
      json:
        a: { b: [1, 5, 3] }
        c: { $type: number }
  - http: GET web/never
`,
      { environment: environmentAt({ web }) },
    );
    const { message, expected, seen, source, detail } = failureOf(trial);
    assert.equal(message, 'GET web/x: JSON body /a/b/1 is not as expected (and 1 more)');
    assert.deepEqual([expected, seen], ['5', '2']);
    assert.deepEqual(source, { file: 'spec.md', line: 5, column: 21 });
    assert.match(detail ?? '', /JSON body \/c\n {2}- expected a number\n {2}\+ seen {5}"x"/);
    assert.equal(trial.steps.length, 1, 'the first failing step ends the scenario');
  });

  it('shows the body when the status differs', async () => {
    await using web = await serve((_request, response) => {
      response.writeHead(400, JSON_TYPE).end('{"error":"TOO_LOW"}');
    });
    const trial = await tryScenario('steps:\n  - http: GET web/x', {
      environment: environmentAt({ web }),
    });
    const failure = failureOf(trial);
    assert.deepEqual([failure.expected, failure.seen], ['2xx', '400']);
    assert.match(failure.detail ?? '', /TOO_LOW/);
  });

  it('says what came when JSON was expected', async () => {
    await using web = await serve((request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end(request.url === '/empty' ? '' : `<html>${'x'.repeat(500)}`);
    });
    const environment = environmentAt({ web });
    const html = failureOf(
      await tryScenario('steps: [{ http: GET web/a, expect: { json: { a: 1 } } }]', {
        environment,
      }),
    );
    assert.match(html.seen ?? '', /^text\/html, 506 bytes: <html>x{193}…$/);
    assert.equal(html.expected, 'JSON');
    const empty = failureOf(
      await tryScenario('steps: [{ http: GET web/empty, expect: { json: {} } }]', { environment }),
    );
    assert.equal(empty.seen, 'an empty body');
  });

  it('follows no redirect', async () => {
    const asked: unknown[] = [];
    await using web = await serve((request, response) => {
      asked.push(request.url);
      response.writeHead(302, { location: '/elsewhere' }).end();
    });
    assertPassed(
      await tryScenario(
        'steps: [{ http: GET web/a, expect: { status: 302, headers: { location: /elsewhere } } }]',
        { environment: environmentAt({ web }) },
      ),
    );
    assert.deepEqual(asked, ['/a']);
  });

  it('keeps one connection for the steps of a scenario and closes it at the end', async () => {
    const sockets = new Set<unknown>();
    await using web = await serve((request, response) => {
      sockets.add(request.socket);
      response.end('{}');
    });
    const { promise: closed, resolve } = Promise.withResolvers<number>();
    web.server.once('connection', (socket) => {
      socket.once('close', () => resolve(performance.now()));
    });
    assertPassed(
      await tryScenario('steps: [{ http: GET web/a }, { http: GET web/b }, { http: GET web/c }]', {
        environment: environmentAt({ web }),
      }),
    );
    assert.equal(sockets.size, 1);
    const endedAt = performance.now();
    // Left open, keep-alive would hold it for four seconds.
    assert.ok((await closed) - endedAt < 2000);
  });

  it('fails when the connection is refused, with the service, the address and its log', async () => {
    const port = await deadPort();
    const trial = await tryScenario('steps: [{ http: GET web/a }]', {
      environment: environmentAt({ web: { port, log: ['listening soon', 'out of memory'] } }),
    });
    const failure = failureOf(trial);
    assert.equal(failure.message, `web at 127.0.0.1:${String(port)} refuses the connection`);
    assert.match(failure.seen ?? '', /ECONNREFUSED/);
    assert.match(
      failure.detail ?? '',
      /is "web" running.*\n.*log:\n {2}listening soon\n {2}out of memory/,
    );
  });

  it('fails when the service resets the connection or does not speak HTTP', async () => {
    await using web = await serve((request) => request.socket.resetAndDestroy());
    const environment = environmentAt({ web });
    assert.match(
      failureOf(await tryScenario('steps: [{ http: GET web/a }]', { environment })).message,
      /^web at 127\.0\.0\.1:\d+ (reset|closed) the connection/,
    );
    web.server.prependListener('connection', (socket) => socket.end('SSH-2.0-x\r\n'));
    assert.match(
      failureOf(await tryScenario('steps: [{ http: GET web/a }]', { environment })).message,
      /does not speak HTTP$/,
    );
  });

  it('fails when the body breaks off, with what came', async () => {
    await using web = await serve((request, response) => {
      if (request.url === '/length') response.writeHead(200, { 'content-length': '500' });
      response.write('{"a":1,');
      setImmediate(() => response.socket?.destroy());
    });
    const environment = environmentAt({ web });
    const known = failureOf(
      await tryScenario('steps: [{ http: GET web/length, expect: { json: { a: 1 } } }]', {
        environment,
      }),
    );
    assert.equal(known.message, 'GET web/length: the response broke off');
    assert.equal(known.expected, '500 bytes');
    assert.match(known.seen ?? '', /^status 200, 7 bytes, then /);
    const chunked = failureOf(
      await tryScenario('steps: [{ http: GET web/chunked }]', { environment }),
    );
    assert.equal(chunked.expected, 'a complete body');
    assert.match(chunked.detail ?? '', /\{\\"a\\":1,/);
  });

  it('fails a slow answer at the bound of the step, and says what it had seen', async () => {
    await using web = await serve((request, response) => {
      if (request.url === '/half') response.writeHead(200).write('half');
    });
    const environment = environmentAt({ web });
    const silent = failureOf(
      await tryScenario('steps: [{ http: GET web/silent, within: 60ms }]', { environment }),
    );
    assert.match(
      silent.message,
      /^GET web\/silent took longer than 60 ms: waited \d+ ms for the response to GET web\/silent$/,
    );
    assert.equal(silent.seen, 'nothing');
    const half = failureOf(
      await tryScenario('steps: [{ http: GET web/half, within: 1s }]', { environment }),
    );
    assert.equal(half.seen, 'status 200, 4 bytes of an unfinished body');
  });

  it('ends a body over 10 MB in bounded memory', async () => {
    const chunk = Buffer.alloc(64 * 1024, 'x');
    let sentBytes = 0;
    const { promise: dropped, resolve } = Promise.withResolvers<void>();
    await using web = await serve((_request, response) => {
      response.on('close', resolve);
      const fill = (): void => {
        while (sentBytes < 50 * 1024 * 1024 && !response.destroyed) {
          sentBytes += chunk.length;
          if (!response.write(chunk)) return void response.once('drain', fill);
        }
        response.end();
      };
      fill();
    });
    const before = process.memoryUsage().rss;
    const trial = await tryScenario(
      'steps: [{ http: GET web/big, expect: { text: { $length: 1 } } }]',
      {
        environment: environmentAt({ web }),
      },
    );
    const grownBytes = process.memoryUsage().rss - before;
    const failure = failureOf(trial);
    assert.equal(failure.message, 'GET web/big: response body larger than 10 MB');
    await dropped;
    assert.ok(sentBytes < 50 * 1024 * 1024, 'the connection was closed before all was sent');
    assert.ok(grownBytes < 60 * 1024 * 1024, `grew by ${String(grownBytes)} bytes`);
    assert.ok(JSON.stringify(trial.steps).length < 12_000, 'evidence stays small');
  });

  it('bounds the evidence of request and response', async () => {
    await using web = await serve((_request, response) => response.end('é'.repeat(100_000)));
    const trial = await tryScenario(
      `steps: [{ http: POST web/x, text: "${'y'.repeat(50_000)}" }]`,
      { environment: environmentAt({ web }) },
    );
    assertPassed(trial);
    const { request, response } = exchangeOf(trial);
    assert.equal(String(request['body']).length, 4096);
    assert.equal(response['body'], 'é'.repeat(4096));
    assert.equal(response['sizeBytes'], 200_000);
  });

  it('answers an unknown service, a missing variable and a missing environment by an error', async () => {
    const environment = environmentAt({ web: { port: 1, variables: { API_KEY: 'abc' } } });
    const unknown = failureOf(
      await tryScenario('steps: [{ http: GET wep/a }]', { environment }),
      'error',
    );
    assert.equal(unknown.message, 'there is no service "wep"');
    assert.equal(unknown.source?.line, 1);
    const variable = failureOf(
      await tryScenario('steps: [{ http: GET web/a, headers: { a: "${web.API_KEI}" } }]', {
        environment,
      }),
      'error',
    );
    assert.match(variable.message, /"web" has no variable API_KEI/);
    assert.equal(variable.expected, 'one of API_KEY');
    const none = failureOf(await tryScenario('steps: [{ http: GET web/a }]'), 'error');
    assert.match(none.message, /no environment/);
  });

  it('fails a capture that finds nothing', async () => {
    await using web = await serve((_request, response) => response.end('{"a":1}'));
    const failure = failureOf(
      await tryScenario('steps:\n  - http: GET web/a\n    capture: { id: $.id }', {
        environment: environmentAt({ web }),
      }),
    );
    assert.equal(failure.message, 'the capture "id" found nothing');
    assert.deepEqual([failure.expected, failure.seen], ['a value at $.id', '{"a":1}']);
    assert.deepEqual(failure.source, { file: 'spec.md', line: 3, column: 20 });
  });

  it('never passes a fault step without services to break', async () => {
    const failure = failureOf(await tryScenario('steps: [{ fault: kill web }]'), 'error');
    assert.match(failure.message, /there is no environment/);
  });
});

describe('a background', { concurrency: true }, () => {
  it('gives headers by service and runs its steps first; a step takes a header away with null', async () => {
    const seen: unknown[] = [];
    await using web = await serve((request, response) => {
      seen.push([request.url, request.headers.authorization, request.headers['x-a']]);
      response.end('{"token":"t-1"}');
    });
    const trial = await tryScenario(
      `steps:
  - http: GET web/one
    headers: { X-A: own }
  - http: GET web/two
    headers: { Authorization: null }
  - http: GET other/three
`,
      {
        environment: environmentAt({ web, other: web }),
        background: `headers: { web: { Authorization: "Bearer \${token}", x-a: given } }
steps:
  - http: POST web/login
    capture: { token: $.token }
`,
      },
    );
    assertPassed(trial);
    assert.deepEqual(seen, [
      ['/login', undefined, 'given'],
      ['/one', 'Bearer t-1', 'own'],
      ['/two', undefined, 'given'],
      ['/three', undefined, undefined],
    ]);
    assert.deepEqual(
      trial.steps.map(({ index }) => index),
      [0, 1, 2, 3],
    );
  });
});
