import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import { test } from 'node:test';

import type { EdgeFault } from '../src/proxy/edge-fault.ts';
import { startEdgeProxy } from '../src/proxy/edge-proxy.ts';
import { call, echo, proxied, seeded } from './proxied-edge.ts';

test('bytes and half-closed ends pass unchanged while nothing is wrong', async (t) => {
  const proxy = await proxied(t, echo());
  const caller = await call(proxy);
  caller.socket.end('hello');
  assert.equal(await caller.ended, 'end');
  assert.equal(caller.received().toString(), 'hello');
  assert.deepEqual(proxy.counts.bytesToTarget, 5);
});

test('down: new connections are refused, open ones reset, and both come back on the same port', async (t) => {
  const proxy = await proxied(t, echo());
  const before = await call(proxy);
  before.socket.write('x');
  await before.until(1);
  const fault = proxy.inject({ kind: 'down' });
  assert.equal(await before.ended, 'ECONNRESET');
  const during = await call(proxy);
  assert.equal(await during.ended, 'ECONNREFUSED');
  const { port } = proxy;
  await fault.undo();
  await fault.undo();
  assert.equal(proxy.port, port);
  const after = await call(proxy);
  after.socket.end('y');
  assert.equal(await after.ended, 'end');
  assert.equal(after.received().toString(), 'y');
});

test('two faults of a kind: the edge comes back with the end of the second', async (t) => {
  const proxy = await proxied(t, echo());
  const first = proxy.inject({ kind: 'down' });
  const second = proxy.inject({ kind: 'down' });
  await first.undo();
  assert.equal(await (await call(proxy)).ended, 'ECONNREFUSED');
  await second.undo();
  const after = await call(proxy);
  after.socket.end('y');
  assert.equal(await after.ended, 'end');
});

test('reset: new connections are taken and reset, open ones too, and the target is told', async (t) => {
  const target = createServer();
  const proxy = await proxied(t, target);
  const arrived = once(target, 'connection');
  const before = await call(proxy);
  const [atTarget] = (await arrived) as [Socket];
  const broken = once(atTarget, 'error');
  atTarget.resume();
  const fault = proxy.inject({ kind: 'reset' });
  assert.equal(await before.ended, 'ECONNRESET');
  const [error] = (await broken) as [NodeJS.ErrnoException];
  assert.equal(error.code, 'ECONNRESET');
  assert.equal(await (await call(proxy)).ended, 'ECONNRESET');
  assert.equal(fault.effect.connections, 2);
  await fault.undo();
});

test('latency: a round trip takes that much longer, in order, and ends for what is under way too', async (t) => {
  const proxy = await proxied(t, echo());
  const caller = await call(proxy);
  caller.socket.write('warm');
  await caller.until(4);
  const short = proxy.inject({ kind: 'latency', latencyMs: 80, jitterMs: 40 });
  const startedAt = performance.now();
  caller.socket.write('12345');
  await caller.until('12345');
  const tookMs = performance.now() - startedAt;
  assert.ok(tookMs >= 39, `took ${tookMs} ms`);
  await short.undo();
  const long = proxy.inject({ kind: 'latency', latencyMs: 3_600_000 });
  for (let number = 0; number < 50; number += 1) caller.socket.write(`<${number}>`);
  caller.socket.end();
  await new Promise((resolve) => setImmediate(resolve));
  await long.undo();
  assert.equal(await caller.ended, 'end');
  const numbers = Array.from({ length: 50 }, (_, number) => `<${number}>`).join('');
  assert.equal(caller.received().toString(), `warm12345${numbers}`);
});

test('latency does not limit how much is under way', async (t) => {
  const proxy = await proxied(t, echo());
  const caller = await call(proxy);
  const fault = proxy.inject({ kind: 'latency', latencyMs: 100 });
  const sizeBytes = 8 * 1024 * 1024;
  const startedAt = performance.now();
  caller.socket.end(Buffer.alloc(sizeBytes, 'x'));
  await caller.until(sizeBytes);
  const tookMs = performance.now() - startedAt;
  assert.ok(tookMs >= 99 && tookMs < 5000, `took ${tookMs} ms`);
  await fault.undo();
});

test('bandwidth: shared by the connections of an edge, and given back at once', async (t) => {
  const proxy = await proxied(t, echo());
  const callers = await Promise.all([call(proxy), call(proxy)]);
  const fault = proxy.inject({ kind: 'bandwidth', bytesPerSecond: 200_000 });
  const startedAt = performance.now();
  for (const caller of callers) caller.socket.write(Buffer.alloc(20_000, 'x'));
  await Promise.all(callers.map((caller) => caller.until(20_000)));
  const tookMs = performance.now() - startedAt;
  assert.ok(tookMs >= 195, `40,000 bytes at 200,000 a second took ${tookMs} ms`);
  for (const caller of callers) caller.socket.end(Buffer.alloc(10_000_000, 'x'));
  await fault.undo();
  await Promise.all(callers.map((caller) => caller.until(10_020_000)));
});

