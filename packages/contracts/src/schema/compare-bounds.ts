import type { Effect } from './schema-delta.ts';
import type { FindingMaker, SchemaPair } from './schema-pair.ts';
import type { Bounds } from './schema-reader.ts';
import { boundsOf, numberOf } from './schema-reader.ts';

/** A number that limits values from below or from above. */
interface Limit {
  readonly name: string;
  readonly keyword: string;
  readonly side: 'lower' | 'upper';
  readonly from: number | undefined;
  readonly to: number | undefined;
}

function lower(name: string, keyword: string, from?: number, to?: number): Limit {
  return { name, keyword, side: 'lower', from, to };
}

/** Compares everything that limits numbers, lengths and counts. */
export function compareBounds(pair: SchemaPair, report: FindingMaker): void {
  for (const limit of limitsOf(pair)) compareLimit(limit, report);
  compareMultiple(pair, report);
}

function limitsOf({ base, revision }: SchemaPair): Limit[] {
  const [from, to] = alignBounds(boundsOf(base), boundsOf(revision));
  const upper = (name: string, keyword: string, one?: number, other?: number): Limit => ({
    ...lower(name, keyword, one, other),
    side: 'upper',
  });
  // A minimum that is not given is 0 for what is counted.
  const counted = (name: string, keyword: string): Limit =>
    lower(name, keyword, numberOf(base, keyword) ?? 0, numberOf(revision, keyword) ?? 0);
  const capped = (name: string, keyword: string): Limit =>
    upper(name, keyword, numberOf(base, keyword), numberOf(revision, keyword));
  return [
    lower('min', 'minimum', from.min, to.min),
    lower('exclusive-min', 'exclusiveMinimum', from.exclusiveMin, to.exclusiveMin),
    upper('max', 'maximum', from.max, to.max),
    upper('exclusive-max', 'exclusiveMaximum', from.exclusiveMax, to.exclusiveMax),
    counted('min-length', 'minLength'),
    capped('max-length', 'maxLength'),
    counted('min-items', 'minItems'),
    capped('max-items', 'maxItems'),
    counted('min-properties', 'minProperties'),
    capped('max-properties', 'maxProperties'),
    lower(
      'min-contains',
      'minContains',
      numberOf(base, 'minContains'),
      numberOf(revision, 'minContains'),
    ),
    capped('max-contains', 'maxContains'),
  ];
}

/** A bound that became inclusive where it stood only lets one value more through; it is not set anew. */
function alignBounds(from: Bounds, to: Bounds): readonly [Bounds, Bounds] {
  let [before, after] = [from, to];
  if (from.min === undefined && to.exclusiveMin === undefined && from.exclusiveMin === to.min)
    after = { ...after, min: undefined };
  if (from.exclusiveMin === undefined && to.min === undefined && from.min === to.exclusiveMin)
    before = { ...before, min: undefined };
  if (from.max === undefined && to.exclusiveMax === undefined && from.exclusiveMax === to.max)
    after = { ...after, max: undefined };
  if (from.exclusiveMax === undefined && to.max === undefined && from.max === to.exclusiveMax)
    before = { ...before, max: undefined };
  return [before, after];
}

function compareLimit(limit: Limit, report: FindingMaker): void {
  const { name, keyword, side, from, to } = limit;
  if (from === to) return;
  const tightened: Effect = 'narrows';
  if (from === undefined) report({ stem: `${name}-set`, keyword, effect: tightened, from, to });
  else if (to === undefined) report({ stem: `${name}-unset`, keyword, effect: 'widens', from, to });
  else {
    const isIncreased = to > from;
    const isTighter = isIncreased === (side === 'lower');
    const stem = `${name}-${isIncreased ? 'increased' : 'decreased'}`;
    report({ stem, keyword, effect: isTighter ? tightened : 'widens', from, to });
  }
}

function compareMultiple({ base, revision }: SchemaPair, report: FindingMaker): void {
  const keyword = 'multipleOf';
  const from = numberOf(base, keyword);
  const to = numberOf(revision, keyword);
  if (from === to) return;
  if (from === undefined) report({ stem: 'multiple-of-set', keyword, effect: 'narrows', from, to });
  else if (to === undefined)
    report({ stem: 'multiple-of-unset', keyword, effect: 'widens', from, to });
  else report({ stem: 'multiple-of-changed', keyword, effect: effectOf(from, to), from, to });
}

function effectOf(from: number, to: number): Effect {
  if (Number.isInteger(to / from)) return 'narrows';
  return Number.isInteger(from / to) ? 'widens' : 'incomparable';
}
