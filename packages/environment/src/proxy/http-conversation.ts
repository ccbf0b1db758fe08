import type { EdgeConditions } from './edge-conditions.ts';
import type { HttpFault } from './edge-fault.ts';
import type { HttpHead } from './http-head.ts';
import { mayBeginRequest, readRequestLine, readStatus } from './http-head.ts';
import { injectedResponse } from './injected-response.ts';
import { MessageFramer } from './message-framer.ts';
import type { BodyForm } from './message-framer.ts';

/** What a conversation does with the connection it is held on. */
export interface ConversationHost {
  readonly conditions: EdgeConditions;
  toTarget(chunk: Buffer): void;
  toCaller(chunk: Buffer): void;
  /** Takes no more bytes from the caller until they are asked for again. */
  holdCaller(): void;
  releaseCaller(): void;
  /** Ends the connection once everything has reached the caller; `reads` what still comes, for a while. */
  close(options: { reads: boolean }): void;
  /** The first request is one, or is none and never will be. */
  recognised(protocol: 'http' | 'tls' | 'other'): void;
  countRequest(): void;
}

interface Exchange {
  readonly method: string;
  readonly fault: HttpFault | undefined;
  /** What is answered instead of the target, once the request is complete. */
  reply: Buffer | undefined;
  closes: boolean;
  isComplete: boolean;
}

/** First byte of a TLS connection. */
const TLS_HANDSHAKE = 0x16;

/** What happens to the bytes of the request under way; `withhold`: not decided before its head is complete. */
type Route = 'pass' | 'withhold' | 'swallow';

/**
 * Requests and responses of one connection.
 *
 * Every connection is followed from its first byte, also while nothing is wrong with the edge: a fault that is injected
 * later has to hit the next request of a connection that is kept alive, and from the middle of a stream nobody can tell
 * where the next request begins. Following costs a search for the end of each head and a look at six of its fields;
 * bodies are counted, not read, and a chunk without a boundary of interest is handed on as the object it came in. So
 * the bytes pass as raw as through a TCP proxy. A stream that is no HTTP/1 is found out by its first bytes and is
 * not looked at any more; so is a connection that was upgraded.
 */
export class HttpConversation {
  readonly #host: ConversationHost;
  readonly #requests = new MessageFramer();
  readonly #responses = new MessageFramer();
  readonly #exchanges: Exchange[] = [];
  #current: Exchange | undefined;
  #route: Route = 'pass';
  #isRecognised = false;
  /** Nothing is looked at any more. */
  #isTransparent = false;
  /** No further request is taken. */
  #isClosing = false;
  /** Until the target has answered an upgrade nobody knows what the next bytes of the caller are. */
  #awaitsUpgrade = false;
  #heldBytes: Buffer[] = [];

  constructor(host: ConversationHost) {
    this.#host = host;
  }

