import type { SourcePosition } from './diagnostic.ts';

export const OUTCOMES = ['passed', 'failed', 'flaky', 'skipped', 'error'] as const;
/**
 * How a check ended. `flaky`: failed, then passed on a repeat. `skipped` always has a reason.
 * `error`: the check could not be carried out, so nothing is known.
 */
export type Outcome = (typeof OUTCOMES)[number];

export const CHECK_KINDS = ['scenario', 'suite', 'benchmark', 'contract'] as const;
export type CheckKind = (typeof CHECK_KINDS)[number];

/** What is known of a check before it runs; the plain-data half of a plan. */
export interface CheckDescription {
  /** Unique in a plan: a scenario's id token (`INT-07`), or `suite:<name>`. */
  readonly id: string;
  readonly kind: CheckKind;
  readonly title: string;
  readonly workItem: string | null;
  /** Ids of the requirements that this check covers. */
  readonly requirements: readonly string[];
  readonly required: boolean;
  readonly source: SourcePosition;
  /** The exact command that repeats this check alone. */
  readonly rerun: string;
  /** 1-based index of the shard that carries it out; null when the plan is not sharded. */
  readonly shard: number | null;
}

/** Why something did not hold, in the words of whoever has to mend it. */
export interface Failure {
  readonly message: string;
  /** Where the expectation stands, not where our code noticed. */
  readonly source: SourcePosition | null;
  readonly expected: string | null;
  readonly seen: string | null;
  /** Longer text: a diff, a stack, the last lines of a log. At most a few kilobytes. */
  readonly detail: string | null;
}

/** The end of one attempt at a check. */
export type CheckResult =
  | { readonly outcome: 'passed' }
  | { readonly outcome: 'flaky'; readonly reason: string }
  | { readonly outcome: 'skipped'; readonly reason: string }
  | { readonly outcome: 'failed'; readonly failure: Failure }
  | { readonly outcome: 'error'; readonly failure: Failure };

/** A requirement as a spec declares it. */
export interface Requirement {
  readonly id: string;
  readonly title: string;
  readonly source: SourcePosition;
  /** Every required check of the project that names it, also those that a partial plan leaves out. */
  readonly namedBy?: readonly string[];
}

/** Makes a `Failure` from its message and whatever else is known. */
export function failure(message: string, rest: Partial<Omit<Failure, 'message'>> = {}): Failure {
  return { message, source: null, expected: null, seen: null, detail: null, ...rest };
}
