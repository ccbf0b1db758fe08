import type { ApiParameter } from '../api/api.ts';
import type { Place } from '../document/place.ts';
import { pointerOf } from '../document/place.ts';
import { checkContent } from './check-content.ts';
import type { ExchangeCheck } from './exchange-check.ts';
import { ViolationList } from './exchange-check.ts';
import type { Violation } from './exchange.ts';
import { unescapeText } from './raw-query.ts';
import type { WrittenParameter } from './read-parameter.ts';
import { readParameterValue } from './read-parameter.ts';
import type { SchemaViolation } from './schema-validator.ts';

/** Checks parameters and body of a request. */
export function checkRequest(use: ExchangeCheck): Violation[] {
  // What the service refuses is meant to be wrong: its answer is what is looked at.
  if (use.exchange.status >= 400 && use.exchange.status < 500) return [];
  const list = new ViolationList('request', use.operation);
  for (const parameter of use.operation.parameters.values()) checkParameter(parameter, use, list);
  checkBody(use, list);
  return list.found;
}

/** Headers that the specification leaves to the media types and the security of an operation. */
const NOT_PARAMETERS = new Set(['accept', 'content-type', 'authorization']);

function checkParameter(parameter: ApiParameter, use: ExchangeCheck, list: ViolationList): void {
  const { name, in: location, required, place } = parameter;
  if (location === 'header' && NOT_PARAMETERS.has(name.toLowerCase())) return;
  const schema = parameter.schema ?? parameter.content[0]?.schema;
  const written = writtenAs(parameter, use);
  const read = readParameterValue(parameter, written, use.shapes);
  const at = `${location} ${name}`;
  if (read === undefined) {
    if (!required) return;
    const message = `the ${location} parameter ${name} is required and was not sent`;
    list.add({ code: 'parameter-missing', message, at, pointer: pointerOf(place) });
    return;
  }
  if (schema === undefined) return;
  const found = findWrong(read.value, written, schema, use);
  if (found === undefined) return;
  list.add({
    code: 'parameter-invalid',
    message: `${location} parameter ${name} ${found.message}`,
    at: `${at}${found.at}`,
    pointer: found.pointer,
  });
}

/** Where a schema takes numbers and texts, a text of digits may be either. */
function findWrong(
  value: unknown,
  { texts: [text] }: WrittenParameter,
  schema: Place,
  { validator, shapes }: ExchangeCheck,
): SchemaViolation | undefined {
  const found = validator.validate(schema, 'request', value);
  if (found === undefined || typeof value === 'string' || text === undefined) return found;
  if (!shapes.of(schema).types.has('string')) return found;
  return validator.validate(schema, 'request', unescapeText(text)) === undefined
    ? undefined
    : found;
}

function writtenAs({ name, in: location }: ApiParameter, use: ExchangeCheck): WrittenParameter {
  const { requestHeaders } = use.exchange;
  switch (location) {
    case 'query':
      return { texts: use.query.get(name) ?? [], pairs: use.query };
    case 'path':
      return { texts: [use.variables.get(name)].filter((text) => text !== undefined) };
    case 'header':
      return {
        texts: [requestHeaders[name.toLowerCase()]].filter((text) => text !== undefined),
      };
    case 'cookie':
      return { texts: cookiesOf(requestHeaders['cookie'], name) };
    default:
      return { texts: [] };
  }
}

function cookiesOf(header: string | undefined, name: string): string[] {
  return (header ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
}

function checkBody(use: ExchangeCheck, list: ViolationList): void {
  const { body } = use.operation;
  const { requestBody: text, requestHeaders } = use.exchange;
  if (body === undefined) return;
  const pointer = pointerOf(body.place);
  if (text === undefined || text === '') {
    if (!body.required) return;
    const message = 'a body is required and was not sent';
    list.add({ code: 'request-body-missing', message, at: 'body', pointer });
    return;
  }
  const contentType = requestHeaders['content-type'] ?? '';
  const { content } = body;
  checkContent({ side: 'request', text, contentType, content, pointer }, use, list);
}