  fromCaller(chunk: Buffer): void {
    if (this.#isTransparent) this.#host.toTarget(chunk);
    else if (this.#awaitsUpgrade) this.#heldBytes.push(chunk);
    else if (!this.#isClosing) this.#takeRequests(chunk);
  }

  fromTarget(chunk: Buffer): void {
    if (this.#isTransparent) this.#host.toCaller(chunk);
    else this.#takeResponses(chunk);
  }

  /** The target has ended its stream; answers true when the caller is told in another way. */
  targetEnded(): boolean {
    const [first] = this.#exchanges;
    if (this.#isTransparent || first?.fault === undefined) return false;
    // An answer that is ours is still given when the request is complete.
    if (first.reply === undefined) this.#host.close({ reads: false });
    else first.closes = true;
    return true;
  }

  #takeRequests(chunk: Buffer): void {
    /** Where the bytes begin that pass and have not been handed on. */
    let passFrom = 0;
    let at = 0;
    while (at < chunk.length && !this.#isTransparent) {
      if (this.#isClosing) return this.#pass(chunk, passFrom, at);
      if (this.#requests.isBetweenMessages) {
        if (this.#awaitsUpgrade) {
          this.#hold(chunk.subarray(at));
          return this.#pass(chunk, passFrom, at);
        }
        this.#route = this.#host.conditions.hasHttpFault ? 'withhold' : 'pass';
      }
      const begin = at;
      const earlier = this.#requests.partialHead;
      const routeBefore = this.#route;
      at = this.#requests.take(chunk, begin);
      this.#reactToRequest();
      if (routeBefore === 'pass') continue;
      if (this.#route === 'pass') {
        // Withheld and let go: earlier bytes lie in earlier chunks, so nothing of this one has passed.
        if (earlier !== undefined) this.#host.toTarget(earlier);
        continue;
      }
      this.#pass(chunk, passFrom, begin);
      passFrom = at;
    }
    this.#pass(chunk, passFrom, chunk.length);
  }

  #pass(chunk: Buffer, from: number, to: number): void {
    if (from === to) return;
    this.#host.toTarget(to - from === chunk.length ? chunk : chunk.subarray(from, to));
  }

  #hold(chunk: Buffer): void {
    this.#heldBytes.push(chunk);
    this.#host.holdCaller();
  }

  /** Decides what the bytes that were just taken mean. */
  #reactToRequest(): void {
    const { milestone, partialHead, head } = this.#requests;
    if (milestone === 'head' && head !== undefined) this.#beginExchange(head);
    else if (milestone === 'not-http') this.#becomeTransparent();
    else if (partialHead !== undefined && !mayBeginRequest(partialHead)) this.#becomeTransparent();
    if (this.#requests.milestone === 'message') this.#endRequest();
  }

  #beginExchange(head: HttpHead): void {
    const line = readRequestLine(head.startLine);
    if (line === undefined) return this.#becomeTransparent();
    if (!this.#isRecognised) this.#recognise('http');
    this.#host.countRequest();
    const { method, minor } = line;
    const fault = this.#route === 'withhold' ? this.#host.conditions.claimRequest() : undefined;
    const closes = head.closes || (minor === 0 && !head.keepsAlive);
    const exchange: Exchange = { method, fault, reply: undefined, closes, isComplete: false };
    this.#current = exchange;
    this.#exchanges.push(exchange);
    if (fault?.kind === 'status') return this.#answerItself(exchange, fault.status, head);
    this.#route = 'pass';
    if (head.upgrades || method === 'CONNECT') this.#awaitsUpgrade = true;
    this.#requests.expectBody(bodyOf(method, head));
  }

  #answerItself(exchange: Exchange, status: number, head: HttpHead): void {
    const { method } = exchange;
    this.#route = 'swallow';
    exchange.closes ||= head.expectsContinue;
    exchange.reply = injectedResponse(status, { method, closes: exchange.closes });
    // A caller that waits for a word before it sends the body gets the last one; nobody knows what it sends then.
    if (head.expectsContinue) this.#endRequest();
    else this.#requests.expectBody(bodyOf(method, head));
  }

  #endRequest(): void {
    if (this.#current === undefined) return;
    this.#current.isComplete = true;
    const { fault, closes } = this.#current;
    if (fault?.kind === 'drop-response' || (fault !== undefined && closes)) this.#isClosing = true;
    this.#giveReplies();
  }

  /** Gives the injected answers whose turn it is. */
  #giveReplies(): void {
    for (let first = this.#exchanges[0]; first !== undefined; first = this.#exchanges[0]) {
      if (first.reply === undefined || !first.isComplete) return;
      this.#exchanges.shift();
      this.#host.toCaller(first.reply);
      if (first.closes) this.#host.close({ reads: true });
    }
  }

  #takeResponses(chunk: Buffer): void {
    let passFrom = 0;
    let at = 0;
    while (at < chunk.length && !this.#isTransparent) {
      const exchange = this.#exchanges[0];
      // Not asked for, such as the 408 of a server that has waited long enough.
      if (exchange === undefined || exchange.reply !== undefined) break;
      const begin = at;
      at = this.#responses.take(chunk, begin);
      const isInterim = this.#reactToResponse(exchange);
      if (exchange.fault === undefined || isInterim) continue;
      this.#answer(chunk, passFrom, begin);
      passFrom = at;
      if (this.#exchanges[0] !== exchange) {
        this.#host.close({ reads: false });
        return;
      }
    }
    this.#answer(chunk, passFrom, chunk.length);
  }

  #answer(chunk: Buffer, from: number, to: number): void {
    if (from === to) return;
    this.#host.toCaller(to - from === chunk.length ? chunk : chunk.subarray(from, to));
  }

  /** Answers whether it was the head of an interim response. */
  #reactToResponse(exchange: Exchange): boolean {
    const { milestone, head } = this.#responses;
    const status =
      milestone === 'head' && head !== undefined ? readStatus(head.startLine) : undefined;
    if (milestone === 'not-http' || (milestone === 'head' && status === undefined)) {
      this.#becomeTransparent();
    } else if (status !== undefined && head !== undefined) {
      if (status >= 100 && status < 200 && status !== 101) {
        this.#responses.expectAnotherHead();
        return true;
      }
      this.#beginResponse(exchange, status, head);
    }
    if (this.#responses.milestone === 'message') this.#endExchange();
    return false;
  }

  #beginResponse(exchange: Exchange, status: number, head: HttpHead): void {
    const isTunnel =
      status === 101 || (exchange.method === 'CONNECT' && status >= 200 && status < 300);
    // A stream without an end is answered by its head.
    if (exchange.fault !== undefined && (isTunnel || head.isEventStream)) this.#endExchange();
    else if (isTunnel) {
      this.#isTransparent = true;
      this.#letGo();
    } else if (exchange.method === 'HEAD' || status === 204 || status === 304) {
      this.#responses.expectBody(0);
    } else {
      this.#responses.expectBody(
        head.isChunked ? 'chunked' : (head.contentLength ?? 'until-close'),
      );
    }
  }

  #endExchange(): void {
    this.#exchanges.shift();
    this.#giveReplies();
    if (this.#awaitsUpgrade && this.#exchanges.length === 0) this.#letGo();
  }

  /** Goes on with what was held while the target had to answer an upgrade. */
  #letGo(): void {
    this.#awaitsUpgrade = false;
    const held = this.#heldBytes;
    this.#heldBytes = [];
    for (const chunk of held) this.fromCaller(chunk);
    if (held.length > 0 && this.#heldBytes.length === 0) this.#host.releaseCaller();
  }

  #becomeTransparent(): void {
    const { partialHead } = this.#requests;
    if (!this.#isRecognised) this.#recognise(partialHead?.[0] === TLS_HANDSHAKE ? 'tls' : 'other');
    this.#isTransparent = true;
    this.#route = 'pass';
  }

  #recognise(protocol: 'http' | 'tls' | 'other'): void {
    this.#isRecognised = true;
    this.#host.recognised(protocol);
  }
}

function bodyOf(method: string, head: HttpHead): BodyForm {
  if (method === 'CONNECT') return 0;
  return head.isChunked ? 'chunked' : (head.contentLength ?? 0);
}