test('half-open: bytes are swallowed and nobody is told; what has lost bytes is reset at the end', async (t) => {
  const proxy = await proxied(t, echo());
  const [quiet, talking] = [await call(proxy), await call(proxy)];
  for (const caller of [quiet, talking]) {
    caller.socket.write('a');
    await caller.until(1);
  }
  const fault = proxy.inject({ kind: 'half-open' });
  const silent = await call(proxy);
  const lost = await call(proxy);
  talking.socket.write('lost');
  lost.socket.write('lost');
  lost.socket.end();
  // The bytes have been taken when the proxy answers somebody who came later.
  const other = await proxied(t, echo());
  const later = await call(other);
  later.socket.write('.');
  await later.until(1);
  assert.equal(lost.received().length, 0);
  await fault.undo();
  assert.equal(await talking.ended, 'ECONNRESET');
  assert.equal(await lost.ended, 'ECONNRESET');
  for (const caller of [quiet, silent]) {
    caller.socket.end('b');
    assert.equal(await caller.ended, 'end');
  }
  assert.equal(quiet.received().toString(), 'ab');
  assert.equal(silent.received().toString(), 'b');
});

test('slow-close: bytes come at once, the end later', async (t) => {
  const proxy = await proxied(t, echo());
  const caller = await call(proxy);
  const fault = proxy.inject({ kind: 'slow-close', delayMs: 60 });
  const startedAt = performance.now();
  caller.socket.end('x');
  await caller.until(1);
  const bytesMs = performance.now() - startedAt;
  assert.equal(await caller.ended, 'end');
  // Once on the way there and once on the way back.
  const tookMs = performance.now() - startedAt;
  assert.ok(tookMs >= 118 && bytesMs < tookMs - 50, `bytes ${bytesMs} ms, end ${tookMs} ms`);
  await fault.undo();
});

test('a target that is not there: reset as early as can be, refused once it is known to be gone', async (t) => {
  const target = createServer();
  const proxy = await proxied(t, target);
  target.close();
  assert.equal(await (await call(proxy)).ended, 'ECONNRESET');
  proxy.targetGone();
  assert.equal(await (await call(proxy)).ended, 'ECONNREFUSED');
  await proxy.targetThere();
  assert.equal(await (await call(proxy)).ended, 'ECONNRESET');
});

test('a reader that does not read stops the writer: memory stays bounded', async (t) => {
  const target = createServer({ allowHalfOpen: true }, (socket) => {
    const chunk = Buffer.alloc(1024 * 1024);
    const write = (): void => {
      while (socket.write(chunk));
    };
    socket.on('drain', write);
    socket.on('error', () => socket.destroy());
    write();
  });
  const proxy = await proxied(t, target);
  const caller = await call(proxy);
  caller.socket.pause();
  let before = -1;
  // Until nothing moves any more.
  while (before !== proxy.counts.bytesToCaller) {
    before = proxy.counts.bytesToCaller;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.ok(before < 32 * 1024 * 1024, `${before} bytes taken`);
  caller.socket.resume();
  await caller.until(before + 1024 * 1024);
});

test('any sequence of faults that lose nothing delivers the same bytes', async (t) => {
  for (let seed = 1; seed <= 15; seed += 1) {
    const random = seeded(seed);
    const proxy = await proxied(t, echo(), { random });
    const caller = await call(proxy);
    const sent: Buffer[] = [];
    const inForce: { undo(): Promise<void> }[] = [];
    const faults: (() => EdgeFault)[] = [
      () => ({ kind: 'latency', latencyMs: random() * 20, jitterMs: random() * 20 }),
      () => ({ kind: 'bandwidth', bytesPerSecond: 1000 + random() * 5_000_000 }),
      () => ({ kind: 'slow-close', delayMs: random() * 20 }),
      () => ({ kind: 'status', status: 503, firstRequests: 2 }),
    ];
    for (let turn = 0; turn < 40; turn += 1) {
      const dice = random();
      if (dice < 0.5) {
        const chunk = Buffer.alloc(Math.floor(random() ** 3 * 100_000));
        for (let at = 0; at < chunk.length; at += 1) chunk[at] = Math.floor(random() * 256);
        sent.push(chunk);
        caller.socket.write(chunk);
      } else if (dice < 0.7) {
        const fault = faults[Math.floor(random() * faults.length)];
        if (fault !== undefined) inForce.push(proxy.inject(fault()));
      } else if (dice < 0.85) {
        await inForce.splice(Math.floor(random() * inForce.length), 1)[0]?.undo();
      } else await new Promise((resolve) => setTimeout(resolve, random() * 10));
    }
    caller.socket.end();
    for (const fault of inForce) await fault.undo();
    assert.equal(await caller.ended, 'end', `seed ${seed}`);
    assert.ok(Buffer.concat(sent).equals(caller.received()), `seed ${seed}: other bytes came`);
  }
});

test('after any sequence of destructive faults a new connection works as before', async (t) => {
  const kinds = ['down', 'reset', 'half-open'] as const;
  const proxy = await proxied(t, echo());
  const random = seeded(7);
  for (let turn = 0; turn < 30; turn += 1) {
    const inForce = Array.from({ length: 1 + Math.floor(random() * 3) }, () =>
      proxy.inject({ kind: kinds[Math.floor(random() * 3)] ?? 'down' }),
    );
    const during = await call(proxy);
    during.socket.write('lost');
    for (const fault of inForce) await fault.undo();
    during.socket.destroy();
    const after = await call(proxy);
    after.socket.end('kept');
    assert.equal(await after.ended, 'end');
    assert.equal(after.received().toString(), 'kept');
  }
});

test('closing a proxy resets what is open and gives the port back', async (t) => {
  const proxy = await proxied(t, echo());
  const caller = await call(proxy);
  await proxy.close();
  await proxy.close();
  assert.equal(await caller.ended, 'ECONNRESET');
  const { host, port } = proxy;
  await using second = await startEdgeProxy({ target: () => ({ host, port }), listenPort: port });
  assert.equal(second.port, port);
});
