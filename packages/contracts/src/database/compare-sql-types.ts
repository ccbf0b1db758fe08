import type { DatabaseDialect, DomainType } from './database-schema.ts';
import type { SqlType } from './sql-type.ts';
import { parseSqlType } from './sql-type.ts';

/** How the values of a type relate to those that it took before. */
export type TypeVerdict =
  | 'same'
  /** Another type for the same values. */
  | 'equivalent'
  | 'narrowed'
  /** The same type with more room. */
  | 'widened'
  /** Another type that holds all the values, and reaches readers in another form. */
  | 'widened to another'
  | 'changed';

/** What types may lean on beside themselves. */
export interface TypeContext {
  readonly dialect: DatabaseDialect;
  readonly enums: ReadonlySet<string>;
  readonly domains: ReadonlyMap<string, DomainType>;
}

export function compareSqlTypes(from: string, to: string, context: TypeContext): TypeVerdict {
  const [one, other] = [parseSqlType(from), parseSqlType(to)];
  if (isSame(one, other)) return 'same';
  if (context.dialect === 'sqlite') {
    return affinityOf(one.base) === affinityOf(other.base) ? 'equivalent' : 'changed';
  }
  const [isWider, isNarrower] = [holds(other, one, context), holds(one, other, context)];
  if (isWider && isNarrower) return 'equivalent';
  if (isNarrower) return 'narrowed';
  if (!isWider) return 'changed';
  return one.isArray === other.isArray && kindOf(one, context) === kindOf(other, context)
    ? 'widened'
    : 'widened to another';
}

function isSame(one: SqlType, other: SqlType): boolean {
  return (
    one.base === other.base &&
    one.isArray === other.isArray &&
    one.bounds.join() === other.bounds.join()
  );
}

const INTEGER_DIGITS: Readonly<Record<string, number>> = { smallint: 5, integer: 10, bigint: 19 };
/** Whole numbers up to so many digits are exact in them. */
const FLOAT_DIGITS: Readonly<Record<string, number>> = { real: 6, 'double precision': 15 };

/** Whether each value of `inner` is a value of `outer`. */
function holds(outer: SqlType, inner: SqlType, context: TypeContext): boolean {
  if (outer.isArray !== inner.isArray) return false;
  const domain = context.domains.get(inner.base);
  if (domain !== undefined && outer.base !== inner.base) {
    const base = parseSqlType(domain.type);
    return isSame(outer, base) || holds(outer, { ...base, isArray: inner.isArray }, context);
  }
  if (isText(outer)) {
    const isLabel = context.enums.has(inner.base);
    if (isLabel) return outer.bounds.length === 0;
    return isText(inner) && hasRoom(outer.bounds[0], inner.bounds[0]);
  }
  if (outer.base === inner.base) return hasRoomInside(outer, inner);
  return holdsNumber(outer, inner);
}

function isText({ base }: SqlType): boolean {
  return base === 'text' || base === 'character varying';
}

function hasRoomInside(outer: SqlType, inner: SqlType): boolean {
  if (outer.base === 'numeric') return holdsNumber(outer, inner);
  const isElastic = /^bit varying$|^time|^interval$/.test(outer.base);
  if (isElastic) return hasRoom(outer.bounds[0], inner.bounds[0]);
  return outer.bounds.join() === inner.bounds.join();
}

function hasRoom(outer: string | undefined, inner: string | undefined): boolean {
  if (outer === undefined) return true;
  return inner !== undefined && Number(outer) >= Number(inner);
}

function holdsNumber(outer: SqlType, inner: SqlType): boolean {
  const digits = digitsOf(inner);
  if (digits === undefined) {
    if (inner.base === 'real') return outer.base === 'double precision';
    return inner.base === 'numeric' && outer.base === 'numeric' && outer.bounds.length === 0;
  }
  const [before, after] = digits;
  const floatDigits = FLOAT_DIGITS[outer.base];
  if (floatDigits !== undefined) return after <= 0 && before <= floatDigits;
  if (outer.base === 'numeric' && outer.bounds.length === 0) return true;
  const [outerBefore, outerAfter] = digitsOf(outer) ?? [-1, -1];
  // Nine digits always fit where ten are the most: 2,147,483,647 is less than 9,999,999,999.
  const isWhole = inner.base === 'numeric' && outer.base in INTEGER_DIGITS;
  return (isWhole ? outerBefore > before : outerBefore >= before) && outerAfter >= after;
}

/** Digits before and after the point; undefined where there is no bound, or it is no exact number. */
function digitsOf({ base, bounds }: SqlType): readonly [number, number] | undefined {
  const whole = INTEGER_DIGITS[base];
  if (whole !== undefined) return [whole, 0];
  if (base !== 'numeric' || bounds.length === 0) return undefined;
  const [precision = 0, scale = 0] = bounds.map(Number);
  return [precision - scale, scale];
}

/** What a reader takes it for: all texts are one kind, and so is each other type. */
function kindOf(type: SqlType, { enums, domains }: TypeContext): string {
  const base = parseSqlType(domains.get(type.base)?.type ?? type.base);
  return isText(base) || enums.has(base.base) ? 'text' : base.base;
}

/** https://www.sqlite.org/datatype3.html#determination_of_column_affinity */
function affinityOf(type: string): string {
  if (/int/.test(type)) return 'integer';
  if (/char|clob|text/.test(type)) return 'text';
  if (type === '' || /blob/.test(type)) return 'blob';
  return /real|floa|doub/.test(type) ? 'real' : 'numeric';
}
