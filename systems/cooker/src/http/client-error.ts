import type { Socket } from 'node:net';

import type { RefusalCode } from '../refusal.ts';
import { ERROR_STATUS } from './error-status.ts';

const CODES: Readonly<Record<string, { code: RefusalCode; message: string }>> = {
  HPE_HEADER_OVERFLOW: { code: 'HEADERS_TOO_LARGE', message: 'The headers are too large.' },
  ERR_HTTP_REQUEST_TIMEOUT: {
    code: 'REQUEST_TIMEOUT',
    message: 'The request did not arrive in time.',
  },
};

const REASONS: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  408: 'Request Timeout',
  431: 'Request Header Fields Too Large',
};

/** Answers what is not even HTTP, in the words of all other errors, and closes the connection. */
export function writeClientError(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const { code, message } = CODES[error.code ?? ''] ?? {
    code: 'BAD_REQUEST' as const,
    message: 'The request is not valid HTTP.',
  };
  const body = JSON.stringify({ error: code, message });
  const status = ERROR_STATUS[code];
  socket.end(
    `HTTP/1.1 ${status} ${REASONS[status] ?? ''}\r\ncontent-type: application/json; charset=utf-8\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
}
