import type { ApiOperation, ApiResponse } from '../api/api.ts';
import { child, pointerOf } from '../document/place.ts';
import { checkContent } from './check-content.ts';
import type { ExchangeCheck } from './exchange-check.ts';
import { ViolationList } from './exchange-check.ts';
import type { Violation } from './exchange.ts';
import { readParameterValue } from './read-parameter.ts';

/** Checks status, headers and body of an answer. */
export function checkResponse(use: ExchangeCheck): Violation[] {
  const { operation, exchange } = use;
  const list = new ViolationList('response', operation);
  const response = findResponse(operation, exchange.status);
  if (response === undefined) {
    const known = [...operation.responses.keys()].join(', ');
    list.add({
      code: 'status-undocumented',
      message: `status ${exchange.status} is not in the contract, which has ${known}`,
      at: 'status',
      pointer: pointerOf(child(operation.place, 'responses')),
    });
    return list.found;
  }
  checkHeaders(response, use, list);
  checkBody(response, use, list);
  return list.found;
}

/** What nothing can come with, whatever a contract promises. */
const WITHOUT_BODY = new Set([204, 205, 304]);

/** The response of a status: by its number, its class (`2XX`), or `default`. */
export function findResponse(operation: ApiOperation, status: number): ApiResponse | undefined {
  const { responses } = operation;
  const kind = `${Math.floor(status / 100)}`;
  return (
    responses.get(String(status)) ??
    responses.get(`${kind}XX`) ??
    responses.get(`${kind}xx`) ??
    responses.get('default')
  );
}

function checkHeaders(response: ApiResponse, use: ExchangeCheck, list: ViolationList): void {
  for (const [key, header] of response.headers) {
    const text = use.exchange.responseHeaders[key];
    const at = `header ${header.name}`;
    if (text === undefined) {
      if (!header.required) continue;
      const message = `the header ${header.name} is promised and was not sent`;
      list.add({ code: 'response-header-missing', message, at, pointer: pointerOf(header.place) });
      continue;
    }
    const { name, schema } = header;
    // Content-Type is left to the media types.
    if (schema === undefined || key === 'content-type') continue;
    const form = { ...header, in: 'header', content: [] };
    const read = readParameterValue(form, { texts: [text] }, use.shapes);
    const found = use.validator.validate(schema, 'response', read?.value ?? text);
    if (found === undefined) continue;
    const message = `header ${name} ${found.message}`;
    list.add({ code: 'response-header-invalid', message, at, pointer: found.pointer });
  }
}

function checkBody(response: ApiResponse, use: ExchangeCheck, list: ViolationList): void {
  const { content } = response;
  const { responseBody: text, responseHeaders, method, status } = use.exchange;
  if (content.length === 0 || method === 'HEAD' || WITHOUT_BODY.has(status)) return;
  const pointer = pointerOf(response.place);
  if (text === undefined || text === '') {
    const message = `the answer has no body; the contract promises ${content[0]?.mediaType ?? 'one'}`;
    list.add({ code: 'response-body-missing', message, at: 'body', pointer });
    return;
  }
  const contentType = responseHeaders['content-type'] ?? '';
  checkContent({ side: 'response', text, contentType, content, pointer }, use, list);
}
