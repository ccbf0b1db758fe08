import type { Case } from '../cases.ts';

/** Where a contender does its work. */
export interface Surroundings {
  /** A folder of this one start; nothing else is in it. */
  readonly folder: string;
  /** Unlike any other project's name on the engine. */
  readonly project: string;
  /** The user's cache folder: empty before the first start, and kept from then on. */
  readonly cache: string;
  /** Where `prepare` put what it installed. */
  readonly peers: string;
  readonly signal: AbortSignal;
}

export interface Took {
  /** From the command, or the call, until everything is healthy. */
  readonly upMs: number;
  /** From the command, or the call, until everything is gone. */
  readonly downMs: number;
}

/** One way to get services up and down again. */
export interface Contender {
  readonly title: string;
  /** Gets ready what must not be measured. Answers why it cannot be measured here, undefined when it can. */
  readonly prepare: (
    surroundings: Pick<Surroundings, 'peers' | 'signal'>,
  ) => Promise<string | undefined>;
  /** Brings the case up, takes it down and leaves nothing, also when the signal is aborted. */
  readonly upAndDown: (one: Case, surroundings: Surroundings) => Promise<Took>;
}
