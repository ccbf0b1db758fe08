import type { Expectation } from '../../spec/scenario/index.ts';
import { preview } from './preview.ts';
import type { Scope } from './scope.ts';
import { resolveDeep } from './scope.ts';

const ORDER_WORDS = {
  $gt: 'more than',
  $gte: 'at least',
  $lt: 'less than',
  $lte: 'at most',
} as const;

type Form = Expectation['form'];
type Say = (nested: Expectation) => string;
type Words = {
  readonly [Key in Form]: (
    expectation: Extract<Expectation, { form: Key }>,
    say: Say,
    scope: Scope,
  ) => string;
};

const WORDS: Words = {
  literal: ({ value }) => preview(value),
  template: ({ template }, _say, scope) => preview(scope.resolve(template)),
  object: ({ keys }, say) => {
    const shown = Object.entries(keys).map(([key, nested]) => `${key}: ${say(nested)}`);
    return shown.length === 0 ? 'an object' : `{ ${shown.join(', ')} }`;
  },
  array: ({ items }, say) => `[${items.map(say).join(', ')}]`,
  path: ({ path, expected }, say) => `${say(expected)} at ${path}`,
  'status-class': ({ hundreds }) => `${String(hundreds)}xx`,
  type: ({ types }) => types.map(withArticle).join(' or '),
  compare: ({ operator, bound }, _say, scope) =>
    `${ORDER_WORDS[operator]} ${preview(resolveDeep(bound, scope))}`,
  equals: ({ value }, _say, scope) => `exactly ${preview(resolveDeep(value, scope))}`,
  contains: ({ expected }, say) => `something that contains ${say(expected)}`,
  'contains-only': ({ items }, say) => `in any order only ${items.map(say).join(', ')}`,
  matches: ({ pattern, flags }) => `a text that matches /${pattern}/${flags}`,
  length: ({ expected }, say) => `a length of ${say(expected)}`,
  each: ({ expected }, say) => `in each item ${say(expected)}`,
  not: ({ expected }, say) => `not ${say(expected)}`,
  'one-of': ({ options }, say) => `one of ${options.map(say).join(', ')}`,
  absent: ({ absent }) => (absent ? 'nothing (absent)' : 'any value'),
  all: ({ of }, say) => of.map(say).join(' and '),
};

/** An expectation in words, for "expected …". */
export function describeExpectation(expectation: Expectation, scope: Scope): string {
  // The table is complete by its type; which entry fits which form is more than the compiler can follow.
  const words = WORDS[expectation.form] as (of: Expectation, say: Say, scope: Scope) => string;
  return words(expectation, (nested) => describeExpectation(nested, scope), scope);
}

function withArticle(type: string): string {
  if (type === 'null') return 'null';
  return /^[aio]/.test(type) ? `an ${type}` : `a ${type}`;
}
