/** A server that keeps nothing: answers what the steps of the generated project expect. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const server = createServer((request, response) => {
  let text = '';
  request.setEncoding('utf8');
  request.on('data', (chunk: string) => {
    text += chunk;
  });
  request.on('end', () => {
    const asked = request.url?.split('/').at(-1) ?? '';
    const { amount } = text === '' ? { amount: 1 } : (JSON.parse(text) as { amount: number });
    const id = request.method === 'POST' ? `item-${asked}` : asked;
    const body = JSON.stringify({ id, state: 'ready', amount, tags: ['new', 'small'] });
    response.writeHead(200, {
      'content-type': 'application/json; charset=utf-8',
      'content-length': Buffer.byteLength(body),
    });
    response.end(body);
  });
});

server.listen(Number(process.env['PORT']), '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  process.stdout.write(`${JSON.stringify({ msg: 'listening', port })}\n`);
});
process.once('SIGTERM', () => process.exit());
