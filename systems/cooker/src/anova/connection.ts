import { WebSocket } from 'ws';

import type { Log } from './log.ts';
import { type AnovaTimings, backoffMs } from './timings.ts';

/** Why the connection is not there. */
export type DownReason = 'starting' | 'unreachable' | 'unauthorised';

interface ConnectionEvents {
  readonly onText: (text: string) => void;
  readonly onUp: () => void;
  /** @param refused - the cloud ended a working session saying that the client is not authorised */
  readonly onDown: (refused: boolean) => void;
}

export interface ConnectionOptions {
  readonly url: URL;
  readonly token: string;
  readonly timings: AnovaTimings;
  readonly random: () => number;
  readonly log: Log;
  readonly events: ConnectionEvents;
}

/** Close codes that say "unauthorised": IANA's 3000 and 3003, and the common private ones. */
const UNAUTHORISED_CLOSES: ReadonlySet<number> = new Set([3000, 3003, 4401, 4403]);
/** State documents are about 2 KB; the cap keeps a confused peer from filling the memory of a Pi. */
const MAX_MESSAGE_BYTES = 1024 * 1024;

/**
 * One WebSocket to the cloud that comes back for ever: jittered exponential back-off, a slower one while the token is
 * refused, and a reconnect when nothing at all was heard for `silenceMs`. The cloud does not answer pings reliably, so
 * a missing pong proves nothing.
 */
export class CloudConnection {
  readonly #options: ConnectionOptions;
  #socket: WebSocket | undefined;
  #reason: DownReason = 'starting';
  #attempts = 0;
  #authAttempts = 0;
  #sessions = 0;
  #isHealthy = false;
  #isClosed = false;
  #retryTimer: NodeJS.Timeout | undefined;
  #silenceTimer: NodeJS.Timeout | undefined;

  constructor(options: ConnectionOptions) {
    this.#options = options;
  }

  get isOpen(): boolean {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  /** Only meaningful while the connection is not open. */
  get downReason(): DownReason {
    return this.#reason;
  }

  get reconnects(): number {
    return Math.max(0, this.#sessions - 1);
  }

  /** Starts connecting now, also out of a back-off pause. */
  connect(): void {
    if (this.#isClosed || this.#socket !== undefined) return;
    clearTimeout(this.#retryTimer);
    let socket: WebSocket;
    try {
      socket = new WebSocket(this.#address(), {
        handshakeTimeout: this.#options.timings.handshakeTimeoutMs,
        maxPayload: MAX_MESSAGE_BYTES,
        perMessageDeflate: false,
      });
    } catch (error) {
      this.#lost({ refused: false, detail: this.#describe(error) });
      return;
    }
    this.#socket = socket;
    this.#listen(socket);
  }

  /** @returns false when there is no open connection to send on */
  send(text: string): boolean {
    if (!this.isOpen) return false;
    this.#socket?.send(text);
    return true;
  }

  /** Called when a state message proved that the whole way to the cooker works; only this resets the back-off. */
  markHealthy(): void {
    this.#isHealthy = true;
    this.#attempts = 0;
    this.#authAttempts = 0;
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#retryTimer);
    clearTimeout(this.#silenceTimer);
    this.#socket?.terminate();
    this.#socket = undefined;
  }

  #address(): URL {
    const address = new URL(this.#options.url);
    address.searchParams.set('token', this.#options.token);
    address.searchParams.set('supportedAccessories', 'APC');
    return address;
  }

  #listen(socket: WebSocket): void {
    let detail: string | undefined;
    let isRefused = false;
    socket.on('open', () => {
      this.#sessions += 1;
      this.#options.log({ level: 'info', msg: 'cloud connected', reconnects: this.reconnects });
      this.#heard();
      this.#options.events.onUp();
    });
    socket.on('message', (data, isBinary) => {
      this.#heard();
      // `data` is a Buffer: the default binaryType. Binary frames are no part of the protocol.
      if (!isBinary) this.#options.events.onText((data as Buffer).toString('utf8'));
    });
    socket.on('ping', () => {
      this.#heard();
    });
    socket.on('unexpected-response', (_request, response) => {
      isRefused = response.statusCode === 401 || response.statusCode === 403;
      detail = `upgrade answered with HTTP ${response.statusCode}`;
      response.resume();
      socket.terminate();
    });
    socket.on('error', (error) => {
      detail ??= this.#describe(error);
    });
    socket.on('close', (code, reason) => {
      if (this.#isClosed || this.#socket !== socket) return;
      isRefused ||= saysUnauthorised(code, reason.toString('utf8'));
      this.#lost({ refused: isRefused, detail: detail ?? `closed with code ${code}` });
    });
  }

  #heard(): void {
    clearTimeout(this.#silenceTimer);
    this.#silenceTimer = setTimeout(() => {
      const { silenceMs } = this.#options.timings;
      this.#options.log({ level: 'warn', msg: 'cloud silent, reconnecting', silenceMs });
      this.#socket?.terminate();
    }, this.#options.timings.silenceMs);
  }

  #lost(how: { readonly refused: boolean; readonly detail: string }): void {
    clearTimeout(this.#silenceTimer);
    this.#socket = undefined;
    const wasHealthy = this.#isHealthy;
    this.#isHealthy = false;
    // A session that worked and ends as unauthorised is an expiry: the same token may well be taken again.
    const isExpiry = how.refused && wasHealthy;
    this.#reason = how.refused && !wasHealthy ? 'unauthorised' : 'unreachable';
    const retryInMs = isExpiry ? 0 : this.#nextPauseMs();
    this.#options.log({
      level: this.#reason === 'unauthorised' ? 'error' : 'warn',
      msg: this.#reason === 'unauthorised' ? 'cloud refused the token' : 'cloud not connected',
      detail: how.detail,
      retryInMs: Math.round(retryInMs),
    });
    this.#retryTimer = setTimeout(() => {
      this.connect();
    }, retryInMs);
    this.#options.events.onDown(isExpiry);
  }

  #nextPauseMs(): number {
    const { timings, random } = this.#options;
    if (this.#reason === 'unauthorised') {
      const limits = { initialMs: timings.authRetryInitialMs, maxMs: timings.authRetryMaxMs };
      return backoffMs(this.#authAttempts++, limits, random());
    }
    const limits = { initialMs: timings.reconnectInitialMs, maxMs: timings.reconnectMaxMs };
    return backoffMs(this.#attempts++, limits, random());
  }

  #describe(error: unknown): string {
    const text = error instanceof Error ? error.message : String(error);
    // A URL in a message of a library would carry the token, plain or percent-encoded.
    return text
      .replaceAll(this.#options.token, '[token]')
      .replaceAll(encodeURIComponent(this.#options.token), '[token]');
  }
}

function saysUnauthorised(code: number, reason: string): boolean {
  return UNAUTHORISED_CLOSES.has(code) || (code === 1008 && /unauthori[sz]ed/i.test(reason));
}
