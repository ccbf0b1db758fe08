/**
 * Our own generator, for machines without wrk; a process of its own. Raw sockets and the least HTTP/1.1
 * parser that the servers measured here need: every answer has a `content-length`. Argument: a `Load`, JSON.
 */
import { connect } from 'node:net';

import type { Load } from './load.ts';

const HEAD_END = '\r\n\r\n';

const load = JSON.parse(process.argv[2] ?? '') as Load;
const request = requestBytes(load);
const latenciesMs: number[] = [];
let refused = 0;
let lost = 0;

const startedMs = performance.now();
const endMs = startedMs + load.durationSeconds * 1000;
await Promise.all(Array.from({ length: load.connections }, keepAsking));
const durationSeconds = (performance.now() - startedMs) / 1000;
const sorted = Float64Array.from(latenciesMs).toSorted();
const quantile = (share: number): number => sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
process.stdout.write(
  JSON.stringify({
    requests: sorted.length,
    durationSeconds,
    p50Ms: quantile(0.5),
    p99Ms: quantile(0.99),
    refused,
    lost,
  }),
);

/** One connection: the next request leaves when the answer to the last has come. */
function keepAsking(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const socket = connect({ port: load.port, host: '127.0.0.1', noDelay: true });
  let sentMs = 0;
  let received = '';
  const send = (): void => {
    sentMs = performance.now();
    socket.write(request);
  };
  socket.setEncoding('latin1');
  socket.on('connect', send);
  socket.on('data', (chunk: string) => {
    received += chunk;
    const length = answerLength(received);
    if (length === undefined || received.length < length) return;
    const nowMs = performance.now();
    latenciesMs.push(nowMs - sentMs);
    // `HTTP/1.1 409 …`: the class of the status is its first digit.
    if (received.charCodeAt(9) >= 52) refused += 1;
    received = received.slice(length);
    if (nowMs < endMs) send();
    else socket.destroy();
  });
  socket.on('error', () => {
    lost += 1;
  });
  socket.on('end', () => {
    lost += 1;
  });
  socket.on('close', () => resolve());
  return promise;
}

/** Head and body, in bytes; undefined while the head is not complete. */
function answerLength(received: string): number | undefined {
  const end = received.indexOf(HEAD_END);
  if (end === -1) return undefined;
  const length = /\r\ncontent-length: (\d+)/i.exec(received.slice(0, end))?.[1];
  if (length === undefined) throw new Error(`an answer without content-length: ${received}`);
  return end + HEAD_END.length + Number(length);
}

function requestBytes({ request: { method, path, headers, body }, port }: Load): Buffer {
  const all = {
    host: `127.0.0.1:${port}`,
    ...headers,
    ...(body !== '' && { 'content-length': String(Buffer.byteLength(body)) }),
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  return Buffer.from(`${[`${method} ${path} HTTP/1.1`, ...lines].join('\r\n')}${HEAD_END}${body}`);
}
