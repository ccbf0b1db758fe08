import { randomUUID } from 'node:crypto';
import { once } from 'node:events';

import { WebSocket } from 'ws';

export const TOKEN = 'anova-simulator-token';
const WAIT_MS = 5_000;

// The tests reach into documents of three shapes; typing them all would test the types only.
// oxlint-disable-next-line typescript/no-explicit-any
export type StateDocument = any;

export interface Message {
  readonly command: string;
  readonly requestId?: string;
  readonly payload: StateDocument;
}

/** A bare client of the wire: sends what it is told, keeps what it gets. */
export class WireClient implements AsyncDisposable {
  readonly messages: Message[] = [];
  readonly socket: WebSocket;
  readonly #watchers = new Set<() => void>();
  closeCode: number | undefined;

  constructor(port: number, query = `token=${TOKEN}&supportedAccessories=APC`) {
    this.socket = new WebSocket(`ws://127.0.0.1:${port}/?${query}`);
    this.socket.on('message', (data) => {
      this.messages.push(JSON.parse((data as Buffer).toString('utf8')) as Message);
      for (const watch of this.#watchers) watch();
    });
    this.socket.on('close', (code) => {
      this.closeCode = code;
      for (const watch of this.#watchers) watch();
    });
  }

  static async connect(port: number, query?: string): Promise<WireClient> {
    const client = new WireClient(port, query);
    await once(client.socket, 'open');
    return client;
  }

  /** Sends a command and waits for its RESPONSE. */
  async command(name: string, payload: unknown): Promise<Message> {
    const requestId = this.send(name, payload);
    return await this.message((message) => message.requestId === requestId);
  }

  send(name: string, payload: unknown): string {
    const requestId = randomUUID();
    this.socket.send(JSON.stringify({ command: name, requestId, payload }));
    return requestId;
  }

  /** The first message, past or future, that meets the condition; `from` skips that many. */
  async message(isMeant: (message: Message) => boolean, from = 0): Promise<Message> {
    let found: Message | undefined;
    await this.until(() => {
      found = this.messages.slice(from).find(isMeant);
      return found !== undefined;
    });
    return found as Message; // until() throws otherwise
  }

  /** The next state document that meets the condition. */
  async state(isMeant: (state: StateDocument) => boolean, from = 0): Promise<StateDocument> {
    const isState = (message: Message): boolean =>
      message.command === 'EVENT_APC_STATE' && isMeant(message.payload.state);
    return (await this.message(isState, from)).payload.state;
  }

  async until(isReached: () => boolean): Promise<void> {
    if (isReached()) return;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const watch = (): void => {
      if (isReached()) resolve();
    };
    const timer = setTimeout(() => {
      const last = JSON.stringify(this.messages.slice(-3));
      reject(new Error(`not seen within ${WAIT_MS} ms: ${isReached.toString()}; last: ${last}`));
    }, WAIT_MS);
    this.#watchers.add(watch);
    try {
      await promise;
    } finally {
      clearTimeout(timer);
      this.#watchers.delete(watch);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.socket.readyState === WebSocket.CLOSED) return;
    const closed = once(this.socket, 'close');
    this.socket.terminate();
    await closed;
  }
}

/** The HTTP status that refuses an upgrade. */
export async function refusalStatus(port: number, query: string): Promise<number> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/?${query}`);
  socket.on('error', () => {
    // The refusal is what is asked for; it comes as `unexpected-response` first.
  });
  const [request, response] = (await once(socket, 'unexpected-response')) as [
    { destroy: () => void },
    { statusCode: number },
  ];
  request.destroy();
  return response.statusCode;
}
