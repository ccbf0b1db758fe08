import { NOT_RESOLVED, boolCoreTag, floatCoreTag, intCoreTag, nullCoreTag } from 'js-yaml';

const TAGS = [nullCoreTag, boolCoreTag, intCoreTag, floatCoreTag];
/** Nearly every text begins with a letter that no other kind of value begins with. */
const FIRST_SIGNS = new Set(TAGS.flatMap(({ implicitFirstChars }) => implicitFirstChars ?? []));

/** The value of a plain scalar in YAML's core schema. */
export function resolveScalar(written: string): string | number | boolean | null {
  if (!FIRST_SIGNS.has(written.charAt(0))) return written;
  for (const tag of TAGS) {
    const value: string | number | boolean | null | typeof NOT_RESOLVED = tag.resolve(
      written,
      false,
      tag.tagName,
    );
    if (value !== NOT_RESOLVED) return value;
  }
  return written;
}

/** What is wrong with a plain scalar as a number; null when it can be kept exactly, or is none. */
export function numberProblem(
  written: string,
  value: string | number | boolean | null,
): string | null {
  if (typeof value === 'number' ? !Number.isFinite(value) : isOverflow(written)) {
    return `${written} is not a number that JSON knows`;
  }
  if (
    Number.isInteger(value) &&
    !Number.isSafeInteger(value) &&
    /^(?:[-+]?\d+|0[ox].*)$/.test(written)
  ) {
    return `${written} is larger than a number can hold exactly: put it in quotes`;
  }
  return null;
}

/** `1e999`, which the parser leaves a text. */
function isOverflow(written: string): boolean {
  return /^[-+]?[\d.]+[eE]\+?\d+$/.test(written) && Math.abs(Number(written)) === Infinity;
}
