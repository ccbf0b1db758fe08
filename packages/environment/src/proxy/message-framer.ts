import type { HttpHead } from './http-head.ts';
import { readHead } from './http-head.ts';

/** How the body of a message is delimited: a length, chunks, or the end of the connection. */
export type BodyForm = number | 'chunked' | 'until-close';

/** What the bytes that were just taken have completed. */
export type Milestone = 'none' | 'head' | 'message' | 'not-http';

type State = 'head' | 'length' | 'until-close' | 'size' | 'size-rest' | 'data' | 'trailer';

/** No server of the field takes a longer head. */
const LONGEST_HEAD_BYTES = 64 * 1024;
const LONGEST_SIZE_DIGITS = 12;
const CR = 13;
const LF = 10;
const END_OF_HEAD = Buffer.from('\r\n\r\n');

/**
 * Follows one direction of an HTTP/1 connection and says where heads and messages end. It only looks: the bytes
 * are passed on by whoever asks, as they came.
 */
export class MessageFramer {
  /** What the last call of {@link take} has completed. */
  milestone: Milestone = 'none';
  /** Of the message under way, from the milestone `head` on. */
  head: HttpHead | undefined;
  #state: State = 'head';
  #partialHead: Buffer | undefined;
  /** Bytes that are left of a body or a chunk, or the size of a chunk while it is read. */
  #left = 0;
  #sizeDigits = 0;
  #lineLength = 0;

  /** Whether no byte of the next message has been seen. */
  get isBetweenMessages(): boolean {
    return this.#state === 'head' && this.#partialHead === undefined;
  }

  /** The bytes of a head that is not complete yet. */
  get partialHead(): Buffer | undefined {
    return this.#partialHead;
  }

  /** Says, after the milestone `head`, how the body is delimited; a length of 0 completes the message at once. */
  expectBody(form: BodyForm): void {
    if (form === 'chunked') this.#beginSize();
    else if (form === 'until-close') this.#state = 'until-close';
    else {
      this.#state = 'length';
      this.#left = form;
      if (form === 0) this.#complete();
    }
  }

  /** After an interim response comes another head of the same message. */
  expectAnotherHead(): void {
    this.#state = 'head';
    this.milestone = 'none';
  }

  /** Takes bytes up to the next milestone; answers with the offset after them. */
  take(chunk: Buffer, from: number): number {
    this.milestone = 'none';
    switch (this.#state) {
      case 'head':
        return this.#takeHead(chunk, from);
      case 'length':
        return this.#takeLength(chunk, from);
      case 'until-close':
        return chunk.length;
      case 'size':
      case 'size-rest':
      case 'data':
      case 'trailer':
        return this.#takeChunked(chunk, from);
      default:
        return this.#state satisfies never;
    }
  }

  #takeHead(chunk: Buffer, from: number): number {
    const earlier = this.#partialHead;
    const bytes = earlier === undefined ? chunk : Buffer.concat([earlier, chunk.subarray(from)]);
    let begin = earlier === undefined ? from : 0;
    // An empty line or two before a message is no fault.
    while (isLineEnd(bytes[begin])) begin += 1;
    const end = bytes.indexOf(END_OF_HEAD, Math.max(begin, (earlier?.length ?? 0) - 3));
    if (end === -1) {
      this.#partialHead = earlier === undefined ? chunk.subarray(from) : bytes;
      if (this.#partialHead.length > LONGEST_HEAD_BYTES) return this.#giveUp(chunk);
      return chunk.length;
    }
    this.#partialHead = undefined;
    this.head = readHead(bytes.toString('latin1', begin, end + 2));
    if (this.head === undefined) return this.#giveUp(chunk);
    this.milestone = 'head';
    return end + END_OF_HEAD.length - (earlier === undefined ? 0 : earlier.length - from);
  }

  #takeLength(chunk: Buffer, from: number): number {
    const taken = Math.min(this.#left, chunk.length - from);
    this.#left -= taken;
    if (this.#left === 0) this.#complete();
    return from + taken;
  }

  #takeChunked(chunk: Buffer, from: number): number {
    let at = from;
    while (at < chunk.length && this.milestone === 'none') {
      if (this.#state === 'data') {
        const taken = Math.min(this.#left, chunk.length - at);
        this.#left -= taken;
        at += taken;
        if (this.#left === 0) this.#beginSize();
      } else {
        this.#takeLineByte(chunk[at] ?? 0);
        at += 1;
      }
    }
    return this.milestone === 'not-http' ? chunk.length : at;
  }

  /** A byte of the line with a chunk's size, or of a trailer. */
  #takeLineByte(byte: number): void {
    if (this.#state === 'trailer') {
      if (byte === LF && this.#lineLength === 0) this.#complete();
      else if (byte === LF) this.#lineLength = 0;
      else if (byte !== CR) this.#lineLength += 1;
      return;
    }
    const digit = this.#state === 'size' ? hexDigit(byte) : -1;
    if (digit >= 0) {
      this.#left = this.#left * 16 + digit;
      this.#sizeDigits += 1;
      if (this.#sizeDigits > LONGEST_SIZE_DIGITS) this.milestone = 'not-http';
      return;
    }
    if (this.#sizeDigits === 0) this.milestone = 'not-http';
    this.#state = 'size-rest';
    if (byte !== LF) return;
    this.#lineLength = 0;
    // The line end after the data belongs to the chunk.
    if (this.#left > 0) this.#left += 2;
    this.#state = this.#left === 0 ? 'trailer' : 'data';
  }

  #beginSize(): void {
    this.#state = 'size';
    this.#left = 0;
    this.#sizeDigits = 0;
  }

  #complete(): void {
    this.#state = 'head';
    this.milestone = 'message';
  }

  #giveUp(chunk: Buffer): number {
    this.milestone = 'not-http';
    return chunk.length;
  }
}

function isLineEnd(byte: number | undefined): boolean {
  return byte === CR || byte === LF;
}

function hexDigit(byte: number): number {
  if (byte >= 48 && byte <= 57) return byte - 48;
  const lower = byte | 32;
  return lower >= 97 && lower <= 102 ? lower - 87 : -1;
}
