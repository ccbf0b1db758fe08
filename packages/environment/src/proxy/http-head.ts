import { METHODS } from 'node:http';

/** What the head of a message says about where the message ends and what comes after it. */
export interface HttpHead {
  readonly startLine: string;
  /** Undefined when it is not said. */
  readonly contentLength: number | undefined;
  readonly isChunked: boolean;
  readonly closes: boolean;
  readonly keepsAlive: boolean;
  readonly expectsContinue: boolean;
  readonly upgrades: boolean;
  readonly isEventStream: boolean;
}

const FIELDS =
  /\n(content-length|transfer-encoding|connection|expect|upgrade|content-type):[ \t]*([^\r\n]*)/gi;

/** Reads a head, from its first line to the empty one; undefined when it cannot be understood in one way only. */
export function readHead(text: string): HttpHead | undefined {
  const startLine = text.slice(0, text.indexOf('\r\n'));
  let contentLength: number | undefined;
  let transferEncoding = '';
  let connection = '';
  let expectsContinue = false;
  let upgrades = false;
  let isEventStream = false;
  for (const [, name = '', value = ''] of text.matchAll(FIELDS)) {
    const word = value.trim().toLowerCase();
    switch (name.toLowerCase()) {
      case 'content-length': {
        if (!/^\d{1,15}$/.test(word)) return undefined;
        if (contentLength !== undefined && contentLength !== Number(word)) return undefined;
        contentLength = Number(word);
        break;
      }
      case 'transfer-encoding':
        transferEncoding = transferEncoding === '' ? word : `${transferEncoding},${word}`;
        break;
      case 'connection':
        connection += `,${word}`;
        break;
      case 'expect':
        expectsContinue = word === '100-continue';
        break;
      case 'upgrade':
        upgrades = true;
        break;
      default:
        isEventStream = word.startsWith('text/event-stream');
    }
  }
  return {
    startLine,
    contentLength,
    isChunked: /(?:^|,)\s*chunked$/.test(transferEncoding),
    closes: /,\s*close\s*(?:,|$)/.test(connection),
    keepsAlive: /,\s*keep-alive\s*(?:,|$)/.test(connection),
    expectsContinue,
    upgrades,
    isEventStream,
  };
}

const REQUEST_LINE = /^([!-~]+) \S+ HTTP\/1\.([01])$/;
const STATUS_LINE = /^HTTP\/1\.[01] (\d{3})(?: |$)/;

/** The method and the minor version of a request line. */
export function readRequestLine(line: string): { method: string; minor: number } | undefined {
  const [, method, minor] = REQUEST_LINE.exec(line) ?? [];
  return method === undefined ? undefined : { method, minor: Number(minor) };
}

export function readStatus(line: string): number | undefined {
  const [, status] = STATUS_LINE.exec(line) ?? [];
  return status === undefined ? undefined : Number(status);
}

const LONGEST_METHOD = Math.max(...METHODS.map((method) => method.length));

/** Whether bytes may be the beginning of a request; few of them may be the beginning of several things. */
export function mayBeginRequest(bytes: Buffer): boolean {
  const text = bytes.toString('latin1', 0, LONGEST_METHOD + 5).replace(/^[\r\n]+/, '');
  return METHODS.some((method) =>
    text.length > method.length ? text.startsWith(`${method} `) : method.startsWith(text),
  );
}
