import type { ApiParameter } from '../api/api.ts';
import { pointerOf } from '../document/place.ts';
import type { ExchangeCheck } from './exchange-check.ts';
import { findMedia, readBody, ViolationList } from './exchange-check.ts';
import type { Violation } from './exchange.ts';
import { readParameterValue } from './read-parameter.ts';

/** Checks parameters and body of a request. */
export function checkRequest(use: ExchangeCheck): Violation[] {
  // What the service refuses is meant to be wrong: its answer is what is looked at.
  if (use.exchange.status >= 400 && use.exchange.status < 500) return [];
  const list = new ViolationList('request', use.operation);
  for (const parameter of use.operation.parameters.values()) checkParameter(parameter, use, list);
  checkBody(use, list);
  return list.found;
}

function checkParameter(parameter: ApiParameter, use: ExchangeCheck, list: ViolationList): void {
  const { name, in: location, required, place, schema } = parameter;
  const texts = textsOf(parameter, use);
  const at = `${location} ${name}`;
  if (texts.length === 0) {
    if (!required) return;
    const message = `the ${location} parameter ${name} is required and was not sent`;
    list.add({ code: 'parameter-missing', message, at, pointer: pointerOf(place) });
    return;
  }
  if (schema === undefined) return;
  const value = readParameterValue(parameter, texts, use.references);
  const found = use.validator.validate(schema, 'request', value);
  if (found === undefined) return;
  list.add({
    code: 'parameter-invalid',
    message: `${location} parameter ${name} ${found.message}`,
    at: `${at}${found.at}`,
    pointer: found.pointer,
  });
}

function textsOf({ name, in: location }: ApiParameter, use: ExchangeCheck): readonly string[] {
  const { requestHeaders } = use.exchange;
  switch (location) {
    case 'query':
      return use.query.getAll(name);
    case 'path':
      return [use.variables.get(name)].filter((text) => text !== undefined);
    case 'header':
      return [requestHeaders[name.toLowerCase()]].filter((text) => text !== undefined);
    case 'cookie':
      return cookiesOf(requestHeaders['cookie'], name);
    default:
      return [];
  }
}

function cookiesOf(header: string | undefined, name: string): string[] {
  return (header ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
}

function checkBody({ operation, exchange, validator }: ExchangeCheck, list: ViolationList): void {
  const { body } = operation;
  const { requestBody: text, requestHeaders } = exchange;
  if (body === undefined) return;
  const pointer = pointerOf(body.place);
  if (text === undefined || text === '') {
    if (!body.required) return;
    const message = 'a body is required and was not sent';
    list.add({ code: 'request-body-missing', message, at: 'body', pointer });
    return;
  }
  const contentType = requestHeaders['content-type'] ?? '';
  const media = findMedia(body.content, contentType);
  if (media === undefined) {
    const known = body.content.map(({ mediaType }) => mediaType).join(', ');
    const message = `the body is ${contentType || 'of no media type'}; the contract takes ${known}`;
    list.add({ code: 'request-media-type', message, at: 'header content-type', pointer });
    return;
  }
  const read = readBody(text, contentType);
  if (read.kind === 'broken') {
    const message = `the body is not valid ${contentType}: ${read.reason}`;
    list.add({
      code: 'request-body-invalid',
      message,
      at: 'body',
      pointer: pointerOf(media.place),
    });
  }
  if (read.kind !== 'value' || media.schema === undefined) return;
  const found = validator.validate(media.schema, 'request', read.value);
  if (found === undefined) return;
  const { at, message } = found;
  list.add({ code: 'request-body-invalid', message, at: `body ${at}`, pointer: found.pointer });
}
