import { z } from 'zod';

import { describeMismatch } from './mismatch.ts';

/** A cooker of the account, as the cloud lists it. */
export interface ListedCooker {
  readonly cookerId: string;
  readonly type: string;
}

/** A message of the cloud, as far as this adapter has a use for it. */
export type InboundMessage =
  | { readonly kind: 'cookers'; readonly cookers: readonly ListedCooker[] }
  | { readonly kind: 'cooker-added'; readonly cooker: ListedCooker }
  | { readonly kind: 'cooker-removed'; readonly cookerId: string }
  | {
      readonly kind: 'state';
      readonly cookerId: string;
      readonly type: string;
      readonly state: unknown;
    }
  | { readonly kind: 'response'; readonly requestId: string; readonly error: string | null }
  | { readonly kind: 'ignored'; readonly command: string }
  | { readonly kind: 'malformed'; readonly reason: string };

const envelope = z.object({
  command: z.string(),
  requestId: z.string().optional().catch(undefined),
  payload: z.unknown().optional(),
  error: z.unknown().optional(),
});
const listedCooker = z.object({ cookerId: z.string(), type: z.string() });
const stateEvent = z.object({
  cookerId: z.string(),
  type: z.string().catch(''),
  state: z.unknown(),
});
const removal = z.object({ cookerId: z.string() });
const answer = z.object({
  status: z.string(),
  code: z.string().optional().catch(undefined),
  error: z.string().optional().catch(undefined),
});

/** Reads one text frame of the cloud. Never throws: what cannot be read comes back as `malformed`. */
export function parseInbound(text: string): InboundMessage {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    // The parser's own message quotes the text, which may hold anything.
    return { kind: 'malformed', reason: `not JSON, ${text.length} characters` };
  }
  const parsed = envelope.safeParse(json);
  if (!parsed.success) return { kind: 'malformed', reason: describeMismatch(parsed.error) };
  const { command, requestId, payload, error } = parsed.data;
  switch (command) {
    case 'EVENT_APC_WIFI_LIST':
      return read(z.array(listedCooker), payload, (cookers) => ({ kind: 'cookers', cookers }));
    case 'EVENT_APC_WIFI_ADDED':
      return read(listedCooker, payload, (cooker) => ({ kind: 'cooker-added', cooker }));
    case 'EVENT_APC_WIFI_REMOVED':
      return read(removal, payload, ({ cookerId }) => ({ kind: 'cooker-removed', cookerId }));
    case 'EVENT_APC_STATE':
      return read(stateEvent, payload, (event) => ({ kind: 'state', ...event }));
    case 'RESPONSE':
      return parseResponse(requestId, payload, error);
    default:
      return { kind: 'ignored', command };
  }
}

function parseResponse(
  requestId: string | undefined,
  payload: unknown,
  topLevelError: unknown,
): InboundMessage {
  if (requestId === undefined) return { kind: 'ignored', command: 'RESPONSE' };
  const parsed = answer.safeParse(payload);
  if (parsed.success && parsed.data.status.toLowerCase() === 'ok') {
    return { kind: 'response', requestId, error: null };
  }
  const said = parsed.success ? parsed.data : undefined;
  const outer = typeof topLevelError === 'string' ? topLevelError : undefined;
  const text = said?.error ?? outer ?? 'the cloud refused the command without a reason';
  return {
    kind: 'response',
    requestId,
    error: said?.code === undefined ? text : `${said.code}: ${text}`,
  };
}

function read<T>(
  schema: z.ZodType<T>,
  payload: unknown,
  toMessage: (value: T) => InboundMessage,
): InboundMessage {
  const parsed = schema.safeParse(payload);
  if (!parsed.success) {
    return { kind: 'malformed', reason: `payload: ${describeMismatch(parsed.error)}` };
  }
  return toMessage(parsed.data);
}
