/**
 * What the gateway is measured against: node:http and nothing else. Answers each path with the status and
 * the JSON that the gateway itself gave, and parses a body as the gateway has to. Argument: the answers, JSON.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { Answer } from './gateway.ts';

const answers = JSON.parse(process.argv[2] ?? '{}') as Readonly<Record<string, Answer>>;

const server = createServer((request, response) => {
  const respond = (): void => {
    const answer = answers[`${request.method} ${request.url}`];
    const body = JSON.stringify(answer?.json ?? {});
    response.writeHead(answer?.status ?? 404, {
      'content-type': 'application/json; charset=utf-8',
      'content-length': Buffer.byteLength(body),
    });
    response.end(body);
  };
  if (request.method !== 'POST') {
    respond();
    return;
  }
  let text = '';
  request.setEncoding('utf8');
  request.on('data', (chunk: string) => {
    text += chunk;
  });
  request.on('end', () => {
    if (text !== '') JSON.parse(text);
    respond();
  });
});

server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  process.stdout.write(`${JSON.stringify({ msg: 'listening', port })}\n`);
});
process.once('SIGTERM', () => process.exit());
