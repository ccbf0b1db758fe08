import type { Change, DiffOptions } from '../src/index.ts';
import { compareApis, openApi } from '../src/index.ts';

/** An OpenAPI description with these paths. */
export function description(paths: unknown, rest: Record<string, unknown> = {}): string {
  return JSON.stringify({
    openapi: '3.1.0',
    info: { title: 'Shop', version: '1.0.0' },
    paths,
    ...rest,
  });
}

/** An operation that takes a body of this schema. */
export function taking(schema: unknown, mediaType = 'application/json'): unknown {
  return {
    '/orders': {
      post: {
        requestBody: { content: { [mediaType]: { schema } } },
        responses: { 200: { description: 'ok' } },
      },
    },
  };
}

/** An operation that answers with this schema. */
export function answering(schema: unknown): unknown {
  return {
    '/orders': {
      get: {
        responses: { 200: { description: 'ok', content: { 'application/json': { schema } } } },
      },
    },
  };
}

/** What changed from one text to the other. */
export function changesOf(
  base: string,
  revision: string,
  options: DiffOptions = {},
): readonly Change[] {
  return compareApis(
    { base: openApi(base, 'base'), revision: openApi(revision, 'revision') },
    options,
  ).changes;
}

/** `LEVEL id`, sorted. */
export function idsOf(changes: readonly Change[]): string[] {
  return changes.map(({ level, id }) => `${level} ${id}`).toSorted();
}
