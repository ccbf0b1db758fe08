import type { WsStep } from '../block.ts';
import { expectation, statusExpectation } from '../read-expectation.ts';
import type { Shape } from '../shape.ts';
import { anything, flag, listOf, mapOf, mapped, optional, required } from '../shape.ts';
import { wsTarget } from '../terms.ts';
import { capture, headers, name, plainHeaders, within } from './fields.ts';

const messages = listOf(expectation, { title: 'a list of messages' });
const wsExpectMap = mapOf(
  {
    messages: optional(messages, { description: 'Messages that must arrive, in this order.' }),
    status: optional(statusExpectation, {
      description: 'The server refuses the upgrade with this status.',
      examples: [401],
    }),
    closed: optional(expectation, {
      description: 'The server closes the socket with this code.',
      examples: [1008],
    }),
  },
  {
    title: 'what a ws step expects',
    conflicts: [
      ['messages', 'status'],
      ['closed', 'status'],
    ],
  },
);
const wsExpect: Shape<WsStep['expect']> = {
  schema: { anyOf: [messages.schema, wsExpectMap.schema] },
  read: (node, reader) => {
    if (node.kind === 'list') {
      const read = messages.read(node, reader);
      return read === undefined ? undefined : { messages: read, status: null, closed: null };
    }
    const read = wsExpectMap.read(node, reader);
    if (read === undefined) return undefined;
    const { messages: expected = [], status = null, closed = null } = read;
    return { messages: expected, status, closed };
  },
};

/** Messages over a WebSocket. */
export const wsShape = mapped(
  mapOf(
    {
      ws: required(wsTarget, {
        description:
          'service/path. The socket opens on first use and stays until the scenario ends.',
        examples: ['web/events?since=1'],
      }),
      headers,
      send: optional(listOf(anything(), { title: 'a list of messages' }), {
        description: 'Messages to send: a text as it is, anything else as JSON.',
      }),
      expect: optional(wsExpect, {
        description:
          'Messages that must arrive in this order (others may come between), or an end.',
      }),
      close: optional(flag('true or false'), {
        description: 'True closes the socket at the end of the step.',
        default: false,
      }),
      capture,
      within,
      name,
    },
    { title: 'a ws step', meant: { json: 'write send, a list', timeout: 'write within' } },
  ),
  (read, node, reader): WsStep | undefined => {
    if (read.ws === undefined) return undefined;
    return {
      kind: 'ws',
      target: read.ws,
      headers: plainHeaders(read.headers),
      send: (read.send ?? []).map(({ value }) => value),
      expect: read.expect ?? { messages: [], status: null, closed: null },
      close: read.close ?? false,
      capture: read.capture ?? {},
      name: read.name ?? null,
      withinMs: read.within ?? null,
      source: reader.position(node.at),
    };
  },
);
