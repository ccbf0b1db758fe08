import { hash, timingSafeEqual } from 'node:crypto';

export type KeyCheck =
  | { readonly valid: true }
  | { readonly valid: false; readonly message: string };

const VALID: KeyCheck = { valid: true };
const MISSING: KeyCheck = { valid: false, message: 'The Authorization header is missing.' };
const MALFORMED: KeyCheck = {
  valid: false,
  message: 'The Authorization header must have the form "Bearer <key>".',
};
const WRONG: KeyCheck = { valid: false, message: 'Invalid API key.' };

/**
 * Makes the check of an `Authorization` header against the one key. Digests are compared, in constant time:
 * they have equal lengths whatever was sent, and any text has one.
 */
export function createKeyCheck(apiKey: string): (header: string | undefined) => KeyCheck {
  const expected = Buffer.from(digest(apiKey), 'hex');
  const supplied = Buffer.alloc(expected.length);
  return (header) => {
    if (header === undefined || header.trim() === '') return MISSING;
    const [scheme, key, ...rest] = header.trim().split(/\s+/);
    if (scheme?.toLowerCase() !== 'bearer' || key === undefined || rest.length > 0)
      return MALFORMED;
    // Into one buffer that is kept: a new one for every request would be garbage outside the heap.
    supplied.write(digest(key), 'hex');
    return timingSafeEqual(supplied, expected) ? VALID : WRONG;
  };
}

function digest(text: string): string {
  return hash('sha256', text, 'hex');
}
