import type { Effect, TypeChange } from '../schema/schema-delta.ts';

/**
 * Whether a type or format change is safe depends on how the value is written: in JSON a number is not a text,
 * in a query, a header or a form everything is a text.
 */
export interface TypeVerdict {
  readonly effect: Effect;
  /** Safe only because everything is a text there. */
  readonly isLoose: boolean;
}

/** Judges a type change of a request: what was valid before has to be so after. */
export function judgeRequestType(change: TypeChange, isStronglyTyped: boolean): TypeVerdict {
  const isSafe = accepts(change, isStronglyTyped);
  if (!isSafe) return { effect: 'incomparable', isLoose: false };
  const isSwap = isTypeSwap(change) && !covers(change.revisionTypes, change.baseTypes);
  return { effect: 'widens', isLoose: isSwap };
}

/** Judges a type change of a response: what is sent now has to have been valid before. */
export function judgeResponseType(change: TypeChange, isStronglyTyped: boolean): TypeVerdict {
  const isSafe = accepts(reversed(change), isStronglyTyped);
  const isWider = hasTypeChange(change) && covers(change.revisionTypes, change.baseTypes);
  if (!isSafe) return { effect: isWider ? 'widens' : 'incomparable', isLoose: false };
  const isSwap = isTypeSwap(change) && !covers(change.baseTypes, change.revisionTypes);
  return { effect: 'narrows', isLoose: isSwap };
}

/** Whether every value of the base type can be taken for one of the revision's. */
export function accepts(change: TypeChange, isStronglyTyped: boolean): boolean {
  return isTypeAccepted(change, isStronglyTyped) && isFormatAccepted(change);
}

function isTypeAccepted(change: TypeChange, isStronglyTyped: boolean): boolean {
  const { baseTypes, revisionTypes } = change;
  if (!hasTypeChange(change) || revisionTypes.length === 0) return true;
  if (covers(revisionTypes, baseTypes)) return true;
  if (isStronglyTyped) return false;
  // Whatever is written as a text can be read as one.
  const added = revisionTypes.filter((type) => !baseTypes.includes(type));
  return added.length === 0 ? revisionTypes.includes('string') : added.join() === 'string';
}

/** Formats that contain another one, by type. */
const WIDER_FORMATS: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  number: [['float', 'double']],
  integer: [
    ['int32', 'int64'],
    ['int32', 'bigint'],
    ['int64', 'bigint'],
  ],
  string: [
    ['date', 'date-time'],
    ['time', 'date-time'],
  ],
};

function isFormatAccepted({ baseFormat, revisionFormat, revisionTypes }: TypeChange): boolean {
  if (baseFormat === revisionFormat || revisionFormat === '') return true;
  const [type, ...more] = revisionTypes;
  if (type === undefined || more.length > 0) return false;
  return (WIDER_FORMATS[type] ?? []).some(
    ([narrow, wide]) => narrow === baseFormat && wide === revisionFormat,
  );
}

/** Whether each type is one of the others, or within one: every integer is a number. */
function covers(types: readonly string[], others: readonly string[]): boolean {
  return (
    others.length > 0 &&
    others.every((type) => types.includes(type) || (type === 'integer' && types.includes('number')))
  );
}

function isTypeSwap(change: TypeChange): boolean {
  const { baseTypes, revisionTypes } = change;
  return hasTypeChange(change) && baseTypes.length > 0 && revisionTypes.length > 0;
}

function hasTypeChange({ baseTypes, revisionTypes }: TypeChange): boolean {
  return (
    baseTypes.length !== revisionTypes.length ||
    baseTypes.some((type) => !revisionTypes.includes(type))
  );
}

function reversed({
  baseTypes,
  revisionTypes,
  baseFormat,
  revisionFormat,
}: TypeChange): TypeChange {
  return {
    baseTypes: revisionTypes,
    revisionTypes: baseTypes,
    baseFormat: revisionFormat,
    revisionFormat: baseFormat,
  };
}
