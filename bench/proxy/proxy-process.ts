/** A proxy in a process of its own, as the load generator and the target are. Arguments: kind, target's port. */
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

import { startEdgeProxy } from '../../packages/environment/src/index.ts';

const [kind, port] = process.argv.slice(2);
const target = { host: '127.0.0.1', port: Number(port) };

process.once('SIGTERM', () => process.exit());
const listening = kind === 'pipe' ? await pipe() : await ours();
process.stdout.write(`${JSON.stringify({ msg: 'listening', port: listening })}\n`);

async function ours(): Promise<number> {
  const protocol = kind === 'tcp' ? 'tcp' : 'auto';
  const proxy = await startEdgeProxy({ target: () => target, protocol });
  return proxy.port;
}

/** The least that is a proxy in Node: it can break nothing. */
function pipe(): Promise<number> {
  const server = createServer({ noDelay: true }, (caller) => {
    const callee = connect({ ...target, noDelay: true });
    caller.pipe(callee).pipe(caller);
    caller.once('error', () => callee.destroy());
    callee.once('error', () => caller.destroy());
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}
