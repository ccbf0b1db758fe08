import type { z } from 'zod';

/** Says in one line where a document left its expected shape; holds paths and types, never values. */
export function describeMismatch(error: z.ZodError): string {
  const [first] = error.issues;
  if (first === undefined) return 'does not have the expected shape';
  const path = first.path.map(String).join('.');
  return `${path === '' ? 'document' : path}: ${first.message}`;
}
