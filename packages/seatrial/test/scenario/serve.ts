import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { connect, createServer as createTcpServer } from 'node:net';
import type { AddressInfo } from 'node:net';

/** A server on a free loopback port; `await using` closes it with all its connections. */
export interface Served extends AsyncDisposable {
  readonly port: number;
  readonly server: Server;
}

type Listener = (request: IncomingMessage, response: ServerResponse) => unknown;

export async function serve(listener: Listener): Promise<Served> {
  const server = createServer((request, response) => void listener(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    server,
    [Symbol.asyncDispose]: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** A server that takes connections, reads, and never says a word. */
export async function serveSilence(
  onClose: () => void,
): Promise<{ readonly port: number } & AsyncDisposable> {
  const server = createTcpServer((socket) => {
    socket.resume();
    socket.on('error', onClose);
    socket.on('close', onClose);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: async () => {
      const closed = once(server, 'close');
      server.close();
      await closed;
    },
  };
}

/** A port on which nobody listens: it was free a moment ago. */
export async function deadPort(): Promise<number> {
  const { port, [Symbol.asyncDispose]: close } = await serve(() => undefined);
  await close();
  return port;
}

/** True when something takes connections there. */
export async function isListening(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
