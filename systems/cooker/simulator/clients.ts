import type { WebSocket } from 'ws';

import { closeGently, roundTrip } from './round-trip.ts';

/** The connected clients, and waiting for them. */
export class Clients {
  readonly #all = new Set<WebSocket>();
  readonly #arrivals = new Set<() => void>();

  get open(): readonly WebSocket[] {
    return [...this.#all].filter((client) => client.readyState === client.OPEN);
  }

  add(client: WebSocket): void {
    this.#all.add(client);
    client.on('close', () => {
      this.#all.delete(client);
    });
    // A socket error is always followed by its close, which is all that matters here.
    client.on('error', () => {
      client.terminate();
    });
  }

  /** Tells those who wait for a client that one is there and has been greeted. */
  announceArrival(): void {
    for (const arrived of this.#arrivals) arrived();
  }

  /** @returns whether a client is there, or came in time */
  async arrival(withinMs: number): Promise<boolean> {
    if (this.open.length > 0) return true;
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const arrived = (): void => {
      resolve(true);
    };
    this.#arrivals.add(arrived);
    const timer = setTimeout(() => {
      resolve(false);
    }, withinMs);
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      this.#arrivals.delete(arrived);
    }
  }

  /** @returns whether there are clients and each has processed everything it was sent */
  async haveProcessed(withinMs: number): Promise<boolean> {
    const answers = await Promise.all(this.open.map((client) => roundTrip(client, withinMs)));
    return answers.length > 0 && answers.every(Boolean);
  }

  /** Cuts every connection without a word, as a failing network does. */
  drop(): void {
    for (const client of this.#all) client.terminate();
  }

  /** Closes every connection and waits until each client has seen it. */
  async close(code: number, reason: string): Promise<void> {
    await Promise.all([...this.#all].map((client) => closeGently(client, code, reason)));
  }
}
