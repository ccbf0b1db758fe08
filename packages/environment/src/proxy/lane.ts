import type { Socket } from 'node:net';

import type { EdgeConditions } from './edge-conditions.ts';

/** One direction of the edge, shared by the lanes of all its connections. */
export interface Link {
  /** When the last byte that was given a place on a limited link has passed it. */
  freeAtMs: number;
}

/** What a lane goes by. */
export interface LaneContext {
  readonly conditions: EdgeConditions;
  readonly link: Link;
  readonly random: () => number;
}

interface Segment {
  /** Undefined is the end of the stream. */
  chunk: Buffer | undefined;
  readonly arrivedMs: number;
  /** Where in the jitter it lies, from 0 to 1. */
  readonly chance: number;
}

/** Enough for any latency at the speed of a fast network; a bound for a reader that never reads. */
const MOST_IN_FLIGHT_BYTES = 64 * 1024 * 1024;
/** On a limited link the sender has to feel the limit, so little is taken in advance. */
const MOST_BEFORE_SLOW_LINK_BYTES = 256 * 1024;
/** How long one piece may occupy a limited link; the other connections wait for it. */
const PIECE_MS = 10;

/**
 * One direction of one connection. Bytes leave it in the order they came. When nothing is wrong with the edge they are
 * handed on at once, so that the lane costs nothing; when something is, they wait in a queue whose due times are looked
 * up, not stored: a fault that ends also ends for the bytes that are under way.
 */
export class Lane {
  readonly #source: Socket;
  readonly #sink: Socket;
  readonly #context: LaneContext;
  readonly #queue: Segment[] = [];
  #queuedBytes = 0;
  #isBlocked = false;
  #isHeld = false;
  /** When the piece that has a place on the limited link has passed it. */
  #passedAtMs: number | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(source: Socket, sink: Socket, context: LaneContext) {
    this.#source = source;
    this.#sink = sink;
    this.#context = context;
    sink.on('drain', () => {
      this.#isBlocked = false;
      this.#pump();
    });
  }

  /** Whether bytes are under way. */
  get isEmpty(): boolean {
    return this.#queue.length === 0;
  }

  /** Reads no more of the source until it is released. */
  hold(): void {
    this.#isHeld = true;
    this.#source.pause();
  }

  release(): void {
    this.#isHeld = false;
    this.#pump();
  }

  send(chunk: Buffer): void {
    if (this.#queue.length === 0 && !this.#context.conditions.isShaped) this.#write(chunk);
    else this.#enqueue(chunk);
  }

  end(): void {
    if (this.#queue.length === 0 && !this.#context.conditions.isShaped) this.#end();
    else this.#enqueue(undefined);
  }

  /** Looks again what may leave: conditions have changed, or the sink takes bytes again. */
  reconsider(): void {
    // The piece was given its place under the old conditions.
    this.#passedAtMs = undefined;
    this.#pump();
  }

  /** Drops everything. */
  clear(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#queue.length = 0;
    this.#queuedBytes = 0;
    this.#passedAtMs = undefined;
  }

  #write(chunk: Buffer): void {
    // After the end of a stream there is nobody to answer, were it with an injected response.
    if (this.#sink.writableEnded) return;
    if (this.#sink.write(chunk)) return;
    this.#isBlocked = true;
    this.#source.pause();
  }

  /** Not before everything is written: a socket that is shutting down cannot be reset any more. */
  #end(): void {
    if (this.#sink.writableLength === 0) this.#sink.end();
    else this.#sink.write('', () => this.#sink.end());
  }

  #enqueue(chunk: Buffer | undefined): void {
    const { random } = this.#context;
    this.#queue.push({ chunk, arrivedMs: performance.now(), chance: random() });
    this.#queuedBytes += chunk?.length ?? 0;
    if (this.#isBlocked || this.#queuedBytes > this.#mostBytes()) this.#source.pause();
    if (this.#timer === undefined) this.#pump();
  }

  #mostBytes(): number {
    const { bytesPerSecond } = this.#context.conditions;
    if (bytesPerSecond === undefined) return MOST_IN_FLIGHT_BYTES;
    const underWay = (bytesPerSecond * this.#context.conditions.delayMs(1)) / 1000;
    return Math.min(MOST_IN_FLIGHT_BYTES, MOST_BEFORE_SLOW_LINK_BYTES + underWay);
  }

  #pump(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    for (let head = this.#queue[0]; head !== undefined; head = this.#queue[0]) {
      if (this.#isBlocked) return;
      const waitMs = this.#waitMs(head);
      if (waitMs > 0) {
        this.#timer = setTimeout(() => this.#pump(), Math.ceil(waitMs));
        break;
      }
      this.#leave(head);
    }
    const hasRoom = !this.#isHeld && this.#queuedBytes <= this.#mostBytes() / 2;
    if (hasRoom && this.#source.isPaused()) this.#source.resume();
  }

  /** Until the head, or its first piece, may leave. */
  #waitMs(head: Segment): number {
    const { conditions, link } = this.#context;
    const now = performance.now();
    const closeMs = head.chunk === undefined ? conditions.slowCloseMs : 0;
    const onWayMs = head.arrivedMs + conditions.delayMs(head.chance) + closeMs - now;
    const { bytesPerSecond } = conditions;
    if (onWayMs > 0 || head.chunk === undefined || bytesPerSecond === undefined) return onWayMs;
    if (this.#passedAtMs === undefined) {
      const sizeBytes = Math.min(head.chunk.length, pieceBytes(bytesPerSecond));
      link.freeAtMs = Math.max(now, link.freeAtMs) + (sizeBytes / bytesPerSecond) * 1000;
      this.#passedAtMs = link.freeAtMs;
    }
    return this.#passedAtMs - now;
  }

  #leave(head: Segment): void {
    const { chunk } = head;
    this.#passedAtMs = undefined;
    if (chunk === undefined) {
      this.#queue.shift();
      this.#end();
      return;
    }
    const { bytesPerSecond } = this.#context.conditions;
    const sizeBytes =
      bytesPerSecond === undefined
        ? chunk.length
        : Math.min(chunk.length, pieceBytes(bytesPerSecond));
    if (sizeBytes === chunk.length) this.#queue.shift();
    else head.chunk = chunk.subarray(sizeBytes);
    this.#queuedBytes -= sizeBytes;
    this.#write(sizeBytes === chunk.length ? chunk : chunk.subarray(0, sizeBytes));
  }
}

function pieceBytes(bytesPerSecond: number): number {
  return Math.max(1, Math.floor((bytesPerSecond * PIECE_MS) / 1000));
}
