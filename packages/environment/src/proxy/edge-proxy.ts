import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';

import { EdgeConditions } from './edge-conditions.ts';
import type { FaultInForce } from './edge-conditions.ts';
import { EdgeConnection } from './edge-connection.ts';
import type { EdgeContext, EdgeProtocol } from './edge-connection.ts';
import type { EdgeFault, EdgeFaultEffect } from './edge-fault.ts';
import { isHttpFault } from './edge-fault.ts';

/** Where a proxy listens and what it stands before. */
export interface EdgeProxyOptions {
  /** Asked at every connection, so that a target may move. */
  readonly target: () => { readonly host: string; readonly port: number };
  /** `auto` looks at the first bytes of every connection; `tcp` never looks. Default `auto`. */
  readonly protocol?: 'auto' | 'tcp';
  /** Default 127.0.0.1. */
  readonly listenHost?: string;
  /** Default: any free one. */
  readonly listenPort?: number;
  /** From 0 to 1, for jitter; default `Math.random`. */
  readonly random?: () => number;
}

/** What has gone through a proxy. */
export interface EdgeCounts {
  readonly connections: number;
  readonly openConnections: number;
  /** Of HTTP/1, as far as recognised. */
  readonly requests: number;
  readonly bytesToTarget: number;
  readonly bytesToCaller: number;
}

/** A fault of one edge; {@link InjectedFault.undo} takes it away again. */
export interface InjectedFault {
  readonly fault: EdgeFault;
  readonly effect: EdgeFaultEffect;
  /**
   * Idempotent. What waited because of this fault goes its way at once; a connection that has lost bytes to it is
   * reset. Rejects when the port cannot be had back after `down`.
   */
  undo(): Promise<void>;
}

/** A TCP proxy that stands for one edge: everything passes unchanged until a fault is injected. */
export interface EdgeProxy extends AsyncDisposable {
  readonly host: string;
  readonly port: number;
  /** What has been recognised on its connections so far. */
  readonly protocols: ReadonlySet<EdgeProtocol>;
  readonly counts: EdgeCounts;
  /** Puts a fault in force for new and open connections; several may be at once. */
  inject(fault: EdgeFault): InjectedFault;
  /** Refuses new connections because there is no target, as the target's own port does now. */
  targetGone(): void;
  targetThere(): Promise<void>;
  /** Resets what is open and gives the port back; idempotent. */
  close(): Promise<void>;
}

/** Starts a proxy; rejects with the system's error when the port cannot be had. */
export async function startEdgeProxy(options: EdgeProxyOptions): Promise<EdgeProxy> {
  const proxy = new ListeningProxy(options);
  await proxy.settle();
  return proxy;
}

class ListeningProxy implements EdgeProxy {
  readonly host: string;
  readonly protocols = new Set<EdgeProtocol>();
  #port: number;
  readonly #conditions = new EdgeConditions();
  readonly #connections = new Set<EdgeConnection>();
  readonly #context: EdgeContext;
  readonly #counts = { connections: 0, requests: 0, bytesToTarget: 0, bytesToCaller: 0 };
  #server: Server | undefined;
  #isTargetGone = false;
  #isClosed = false;
  #settling: Promise<void> = Promise.resolve();

  constructor(options: EdgeProxyOptions) {
    const { target, protocol = 'auto', listenHost = '127.0.0.1', listenPort = 0 } = options;
    this.host = listenHost;
    this.#port = listenPort;
    this.#context = {
      conditions: this.#conditions,
      links: { toTarget: { freeAtMs: 0 }, toCaller: { freeAtMs: 0 } },
      random: options.random ?? Math.random,
      target,
      looksForHttp: protocol === 'auto',
      counts: this.#counts,
      recognised: (what) => this.protocols.add(what),
      closed: (connection) => this.#connections.delete(connection),
    };
  }

  get port(): number {
    return this.#port;
  }

  get counts(): EdgeCounts {
    return { ...this.#counts, openConnections: this.#connections.size };
  }

  inject(fault: EdgeFault): InjectedFault {
    const inForce = this.#conditions.add(fault);
    inForce.connections = this.#connections.size;
    if (isHttpFault(fault)) inForce.notHttp = this.#countNotHttp();
    this.#conditionsChanged();
    return { fault, effect: inForce, undo: () => this.#undo(inForce) };
  }

  targetGone(): void {
    this.#isTargetGone = true;
    this.#stopListening();
  }

  async targetThere(): Promise<void> {
    this.#isTargetGone = false;
    await this.settle();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#stopListening();
    for (const connection of this.#connections) connection.reset();
    await this.settle();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** Listens or does not, as it should; one turn after the other. */
  settle(): Promise<void> {
    const turn = this.#settling.then(() => this.#settleOnce());
    // A turn that failed was told to whoever asked for it; the next one begins anew.
    this.#settling = turn.catch(() => undefined);
    return turn;
  }

  get #shouldListen(): boolean {
    return !this.#isClosed && !this.#isTargetGone && !this.#conditions.isDown;
  }

  async #settleOnce(): Promise<void> {
    if (!this.#shouldListen || this.#server !== undefined) return;
    const server = createServer({ allowHalfOpen: true, noDelay: true, pauseOnConnect: true });
    server.on('connection', (socket) => this.#accept(socket));
    server.listen({ host: this.host, port: this.#port, exclusive: true });
    await once(server, 'listening');
    // Listening on a port of TCP, never on a pipe.
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
    if (!this.#shouldListen) this.#stopListening();
  }

  /** At once: whoever connects from now on is refused. */
  #stopListening(): void {
    this.#server?.close();
    this.#server = undefined;
  }

  #accept(socket: Socket): void {
    this.#counts.connections += 1;
    this.#conditions.countConnection();
    if (!this.#shouldListen || this.#conditions.isReset) {
      socket.on('error', () => socket.destroy());
      socket.resetAndDestroy();
      return;
    }
    this.#connections.add(new EdgeConnection(socket, this.#context));
  }

  async #undo(inForce: FaultInForce): Promise<void> {
    if (!this.#conditions.remove(inForce)) return;
    this.#conditionsChanged();
    await this.settle();
  }

  #conditionsChanged(): void {
    const { links } = this.#context;
    links.toTarget.freeAtMs = 0;
    links.toCaller.freeAtMs = 0;
    const { isDown, isReset } = this.#conditions;
    if (isDown) this.#stopListening();
    for (const connection of this.#connections) {
      if (isDown || isReset) connection.reset();
      else connection.reconsider();
    }
  }

  #countNotHttp(): number {
    return [...this.#connections].filter(
      ({ protocol }) => protocol !== undefined && protocol !== 'http',
    ).length;
  }
}
