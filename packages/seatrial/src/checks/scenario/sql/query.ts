import type { Connections } from '../connections.ts';

/** A statement on its way to a database. */
export interface Question {
  readonly url: string;
  /** Where a relative path in the URL begins. */
  readonly directory: string;
  readonly query: string;
  readonly parameters: readonly unknown[];
  /** Names the connection that is kept for the scenario. */
  readonly key: string;
  readonly signal: AbortSignal;
  readonly connections: Connections;
}

/** What a database answers: rows as plain JSON data, a refusal, or nothing. */
export type QueryAnswer =
  | { readonly form: 'rows'; readonly rows: readonly Record<string, unknown>[] }
  | { readonly form: 'refused'; readonly message: string }
  | { readonly form: 'unreachable'; readonly what: string; readonly seen: string };

/** More rows than a scenario can mean. */
export const MAX_ROWS = 10_000;

/** A number when nothing is lost by it, otherwise its digits. */
export function toNumber(digits: string): number | string {
  const number = Number(digits);
  const significant = digits.replace(/^[-+]?0*\.?0*|\./g, '').replace(/e.*$/i, '').length;
  return Number.isFinite(number) && significant <= 15 ? number : digits;
}
