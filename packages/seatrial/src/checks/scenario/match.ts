import { isDeepStrictEqual } from 'node:util';

import type { SourcePosition } from '../../evidence/index.ts';
import type { Expectation } from '../../spec/scenario/index.ts';
import { describeExpectation } from './describe-expectation.ts';
import { preview } from './preview.ts';
import type { Scope } from './scope.ts';
import { resolveDeep, toText } from './scope.ts';
import { property, select } from './select.ts';
import { instantMs, isOfType } from './type-markers.ts';

/** One place where a value is not what was expected. */
export interface Mismatch {
  /** JSON Pointer (RFC 6901) into the value; empty for the whole of it. */
  readonly pointer: string;
  readonly expected: string;
  readonly seen: string;
  /** Where the expectation stands. */
  readonly at: SourcePosition;
}

/** How values are compared. */
export interface MatchScope extends Scope {
  /** The value is text by nature (a header, standard output), so a literal 5 means "5". */
  readonly textual?: boolean;
}

/** More differences than this help nobody. */
const MAX_MISMATCHES = 20;

/**
 * Holds a value against an expectation; `undefined` is an absent value.
 *
 * @returns the differences in the order of the expectation, at most 20; none when it holds
 */
export function match(expectation: Expectation, value: unknown, scope: MatchScope): Mismatch[] {
  const found: Mismatch[] = [];
  compare(expectation, value, { scope, pointer: '', found });
  return found;
}

interface Place {
  readonly scope: MatchScope;
  readonly pointer: string;
  readonly found: Mismatch[];
}

type Form = Expectation['form'];
type Of<Key extends Form> = Extract<Expectation, { form: Key }>;
type Holds<Key extends Form> = (expectation: Of<Key>, value: unknown, scope: MatchScope) => boolean;
type Compare<Key extends Form> = (expectation: Of<Key>, value: unknown, place: Place) => void;

/** The forms that are right or wrong as a whole. */
const WHOLE = {
  literal: ({ value: expected }, value, scope) => isSame(expected, value, scope),
  template: ({ template }, value, scope) => isSame(scope.resolve(template), value, scope),
  'status-class': ({ hundreds }, value) =>
    typeof value === 'number' && Math.floor(value / 100) === hundreds,
  type: ({ types }, value) => types.some((type) => isOfType(value, type)),
  compare: isOrdered,
  equals: ({ value: expected }, value, scope) => isSame(resolveDeep(expected, scope), value, scope),
  matches: ({ pattern, flags }, value) =>
    typeof value === 'string' && new RegExp(pattern, flags).test(value),
  absent: ({ absent }, value) => (value === undefined) === absent,
  contains: ({ expected }, value, scope) => contains(expected, value, scope),
  'contains-only': ({ items }, value, scope) => containsOnly(items, value, scope),
  not: ({ expected }, value, scope) => !fits(expected, value, scope),
  'one-of': ({ options }, value, scope) => options.some((option) => fits(option, value, scope)),
} satisfies { readonly [Key in Form]?: Holds<Key> };

/** The forms that name what differs inside the value. */
const INSIDE = {
  object: compareObject,
  array: compareArray,
  path: comparePath,
  length: compareLength,
  each: compareEach,
  all: ({ of }, value, place) => {
    for (const inner of of) compare(inner, value, place);
  },
} satisfies { readonly [Key in Exclude<Form, keyof typeof WHOLE>]: Compare<Key> };

function compare(expectation: Expectation, value: unknown, place: Place): void {
  if (place.found.length >= MAX_MISMATCHES) return;
  const { form } = expectation;
  // The two tables are complete by their types; which entry fits which form the compiler cannot follow.
  if (form in INSIDE) {
    const inside = INSIDE[form as keyof typeof INSIDE] as Compare<Form>;
    inside(expectation, value, place);
    return;
  }
  const holds = WHOLE[form as keyof typeof WHOLE] as Holds<Form>;
  if (!holds(expectation, value, place.scope)) {
    report(place, expectation, { seen: preview(value) });
  }
}

function fits(expectation: Expectation, value: unknown, scope: MatchScope): boolean {
  return match(expectation, value, scope).length === 0;
}

function report(
  place: Place,
  expectation: Expectation,
  about: { readonly seen: string; readonly expected?: string },
): void {
  const { pointer, scope, found } = place;
  const expected = about.expected ?? describeExpectation(expectation, scope);
  found.push({ pointer, expected, seen: about.seen, at: expectation.at });
}

