import type { z } from 'zod';

import type { Failure } from '../../../evidence/index.ts';
import { failure } from '../../../evidence/index.ts';
import { clip, VALUE_LENGTH } from '../suite-report.ts';

/** Reads a JSON report by its schema; a report that is no JSON, or has another shape, is a problem of the suite. */
export function parseJsonReport<Shape>(
  text: string,
  schema: z.ZodType<Shape>,
): { readonly value: Shape } | { readonly problem: Failure } {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    return { problem: unreadable(text, error instanceof Error ? error.message : String(error)) };
  }
  const parsed = schema.safeParse(document);
  if (parsed.success) return { value: parsed.data };
  const [issue] = parsed.error.issues;
  const where = issue === undefined ? '' : ` at ${issue.path.join('.')}: ${issue.message}`;
  return { problem: unreadable(text, `unexpected shape${where}`) };
}

function unreadable(text: string, why: string): Failure {
  return failure(`the runner's report cannot be read: ${why}`, {
    expected: 'a complete JSON report',
    seen: text === '' ? 'an empty file' : clip(text.slice(-200), VALUE_LENGTH),
  });
}
