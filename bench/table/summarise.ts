import type { Bound, Row, Samples } from './table.ts';

export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

export interface Judgement {
  readonly bound: Bound;
  readonly seen: number;
  readonly holds: boolean;
}

/** Undefined when nothing was measured. The median of an even number of samples is the mean of the middle two. */
export function spreadOf(samples: readonly number[]): Spread | undefined {
  const sorted = samples.toSorted((one, other) => one - other);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  const [min] = sorted;
  const max = sorted.at(-1);
  if (upper === undefined || lower === undefined || min === undefined || max === undefined)
    return undefined;
  return { median: (lower + upper) / 2, min, max };
}

/** The median of the ratios inside each round: both sides of a pair ran in the same noise. */
export function ratioOf(samples: Samples, row: Row, metric: string): number | undefined {
  if (row.beside === undefined) return undefined;
  const peer = samples.of(row.beside, metric);
  const ratios = samples.of(row.label, metric).flatMap((value, round) => {
    const other = peer[round];
    return other === undefined || other === 0 ? [] : [value / other];
  });
  return spreadOf(ratios)?.median;
}

/** One judgement for each bound of which something was measured. */
export function judge(samples: Samples, row: Row): readonly Judgement[] {
  return [row.bound ?? []].flat().flatMap((bound: Bound) => {
    const seen = seenOf(samples, row, bound);
    if (seen === undefined) return [];
    return [{ bound, seen, holds: 'below' in bound ? seen < bound.below : seen >= bound.atLeast }];
  });
}

function seenOf(samples: Samples, row: Row, { metric, of }: Bound): number | undefined {
  if (of === 'ratio') return ratioOf(samples, row, metric);
  const spread = spreadOf(samples.of(row.label, metric));
  return of === 'median' ? spread?.median : spread?.max;
}
