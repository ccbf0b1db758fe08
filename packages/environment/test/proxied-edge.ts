import { once } from 'node:events';
import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import { connect, createServer as createTcpServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import type { TestContext } from 'node:test';

import { startEdgeProxy } from '../src/proxy/edge-proxy.ts';
import type { EdgeProxy, EdgeProxyOptions } from '../src/proxy/edge-proxy.ts';

/** A target and a proxy before it; both go with the test. */
export async function proxied(
  t: TestContext,
  target: Server,
  options: Partial<EdgeProxyOptions> = {},
): Promise<EdgeProxy> {
  target.listen(0, '127.0.0.1');
  await once(target, 'listening');
  const { port } = target.address() as AddressInfo;
  const sockets = new Set<Socket>();
  target.on('connection', (socket: Socket) => sockets.add(socket));
  const proxy = await startEdgeProxy({ target: () => ({ host: '127.0.0.1', port }), ...options });
  t.after(async () => {
    await proxy.close();
    target.close();
    for (const socket of sockets) socket.destroy();
  });
  return proxy;
}

/** Sends every byte back and ends when the caller has ended. */
export function echo(): Server {
  return createTcpServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => socket.destroy());
    socket.pipe(socket);
  });
}

export function web(listener: RequestListener): Server {
  return createServer(listener);
}

/** A caller of a proxy, with half-open ends allowed and all it has received. */
export interface Caller {
  readonly socket: Socket;
  /** Everything so far. */
  readonly received: () => Buffer;
  /** Resolves when so many bytes have come, or the text. */
  readonly until: (what: number | string) => Promise<Buffer>;
  /** `end`, or the code of the error that came instead. */
  readonly ended: Promise<string>;
}

export async function call(proxy: EdgeProxy): Promise<Caller> {
  const socket = connect({ port: proxy.port, host: proxy.host, allowHalfOpen: true });
  const chunks: Buffer[] = [];
  const received = (): Buffer => Buffer.concat(chunks);
  const waiting = new Set<() => void>();
  const look = (): void => {
    for (const one of waiting) one();
  };
  let length = 0;
  socket.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    length += chunk.length;
    look();
  });
  const ended = new Promise<string>((resolve) => {
    socket.once('end', () => resolve('end'));
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  });
  const until = (what: number | string): Promise<Buffer> =>
    new Promise((resolve, reject) => {
      const one = (): void => {
        const isThere = typeof what === 'number' ? length >= what : received().includes(what);
        if (!isThere) return;
        waiting.delete(one);
        resolve(received());
      };
      waiting.add(one);
      const fail = async (): Promise<void> => {
        const how = await ended;
        one();
        reject(new Error(`${how} before ${String(what)}; got ${received().toString('latin1')}`));
      };
      void fail();
      one();
    });
  await new Promise<void>((resolve) => {
    socket.once('connect', resolve);
    void ended.then(() => resolve());
  });
  return { socket, received, until, ended };
}

/** Random numbers from 0 to 1 that are the same at every run (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
