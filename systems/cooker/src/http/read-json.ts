import { type Outcome, accept, refuse } from '../refusal.ts';

const JSON_TYPE = /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i;

/**
 * Reads a body as JSON. An absent body is `undefined`, for the validator to judge; an absent content type is
 * taken for JSON, another one is refused.
 */
export function readJson(contentType: string | undefined, body: unknown): Outcome<unknown> {
  if (typeof body !== 'string' || body.trim() === '') return accept(undefined);
  if (contentType !== undefined && !JSON_TYPE.test(contentType)) {
    return refuse(
      'UNSUPPORTED_MEDIA_TYPE',
      'The body must be JSON (Content-Type: application/json).',
    );
  }
  try {
    const parsed: unknown = JSON.parse(body);
    return accept(parsed);
  } catch {
    // The parser's own words would repeat the body.
    return refuse('INVALID_JSON', 'The body is not valid JSON.');
  }
}
