import { ContractError } from '../diagnostic.ts';

/** The largest specifications that are published expand to some four million values. */
const MAX_VALUES = 20_000_000;
const MAX_DEPTH = 1000;

/**
 * Refuses a document that aliases blow up: nested aliases of a few lines stand for billions of values. Counts what the
 * document expands to without expanding it.
 */
export function checkSize(root: unknown, uri: string): void {
  const sizes = new Map<object, number>();
  const size = (value: unknown, depth: number): number => {
    if (typeof value !== 'object' || value === null) return 1;
    const known = sizes.get(value);
    if (known !== undefined) return known;
    checkDepth(depth, uri);
    // An alias of something that it stands in has no end; it is met again while it is still being counted.
    sizes.set(value, Number.POSITIVE_INFINITY);
    let sum = 1;
    for (const inner of Object.values(value)) sum += size(inner, depth + 1);
    sizes.set(value, sum);
    return sum;
  };
  const values = size(root, 0);
  if (values > MAX_VALUES)
    throw tooLarge(uri, values === Number.POSITIVE_INFINITY ? 'no end' : String(values));
}

/** Refuses what nests deeper than anything that people or programs write. */
export function checkDepth(depth: number, uri: string): void {
  if (depth > MAX_DEPTH) throw tooLarge(uri, `more than ${MAX_DEPTH} levels`);
}

function tooLarge(uri: string, seen: string): ContractError {
  return new ContractError({
    code: 'DOCUMENT_TOO_LARGE',
    severity: 'error',
    file: uri,
    line: 1,
    column: 1,
    message: 'the document expands to too many values',
    expected: `at most ${MAX_VALUES} values, ${MAX_DEPTH} levels deep, aliases included`,
    seen,
  });
}
