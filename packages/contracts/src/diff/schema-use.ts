import type { ApiOperation } from '../api/api.ts';

/** Where a schema is used: as what, and how its values are written there. */
export interface SchemaUse {
  readonly kind: 'request-body' | 'response-body' | 'request-parameter' | 'response-header';
  /** Who sends: a request of a webhook or callback is sent by the API, as a response is. */
  readonly direction: 'request' | 'response';
  /** Whether the names of its kind and its direction agree, as they do everywhere but in webhooks and callbacks. */
  readonly isReversed: boolean;
  /** False where every value is written as a text. */
  readonly isStronglyTyped: boolean;
  /** For people: `request body, application/json`. */
  readonly where: string;
  /** Set for parameters: `query`, `path`, `header`, `cookie`. */
  readonly location?: string;
  /** Set for parameters: neither version requires it. */
  readonly isOptional?: boolean;
  /** Set for parameters: one value became a list of such values, written so that a single one looks as before. */
  readonly isWidenedToList?: boolean;
}

/** Who sends what an operation calls its request. */
export function directionOf(
  { section }: ApiOperation,
  part: 'request' | 'response',
): SchemaUse['direction'] {
  if (section === 'paths') return part;
  return part === 'request' ? 'response' : 'request';
}

/** JSON and what is built on it keeps texts and numbers apart. */
export function isJson(mediaType: string): boolean {
  const [name = ''] = mediaType.split(';');
  return name.trim() === 'application/json' || name.trim().endsWith('+json');
}
