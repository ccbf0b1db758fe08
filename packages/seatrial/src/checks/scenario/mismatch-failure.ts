import type { Failure } from '../../evidence/index.ts';
import { failure } from '../../evidence/index.ts';
import type { Mismatch } from './match.ts';
import { cut } from './preview.ts';

/** A mismatch and the part of the result it was found in: `status`, `header etag`, `JSON body`. */
export interface Difference extends Mismatch {
  readonly part: string;
}

const MAX_DETAIL = 3000;

/** Names the mismatches of one part. */
export function inPart(part: string, mismatches: readonly Mismatch[]): Difference[] {
  return mismatches.map((mismatch) => ({ part, ...mismatch }));
}

/** The failure that a step's differences add up to: the first in front, all of them in the detail. */
export function mismatchFailure(
  title: string,
  differences: readonly [Difference, ...Difference[]],
  context: string,
): Failure {
  const [first] = differences;
  const more = differences.length - 1;
  const others = more === 0 ? '' : ` (and ${String(more)} more)`;
  const detail = [...differences.map(showDifference), context].filter((part) => part !== '');
  return failure(`${title}: ${place(first)} is not as expected${others}`, {
    source: first.at,
    expected: first.expected,
    seen: first.seen,
    detail: cut(detail.join('\n'), MAX_DETAIL),
  });
}

function place({ part, pointer }: Difference): string {
  return pointer === '' ? part : `${part} ${pointer}`;
}

function showDifference(difference: Difference): string {
  return `${place(difference)}\n  - expected ${difference.expected}\n  + seen     ${difference.seen}`;
}
