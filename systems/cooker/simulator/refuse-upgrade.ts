import { STATUS_CODES } from 'node:http';

import type { Faults } from './faults.ts';

/**
 * Decides on a WebSocket upgrade.
 *
 * @returns the whole HTTP answer that refuses it, or null when it may go ahead
 */
export function refuseUpgrade(
  requestUrl: string,
  tokens: ReadonlySet<string>,
  faults: Faults,
): string | null {
  const url = URL.parse(requestUrl, 'ws://simulator');
  if (url === null || url.pathname !== '/') {
    return answer(404, 'NOT_FOUND', 'the WebSocket is at /');
  }
  if (faults.refuseConnections === true) {
    return answer(503, 'UNAVAILABLE', 'the cloud is down');
  }
  const token = url.searchParams.get('token');
  if (token === null || !tokens.has(token) || faults.token === 'expired') {
    return answer(401, 'UNAUTHORIZED', 'the token is missing, wrong or expired');
  }
  const accessories = url.searchParams.get('supportedAccessories')?.split(',') ?? [];
  return accessories.includes('APC')
    ? null
    : answer(400, 'INVALID_ACCESSORIES', 'supportedAccessories has to contain APC');
}

function answer(status: number, code: string, message: string): string {
  const body = JSON.stringify({ code, message });
  return [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    'Connection: close',
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    '',
    body,
  ].join('\r\n');
}
