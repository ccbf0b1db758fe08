import { canonicalTokens } from './canonical-sql.ts';

/** How the values that a check lets pass relate to those that it let pass before. */
export type CheckVerdict = 'narrowed' | 'widened' | 'changed';

/** A check that one can see through: a column among some values, or on one side of a number. */
type Allowed =
  | { readonly form: 'values'; readonly subject: string; readonly values: ReadonlySet<string> }
  | {
      readonly form: 'bound';
      readonly subject: string;
      readonly side: '>' | '<';
      readonly bound: Bound;
    };

interface Bound {
  readonly limit: number;
  readonly isIncluded: boolean;
}

/** `changed` where nobody can tell. */
export function compareExpressions(from: string, to: string): CheckVerdict {
  const [before, after] = [readAllowed(from), readAllowed(to)];
  if (before === undefined || after === undefined || before.subject !== after.subject) {
    return 'changed';
  }
  if (before.form === 'values' && after.form === 'values') {
    const isWithin = [...after.values].every((value) => before.values.has(value));
    const isAround = [...before.values].every((value) => after.values.has(value));
    return isWithin ? 'narrowed' : isAround ? 'widened' : 'changed';
  }
  if (before.form === 'bound' && after.form === 'bound' && before.side === after.side) {
    return isTighter(after.bound, before.bound, before.side) ? 'narrowed' : 'widened';
  }
  return 'changed';
}

/** What a check is about, so that two of them are one that changed; undefined where nobody can tell. */
export function subjectOf(expression: string): string | undefined {
  const allowed = readAllowed(expression);
  if (allowed === undefined) return undefined;
  return `${allowed.subject} ${allowed.form === 'bound' ? allowed.side : 'in'}`;
}

function readAllowed(expression: string): Allowed | undefined {
  const tokens = canonicalTokens(expression);
  const [subject = '', operator = ''] = tokens;
  if (!/^[a-z_"]/i.test(subject)) return undefined;
  return readValues(subject, tokens) ?? readBound(subject, operator, tokens.slice(2));
}

/** `a in ( 'x' , 'y' )`, or as PostgreSQL writes it: `a = any ( array [ 'x' , 'y' ] )`, `a = 'x'`. */
function readValues(subject: string, tokens: readonly string[]): Allowed | undefined {
  const text = tokens.slice(1).filter((token) => !/^[()[\]]$/.test(token));
  const words = /^(?:in|= any array|=)(?= |$)/.exec(text.join(' '))?.[0];
  if (words === undefined) return undefined;
  const values = text.slice(words.split(' ').length).filter((token) => token !== ',');
  const isPlain = values.every((value) => /^(?:'|\d)/.test(value));
  return isPlain ? { form: 'values', subject, values: new Set(values) } : undefined;
}

function readBound(
  subject: string,
  operator: string,
  rest: readonly string[],
): Allowed | undefined {
  const match = /^([<>])(=?)$/.exec(operator);
  // PostgreSQL writes a negative number as a text with a cast.
  const number = /^(?:'(-?[\d.]+)'|(- )?([\d.]+))$/.exec(rest.join(' '));
  if (match === null || number === null) return undefined;
  const [, quoted, sign, plain] = number;
  const limit =
    quoted === undefined ? Number(plain) * (sign === undefined ? 1 : -1) : Number(quoted);
  if (Number.isNaN(limit)) return undefined;
  const side = match[1] === '>' ? '>' : '<';
  return { form: 'bound', subject, side, bound: { limit, isIncluded: match[2] === '=' } };
}

function isTighter(one: Bound, other: Bound, side: '>' | '<'): boolean {
  if (one.limit === other.limit) return !one.isIncluded && other.isIncluded;
  return side === '>' ? one.limit > other.limit : one.limit < other.limit;
}
