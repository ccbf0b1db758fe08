import type { ApiOperation, ApiResponse } from '../api/api.ts';
import { child, pointerOf } from '../document/place.ts';
import type { ExchangeCheck } from './exchange-check.ts';
import { findMedia, readBody, ViolationList } from './exchange-check.ts';
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
    if (header.schema === undefined) continue;
    const { name, fields, place, schema } = header;
    const parameter = {
      name,
      in: 'header',
      required: false,
      place,
      fields,
      isShared: false,
      schema,
      content: [],
    };
    const value = readParameterValue(parameter, [text], use.references);
    const found = use.validator.validate(schema, 'response', value);
    if (found === undefined) continue;
    const message = `header ${name} ${found.message}`;
    list.add({ code: 'response-header-invalid', message, at, pointer: found.pointer });
  }
}

function checkBody(response: ApiResponse, use: ExchangeCheck, list: ViolationList): void {
  const { content } = response;
  const { responseBody: text, responseHeaders, method, status } = use.exchange;
  if (content.length === 0 || method === 'HEAD' || status === 304) return;
  const pointer = pointerOf(response.place);
  if (text === undefined || text === '') {
    const message = `the answer has no body; the contract promises ${content[0]?.mediaType ?? 'one'}`;
    list.add({ code: 'response-body-missing', message, at: 'body', pointer });
    return;
  }
  const contentType = responseHeaders['content-type'] ?? '';
  const media = findMedia(content, contentType);
  if (media === undefined) {
    const known = content.map(({ mediaType }) => mediaType).join(', ');
    const message = `the answer is ${contentType || 'of no media type'}; the contract promises ${known}`;
    list.add({ code: 'response-media-type', message, at: 'header content-type', pointer });
    return;
  }
  const read = readBody(text, contentType);
  if (read.kind === 'broken') {
    const message = `the body is not valid ${contentType}: ${read.reason}`;
    list.add({
      code: 'response-body-invalid',
      message,
      at: 'body',
      pointer: pointerOf(media.place),
    });
  }
  if (read.kind !== 'value' || media.schema === undefined) return;
  const found = use.validator.validate(media.schema, 'response', read.value);
  if (found === undefined) return;
  const at = `body ${found.at}`;
  list.add({ code: 'response-body-invalid', message: found.message, at, pointer: found.pointer });
}
