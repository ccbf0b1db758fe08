import { z } from 'zod';

import type { Command } from './commands.ts';

const envelope = z.object({
  command: z.string(),
  requestId: z.string().min(1),
  payload: z.unknown().optional(),
});

/** What is wrong with a message that is no command; the request id is empty when there is none to answer to. */
export interface MalformedCommand {
  readonly malformed: string;
  readonly requestId: string;
}

/** Reads the envelope of a message; its payload is looked at when the command is known. */
export function readCommand(text: string): Command | MalformedCommand {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { malformed: 'the message is not JSON', requestId: '' };
  }
  const parsed = envelope.safeParse(json);
  if (parsed.success) return parsed.data;
  const given: unknown =
    typeof json === 'object' && json !== null ? Reflect.get(json, 'requestId') : undefined;
  const [issue] = parsed.error.issues;
  return {
    malformed: `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'invalid'}`,
    requestId: typeof given === 'string' ? given : '',
  };
}
