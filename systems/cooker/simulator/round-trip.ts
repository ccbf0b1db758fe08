import { randomUUID } from 'node:crypto';

import type { WebSocket } from 'ws';

const CLOSE_TIMEOUT_MS = 1_000;

/**
 * Sends a ping and waits for its pong. Frames are processed in order, so with the pong everything sent before has been
 * processed too.
 *
 * @returns false when the client did not answer in time or went away; a client that goes away counts as false
 */
export async function roundTrip(client: WebSocket, withinMs: number): Promise<boolean> {
  const mark = randomUUID();
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const onPong = (data: Buffer): void => {
    if (data.toString('utf8') === mark) resolve(true);
  };
  const onClose = (): void => {
    resolve(false);
  };
  const timer = setTimeout(onClose, withinMs);
  client.on('pong', onPong);
  client.on('close', onClose);
  client.ping(mark);
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    client.off('pong', onPong);
    client.off('close', onClose);
  }
}

/** Closes with a closing handshake, so that the client knows when this resolves; cuts the line if it does not answer. */
export async function closeGently(client: WebSocket, code: number, reason: string): Promise<void> {
  if (client.readyState === client.CLOSED) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  client.once('close', () => {
    resolve();
  });
  const timer = setTimeout(() => {
    client.terminate();
  }, CLOSE_TIMEOUT_MS);
  client.close(code, reason);
  try {
    await promise;
  } finally {
    clearTimeout(timer);
  }
}
