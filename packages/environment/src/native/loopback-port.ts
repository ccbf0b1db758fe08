import { randomInt } from 'node:crypto';
import { connect, createServer } from 'node:net';

import { LOOPBACK } from './rewrite.ts';

/** Below the range from which systems take the ports of outgoing connections, so those do not take ours. */
const FIRST_PORT = 20_000;
const LAST_PORT = 31_999;

/** Ports that are given out in this process and may not be bound yet. */
const reserved = new Set<number>();

/** Finds a free loopback port and keeps it from being found again until it is released. */
export async function reserveFreePort(): Promise<number> {
  const count = LAST_PORT - FIRST_PORT + 1;
  const offset = randomInt(count);
  for (let step = 0; step < count; step += 1) {
    const port = FIRST_PORT + ((offset + step) % count);
    if (reserved.has(port)) continue;
    reserved.add(port);
    if (await isPortFree(port)) return port;
    reserved.delete(port);
  }
  throw new Error(`no free port from ${FIRST_PORT} to ${LAST_PORT}`);
}

/** Keeps a certain port, if it is free and nobody in this process has it. */
export async function reservePort(port: number): Promise<boolean> {
  if (reserved.has(port)) return false;
  reserved.add(port);
  if (await isPortFree(port)) return true;
  reserved.delete(port);
  return false;
}

/** Gives ports back; those that were never reserved are no error. */
export function releasePorts(ports: Iterable<number>): void {
  for (const port of ports) reserved.delete(port);
}

/** Whether nobody listens on the port, on loopback or on all addresses. */
async function isPortFree(port: number): Promise<boolean> {
  return (await canListen(port, LOOPBACK)) && (await canListen(port, '::'));
}

/** Whether somebody accepts connections on the loopback port. */
export function isPortAnswering(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: LOOPBACK });
    const answer = (isAnswering: boolean): void => {
      socket.destroy();
      resolve(isAnswering);
    };
    socket.setTimeout(1000, () => answer(false));
    socket.once('connect', () => answer(true));
    socket.once('error', () => answer(false));
  });
}

function canListen(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      // A machine without IPv6 has no such address to be taken.
      resolve(error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT');
    });
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}
