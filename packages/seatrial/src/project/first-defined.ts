/** The first value that is not undefined: precedence, written in its order. */
export function firstDefined<Value>(...values: readonly [...(Value | undefined)[], Value]): Value {
  // The type says that the last one is defined.
  return values.find((value) => value !== undefined) as Value;
}

/** What a timer can count: 2³¹ − 1 ms, almost 25 days. A longer limit would end at once. */
const MAX_TIMER_MS = 2_147_483_647;

/** Seconds of a config file as milliseconds; the fallback where the file does not say. */
export function toMs<Fallback>(seconds: number | undefined, fallback: Fallback): number | Fallback {
  return seconds === undefined ? fallback : Math.min(Math.round(seconds * 1000), MAX_TIMER_MS);
}
