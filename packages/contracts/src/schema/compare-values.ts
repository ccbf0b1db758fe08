import type { JsonObject } from '../document/place.ts';
import type { FindingMaker, SchemaPair } from './schema-pair.ts';
import { isEqualJson, listOf, textOf } from './schema-reader.ts';

/** Compares `enum`, `const`, `default`, `pattern` and the contents of texts. */
export function compareValues(pair: SchemaPair, report: FindingMaker): void {
  if (!isSameSingleValue(pair)) {
    compareEnum(pair, report);
    compareConst(pair, report);
  }
  comparePattern(pair, report);
}

/** `enum` of one value, which is all that 3.0 has, and `const` of the same. */
function isSameSingleValue({ base, revision }: SchemaPair): boolean {
  const [from, to] = [singleValueOf(base), singleValueOf(revision)];
  return from !== undefined && to !== undefined && isEqualJson(from[0], to[0]);
}

function singleValueOf(schema: JsonObject): readonly unknown[] | undefined {
  const values = listOf(schema, 'enum');
  if (Object.hasOwn(schema, 'const')) return values === undefined ? [schema['const']] : undefined;
  return values?.length === 1 ? values : undefined;
}

function compareEnum({ base, revision }: SchemaPair, report: FindingMaker): void {
  const keyword = 'enum';
  const from = listOf(base, keyword);
  const to = listOf(revision, keyword);
  if (from === undefined && to !== undefined) {
    report({ stem: 'became-enum', keyword, effect: 'narrows', to });
    return;
  }
  if (from !== undefined && to === undefined) {
    report({ stem: 'enum-removed', keyword, effect: 'widens', from });
    return;
  }
  for (const value of missing(from, to)) {
    report({ stem: 'enum-value-removed', keyword, effect: 'narrows', from: value });
  }
  for (const value of missing(to, from)) {
    report({ stem: 'enum-value-added', keyword, effect: 'widens', to: value });
  }
}

/** The values of the first list that are not in the second. */
export function missing(
  values: readonly unknown[] = [],
  others: readonly unknown[] = [],
): unknown[] {
  const plain = new Set(others);
  return values.filter(
    (value) =>
      !plain.has(value) &&
      (typeof value !== 'object' || !others.some((other) => isEqualJson(value, other))),
  );
}

function compareConst({ base, revision }: SchemaPair, report: FindingMaker): void {
  const keyword = 'const';
  const had = Object.hasOwn(base, keyword);
  const has = Object.hasOwn(revision, keyword);
  const [from, to] = [base[keyword], revision[keyword]];
  if (!had && has) report({ stem: 'const-added', keyword, effect: 'narrows', to });
  else if (had && !has) report({ stem: 'const-removed', keyword, effect: 'widens', from });
  else if (had && !isEqualJson(from, to))
    report({ stem: 'const-changed', keyword, effect: 'incomparable', from, to });
}

/** Patterns that every text matches. */
const MATCHES_ALL = new Set(['.*', '^.*$', '']);

function comparePattern({ base, revision }: SchemaPair, report: FindingMaker): void {
  const keyword = 'pattern';
  const from = textOf(base, keyword);
  const to = textOf(revision, keyword);
  if (from === to) return;
  if (from === '') report({ stem: 'pattern-added', keyword, effect: 'narrows', to });
  else if (to === '') report({ stem: 'pattern-removed', keyword, effect: 'widens', from });
  else if (MATCHES_ALL.has(to))
    report({ stem: 'pattern-generalized', keyword, effect: 'widens', from, to });
  else report({ stem: 'pattern-changed', keyword, effect: 'unknown', from, to });
}
