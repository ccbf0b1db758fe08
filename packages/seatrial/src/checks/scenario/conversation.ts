import type { IncomingMessage } from 'node:http';

import { WebSocket } from 'ws';

import type { Connection } from './connections.ts';
import { parseJson } from './parse-json.ts';

/** Unread beyond these, the socket is paused: nothing is lost and memory stays bounded. */
const MAX_UNREAD = 1000;
const MAX_UNREAD_BYTES = 10 * 1024 * 1024;

/** How opening a socket ended. */
export type Opening =
  | { readonly form: 'open'; readonly conversation: Conversation }
  | { readonly form: 'refused'; readonly status: number; readonly body: string }
  | { readonly form: 'error'; readonly error: Error };

/** Told of each message as it passes, seen from the service: it sends, or it receives. */
export type OnMessage = (action: 'send' | 'receive', text: string) => void;

/** An open WebSocket and the messages that nobody has read yet. */
export class Conversation implements Connection {
  readonly #socket: WebSocket;
  readonly #onMessage: OnMessage | undefined;
  readonly #unread: { readonly value: unknown; readonly sizeBytes: number }[] = [];
  #unreadBytes = 0;
  #closed: { readonly code: number; readonly reason: string } | null = null;
  #error: Error | null = null;
  #wake: () => void = () => undefined;

  private constructor(socket: WebSocket, onMessage: OnMessage | undefined) {
    this.#socket = socket;
    this.#onMessage = onMessage;
    socket.on('message', (data, isBinary) => this.#take(data as Buffer, isBinary));
    socket.on('close', (code, reason) => {
      this.#closed = { code, reason: reason.toString() };
      this.#wake();
    });
    socket.on('error', (error) => {
      this.#error = error;
      this.#wake();
    });
  }

  /** Opens a socket. @throws the reason of the signal when it is aborted meanwhile */
  static open(
    url: string,
    options: {
      readonly headers: Readonly<Record<string, string>>;
      readonly signal: AbortSignal;
      readonly onMessage?: OnMessage;
    },
  ): Promise<Opening> {
    const { signal } = options;
    signal.throwIfAborted();
    const protocols = options.headers['sec-websocket-protocol']?.split(/\s*,\s*/) ?? [];
    const headers = { ...options.headers };
    delete headers['sec-websocket-protocol'];
    const socket = new WebSocket(url, protocols, {
      headers,
      followRedirects: false,
      maxPayload: MAX_UNREAD_BYTES,
      perMessageDeflate: false,
    });
    const conversation = new Conversation(socket, options.onMessage);
    return new Promise((resolve, reject) => {
      const abort = (): void => {
        void conversation.close();
        reject(signal.reason as Error);
      };
      const settle = (opening: Opening): void => {
        signal.removeEventListener('abort', abort);
        resolve(opening);
      };
      signal.addEventListener('abort', abort, { once: true });
      socket.once('open', () => settle({ form: 'open', conversation }));
      socket.once('error', (error) => settle({ form: 'error', error }));
      socket.once('unexpected-response', (request, response) => {
        const refuse = async (): Promise<void> => {
          const body = await readStart(response);
          request.destroy();
          settle({ form: 'refused', status: response.statusCode ?? 0, body });
        };
        void refuse();
      });
    });
  }

  /** How it ended, if it has and all messages before that are read. */
  get closed(): { readonly code: number; readonly reason: string } | null {
    return this.#unread.length === 0 ? this.#closed : null;
  }

  get error(): Error | null {
    return this.#error;
  }

  send(message: string): void {
    this.#onMessage?.('receive', message);
    this.#socket.send(message, (error) => {
      if (error instanceof Error) this.#error ??= error;
    });
  }

  /** The next message, parsed when it is JSON; null once the socket is closed. */
  async next(signal: AbortSignal): Promise<{ readonly value: unknown } | null> {
    for (;;) {
      const message = this.#unread.shift();
      if (message !== undefined) {
        this.#unreadBytes -= message.sizeBytes;
        if (this.#socket.isPaused && !this.#isFull()) this.#socket.resume();
        return { value: message.value };
      }
      if (this.#closed !== null) return null;
      await this.#change(signal);
    }
  }

  close(): Promise<void> {
    this.#socket.terminate();
    return Promise.resolve();
  }

  #isFull(): boolean {
    return this.#unread.length >= MAX_UNREAD || this.#unreadBytes >= MAX_UNREAD_BYTES;
  }

  #take(data: Buffer, isBinary: boolean): void {
    this.#onMessage?.('send', data.toString('utf8'));
    const text = data.toString(isBinary ? 'base64' : 'utf8');
    const json = isBinary ? { isJson: false, value: undefined } : parseJson(text);
    this.#unread.push({ value: json.isJson ? json.value : text, sizeBytes: data.length });
    this.#unreadBytes += data.length;
    if (this.#isFull()) this.#socket.pause();
    this.#wake();
  }

  #change(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const abort = (): void => reject(signal.reason as Error);
      if (signal.aborted) return abort();
      signal.addEventListener('abort', abort, { once: true });
      this.#wake = () => {
        signal.removeEventListener('abort', abort);
        resolve();
      };
      return undefined;
    });
  }
}

const MAX_REFUSAL_CHARACTERS = 1000;

async function readStart(response: IncomingMessage): Promise<string> {
  let text = '';
  try {
    for await (const chunk of response) {
      text += String(chunk);
      if (text.length > MAX_REFUSAL_CHARACTERS) break;
    }
  } catch (error) {
    text += ` (broke off: ${String(error)})`;
  }
  return text.slice(0, MAX_REFUSAL_CHARACTERS);
}
