import type { HttpStep } from '../block.ts';
import type { Expectation } from '../expectation.ts';
import { expectation, statusExpectation } from '../read-expectation.ts';
import { anything, mapOf, mapped, optional, recordOf, required, text } from '../shape.ts';
import { HEADER_KEY, httpTarget } from '../terms.ts';
import { capture, expectAny, headers, lowerCase, name, plainHeaders, within } from './fields.ts';

const httpExpect = mapOf(
  {
    status: optional(statusExpectation, {
      description: 'The status, or its class.',
      default: '2xx',
    }),
    headers: optional(
      recordOf(expectation, { title: 'a map of headers', key: HEADER_KEY, normalise: lowerCase }),
      { description: 'Headers of the response; names in any case.' },
    ),
    json: expectAny('The body as JSON.'),
    text: expectAny('The body as text.'),
  },
  {
    title: 'what an http step expects',
    meant: { body: 'write json or text', code: 'write status', statuscode: 'write status' },
  },
);

/** A request and what must hold of its response. */
export const httpShape = mapped(
  mapOf(
    {
      http: required(httpTarget, {
        description: 'METHOD service/path. The service is one of compose.yaml: no host, no port.',
        examples: ['POST cooker/start-cook'],
      }),
      headers,
      json: optional(anything(), { description: 'A body, sent as application/json.' }),
      text: optional(text({ title: 'a text' }), { description: 'A body, sent as it is.' }),
      expect: optional(httpExpect, { description: 'What must hold of the response.' }),
      capture,
      within,
      name,
    },
    {
      title: 'an http step',
      conflicts: [['json', 'text']],
      meant: { body: 'write json or text', data: 'write json or text', timeout: 'write within' },
    },
  ),
  (read, node, reader): HttpStep | undefined => {
    if (read.http === undefined) return undefined;
    const source = reader.position(node.at);
    const status: Expectation = { form: 'status-class', hundreds: 2, at: source };
    const { expect } = read;
    return {
      kind: 'http',
      ...read.http,
      headers: plainHeaders(read.headers),
      body:
        read.json !== undefined
          ? { form: 'json', value: read.json.value }
          : read.text !== undefined
            ? { form: 'text', text: read.text }
            : { form: 'none' },
      expect: {
        status: expect?.status ?? status,
        headers: expect?.headers ?? {},
        json: expect?.json ?? null,
        text: expect?.text ?? null,
      },
      capture: read.capture ?? {},
      name: read.name ?? null,
      withinMs: read.within ?? null,
      source,
    };
  },
);
