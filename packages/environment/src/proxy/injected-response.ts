import { STATUS_CODES } from 'node:http';

/** The answer of a `status` fault, complete and ready to be sent. */
export function injectedResponse(
  status: number,
  request: { readonly method: string; readonly closes: boolean },
): Buffer {
  const reason = STATUS_CODES[status] ?? 'Injected';
  const hasBody = status !== 204 && status !== 304;
  const body = hasBody ? `${status} ${reason}, injected by a fault of the test environment\n` : '';
  const lines = [
    `HTTP/1.1 ${status} ${reason}`,
    'x-injected-fault: status',
    ...(hasBody ? ['content-type: text/plain', `content-length: ${Buffer.byteLength(body)}`] : []),
    `connection: ${request.closes ? 'close' : 'keep-alive'}`,
  ];
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${request.method === 'HEAD' ? '' : body}`);
}