function at(place: Place, ...keys: readonly (string | number)[]): Place {
  const steps = keys.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`);
  return { ...place, pointer: `${place.pointer}${steps.join('')}` };
}

function isSame(expected: unknown, value: unknown, scope: MatchScope): boolean {
  if (expected === value) return true;
  if (scope.textual === true && typeof value === 'string') return toText(expected) === value;
  return (
    typeof expected === 'object' &&
    typeof value === 'object' &&
    isDeepStrictEqual(plain(expected), plain(value))
  );
}

/** The same data with ordinary prototypes, which deep equality would otherwise tell apart. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}

function compareObject(expectation: Of<'object'>, value: unknown, place: Place): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    report(place, expectation, { seen: preview(value) });
    return;
  }
  for (const [key, inner] of Object.entries(expectation.keys)) {
    compare(inner, property(value, key), at(place, key));
  }
}

function compareArray(expectation: Of<'array'>, value: unknown, place: Place): void {
  const { items } = expectation;
  if (!Array.isArray(value)) {
    report(place, expectation, { seen: preview(value) });
    return;
  }
  for (const [index, inner] of items.entries()) {
    if (index < value.length) compare(inner, value[index], at(place, index));
  }
  if (items.length !== value.length) {
    const seen = `${sayItems(value.length)}: ${preview(value)}`;
    report(place, expectation, { seen, expected: sayItems(items.length) });
  }
}

function sayItems(count: number): string {
  return `${String(count)} ${count === 1 ? 'item' : 'items'}`;
}

function comparePath(expectation: Of<'path'>, value: unknown, place: Place): void {
  const selection = select(value, expectation.path);
  if (selection.form === 'one') {
    compare(expectation.expected, selection.value, at(place, ...selection.segments));
    return;
  }
  const found: Mismatch[] = [];
  compare(expectation.expected, selection.values, { ...place, pointer: '', found });
  for (const mismatch of found) {
    const pointer = `${place.pointer} ${expectation.path} ${mismatch.pointer}`.trim();
    place.found.push({ ...mismatch, pointer });
  }
}

function compareLength(expectation: Of<'length'>, value: unknown, place: Place): void {
  const length = lengthOf(value);
  if (length === undefined) {
    report(place, expectation, { seen: preview(value) });
  } else if (!fits(expectation.expected, length, place.scope)) {
    report(place, expectation, { seen: `a length of ${String(length)}: ${preview(value)}` });
  }
}

/** Texts count in Unicode characters, as RFC 9535 §2.4.4 counts them. */
function lengthOf(value: unknown): number | undefined {
  if (typeof value === 'string') return Array.from(value).length;
  if (Array.isArray(value)) return value.length;
  return typeof value === 'object' && value !== null ? Object.keys(value).length : undefined;
}

function compareEach(expectation: Of<'each'>, value: unknown, place: Place): void {
  if (!Array.isArray(value) || value.length === 0) {
    const seen = Array.isArray(value) ? 'an empty list, which shows nothing' : preview(value);
    report(place, expectation, { seen });
    return;
  }
  for (const [index, item] of value.entries())
    compare(expectation.expected, item, at(place, index));
}

function isOrdered(expectation: Of<'compare'>, value: unknown, scope: MatchScope): boolean {
  const bound = resolveDeep(expectation.bound, scope);
  const [left, right] = comparable(value, bound, scope);
  if (left === null || right === null) return false;
  switch (expectation.operator) {
    case '$gt':
      return left > right;
    case '$gte':
      return left >= right;
    case '$lt':
      return left < right;
    case '$lte':
      return left <= right;
    default:
      return expectation.operator satisfies never;
  }
}

function comparable(
  value: unknown,
  bound: unknown,
  scope: MatchScope,
): readonly [number | null, number | null] {
  if (typeof bound !== 'number') return [instantMs(value), instantMs(bound)];
  const isNumericText = scope.textual === true && typeof value === 'string' && value.trim() !== '';
  const number = isNumericText ? Number(value) : value;
  return [typeof number === 'number' && !Number.isNaN(number) ? number : null, bound];
}

function contains(expected: Expectation, value: unknown, scope: MatchScope): boolean {
  const wanted = expected.form === 'array' ? expected.items : [expected];
  if (typeof value === 'string') return wanted.every((part) => containsText(part, value, scope));
  if (!Array.isArray(value)) return false;
  return wanted.every((part) => value.some((item) => fits(part, item, scope)));
}

function containsText(expected: Expectation, value: string, scope: Scope): boolean {
  if (expected.form === 'literal') return value.includes(toText(expected.value));
  if (expected.form === 'template') return value.includes(toText(scope.resolve(expected.template)));
  return false;
}

/** One item for each expectation and none left over: a matching in a bipartite graph (Kuhn 1955). */
function containsOnly(wanted: readonly Expectation[], value: unknown, scope: MatchScope): boolean {
  if (!Array.isArray(value) || value.length !== wanted.length) return false;
  const fitting = wanted.map((expected) => value.map((item) => fits(expected, item, scope)));
  const takenBy: (number | undefined)[] = [];
  const place = (index: number, seen: Set<number>): boolean => {
    for (const [item, isFit] of (fitting[index] ?? []).entries()) {
      if (!isFit || seen.has(item)) continue;
      seen.add(item);
      const holder = takenBy[item];
      if (holder === undefined || place(holder, seen)) {
        takenBy[item] = index;
        return true;
      }
    }
    return false;
  };
  return wanted.every((_, index) => place(index, new Set()));
}
