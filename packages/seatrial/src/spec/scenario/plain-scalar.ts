/** Anything that begins like a number and may be one. */
const NUMBER_LIKE = /^[-+]?\.?\d[\d.]*(?:[eE][-+]?\d*)?$|^0[xo]|^[-+]?\.(?:inf|nan)$/i;
const NUMBER = /^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,15})?$/;

/**
 * The value of a plain scalar in YAML's core schema, which knows one spelling in three of `true`, `false` and
 * `null`. Undefined where it would take a second look: other spellings, unusual numbers.
 */
export function readPlainScalar(written: string): string | number | boolean | null | undefined {
  if (written === 'true') return true;
  if (written === 'false') return false;
  if (written === 'null') return null;
  if (/^(?:true|false|null|~)$/i.test(written)) return undefined;
  if (!NUMBER_LIKE.test(written)) return written;
  return NUMBER.test(written) ? Number(written) : undefined;
}
