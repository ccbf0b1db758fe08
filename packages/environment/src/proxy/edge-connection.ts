import { Socket } from 'node:net';

import type { EdgeConditions } from './edge-conditions.ts';
import type { ConversationHost } from './http-conversation.ts';
import { HttpConversation } from './http-conversation.ts';
import { Lane } from './lane.ts';
import type { Link } from './lane.ts';

/** What was recognised on a connection; undefined before enough bytes have come. */
export type EdgeProtocol = 'http' | 'tls' | 'other';

/** What the connections of an edge share. */
export interface EdgeContext {
  readonly conditions: EdgeConditions;
  readonly links: { readonly toTarget: Link; readonly toCaller: Link };
  readonly random: () => number;
  readonly target: () => { readonly host: string; readonly port: number };
  readonly looksForHttp: boolean;
  readonly counts: { requests: number; bytesToTarget: number; bytesToCaller: number };
  recognised(protocol: EdgeProtocol): void;
  closed(connection: EdgeConnection): void;
}

/** How long a caller is listened to that was answered before it had said everything. */
const LISTEN_MS = 2000;

/** A caller's connection and the one to the target that was opened for it. */
export class EdgeConnection implements ConversationHost {
  readonly conditions: EdgeConditions;
  protocol: EdgeProtocol | undefined;
  readonly #context: EdgeContext;
  readonly #caller: Socket;
  readonly #target = new Socket({ allowHalfOpen: true });
  readonly #toTarget: Lane;
  readonly #toCaller: Lane;
  readonly #conversation: HttpConversation | undefined;
  #hasTarget = false;
  /** Bytes or an end were swallowed: whatever comes now would not follow on what went before. */
  #hasLost = false;
  #isClosing = false;
  #open = 2;

  /** @param caller - paused, with half-open ends allowed */
  constructor(caller: Socket, context: EdgeContext) {
    this.#caller = caller;
    this.#context = context;
    this.conditions = context.conditions;
    const { conditions, random, links } = context;
    this.#toTarget = new Lane(caller, this.#target, { conditions, random, link: links.toTarget });
    this.#toCaller = new Lane(this.#target, caller, { conditions, random, link: links.toCaller });
    this.#conversation = context.looksForHttp ? new HttpConversation(this) : undefined;
    this.#follow();
    if (conditions.isHalfOpen) caller.resume();
    else this.#connect();
  }

  toTarget(chunk: Buffer): void {
    this.#toTarget.send(chunk);
  }

  toCaller(chunk: Buffer): void {
    if (!this.#isClosing) this.#toCaller.send(chunk);
  }

  holdCaller(): void {
    this.#toTarget.hold();
  }

  releaseCaller(): void {
    this.#toTarget.release();
  }

  countRequest(): void {
    this.#context.counts.requests += 1;
  }

  recognised(protocol: EdgeProtocol): void {
    this.protocol = protocol;
    if (protocol !== 'http') this.conditions.countNotHttp();
    this.#context.recognised(protocol);
  }

  close({ reads }: { reads: boolean }): void {
    if (this.#isClosing) return;
    this.#isClosing = true;
    this.#target.destroy();
    this.#toTarget.clear();
    this.#toCaller.end();
    const destroy = (): void => {
      this.#caller.destroy();
    };
    // Destroying at once would reset the connection under an answer that the caller has not read yet.
    this.#caller.once('finish', () => {
      if (reads) setTimeout(destroy, LISTEN_MS).unref();
      else destroy();
    });
  }

  /** Looks again at what waits, because the conditions have changed. */
  reconsider(): void {
    if (this.conditions.isHalfOpen) {
      if (!this.#toTarget.isEmpty || !this.#toCaller.isEmpty) this.#hasLost = true;
      this.#toTarget.clear();
      this.#toCaller.clear();
      this.#caller.resume();
      this.#target.resume();
      return;
    }
    if (this.#hasLost || this.#caller.destroyed) this.reset();
    else if (!this.#hasTarget) this.#connect();
    else {
      this.#toTarget.reconsider();
      this.#toCaller.reconsider();
    }
  }

  reset(): void {
    this.#toTarget.clear();
    this.#toCaller.clear();
    resetSocket(this.#caller);
    if (this.#hasTarget) resetSocket(this.#target);
    else this.#target.destroy();
  }

  #connect(): void {
    const { host, port } = this.#context.target();
    this.#hasTarget = true;
    this.#target.connect({ host, port });
    this.#target.setNoDelay(true);
  }

  #follow(): void {
    const caller = this.#caller;
    const target = this.#target;
    // What the caller sends waits in the kernel until there is somebody to hand it to.
    target.once('connect', () => caller.resume());
    caller.on('data', (chunk: Buffer) => this.#onCallerData(chunk));
    target.on('data', (chunk: Buffer) => this.#onTargetData(chunk));
    caller.on('end', () => this.#onCallerEnd());
    target.on('end', () => this.#onTargetEnd());
    for (const socket of [caller, target]) {
      // A socket that breaks says so here and then closes; the other one is broken by that.
      socket.on('error', () => this.#onBroken());
      socket.on('close', () => this.#ended());
    }
  }

  #onCallerData(chunk: Buffer): void {
    if (this.conditions.isHalfOpen) {
      this.#hasLost = true;
      return;
    }
    this.#context.counts.bytesToTarget += chunk.length;
    if (this.#conversation === undefined) this.#toTarget.send(chunk);
    else this.#conversation.fromCaller(chunk);
  }

  #onTargetData(chunk: Buffer): void {
    if (this.conditions.isHalfOpen) {
      this.#hasLost = true;
      return;
    }
    this.#context.counts.bytesToCaller += chunk.length;
    if (this.#conversation === undefined) this.#toCaller.send(chunk);
    else this.#conversation.fromTarget(chunk);
  }

  #onCallerEnd(): void {
    if (this.conditions.isHalfOpen) this.#hasLost = true;
    else if (!this.#isClosing) this.#toTarget.end();
  }

  #onTargetEnd(): void {
    if (this.conditions.isHalfOpen) this.#hasLost = true;
    else if (this.#conversation?.targetEnded() !== true && !this.#isClosing) this.#toCaller.end();
  }

  #onBroken(): void {
    if (this.conditions.isHalfOpen) this.#hasLost = true;
    else if (!this.#isClosing) this.reset();
  }

  #ended(): void {
    this.#open -= 1;
    if (this.#open === 0) this.#context.closed(this);
  }
}

function resetSocket(socket: Socket): void {
  if (socket.destroyed) return;
  // In the moment between the end of a stream and its acknowledgement the system refuses a reset, and Node would
  // keep the socket for ever; by then all bytes are written, so closing it comes to the same.
  if (socket.writableEnded && !socket.writableFinished) socket.destroy();
  // While it is connecting, Node waits for that and resets then.
  else socket.resetAndDestroy();
}
