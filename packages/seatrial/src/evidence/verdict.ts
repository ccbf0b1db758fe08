import type { Outcome } from './check.ts';

export type VerdictWord = 'ready' | 'not ready' | 'not proven';

/** One reason for the verdict. */
export interface DecidingCheck {
  readonly check: string;
  readonly outcome: Outcome;
  readonly reason: string;
}

export interface Verdict {
  readonly word: VerdictWord;
  /** 0 ready, 1 not ready, 2 not proven, 4 environment, 5 only a regression, 70 internal, 124 timeout, 130 interrupted. */
  readonly exitCode: number;
  /** One sentence. */
  readonly reason: string;
  /** The checks that decided it, worst first; empty when ready. */
  readonly decidedBy: readonly DecidingCheck[];
  readonly counts: Readonly<Record<Outcome, number>>;
}
