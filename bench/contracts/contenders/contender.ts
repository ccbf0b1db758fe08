import type { Cost } from '../../process/measure-process.ts';
import type { Pair } from '../pairs.ts';

/** Where a contender does its work. */
export interface Surroundings {
  /** For what it prints. */
  readonly folder: string;
  readonly signal: AbortSignal;
}

/** One way to find out what changed between two descriptions. */
export interface Contender {
  readonly title: string;
  /** Ours: breaks the benchmark when it fails. A peer that fails leaves its row empty, and a note says why. */
  readonly isOurs: boolean;
  /** Compares once. Whole processes unless the title says otherwise. */
  readonly compare: (pair: Pair, surroundings: Surroundings) => Promise<Cost>;
}

/** A contender, or why it takes no part. */
export type Found = Contender | { readonly title: string; readonly missing: string };
