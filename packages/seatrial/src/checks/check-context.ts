import type { Reaper, StartedEnvironment } from '@seatrial/environment';

import type { CheckDescription, CheckResult, Emit, TestRecord } from '../evidence/index.ts';
import type { CheckWork } from '../plan/index.ts';
import type { TrafficLog } from './contract/traffic.ts';
import type { Kept } from './contract/watched-contract.ts';

/** What a check gets from the run, and all that it may touch. */
export interface CheckContext {
  readonly description: CheckDescription;
  readonly attempt: number;
  /** Null when no check of the plan needs services. */
  readonly environment: StartedEnvironment | null;
  /** Absolute. */
  readonly projectRoot: string;
  /** Absolute, exists, belongs to this attempt alone: artifacts and raw reports go here. */
  readonly directory: string;
  /** Ends what the check has started when this process is killed; process trees are told of it. */
  readonly reaper?: Reaper | undefined;
  /** Environment variables of the caller. */
  readonly env: NodeJS.ProcessEnv;
  /** Aborted on Ctrl-C and when the time of the check is over. */
  readonly signal: AbortSignal;
  /** For `step.finished` and `test.finished`; the scheduler says the rest. */
  readonly emit: Emit;
  /** The tests that a suite check has reported so far; undefined when it has not run. */
  readonly testsOf: (check: string) => readonly TestRecord[] | undefined;
  /** Takes in what passes between a check and a service. */
  readonly traffic: TrafficLog;
  /** What became of the contract of a check while its service was driven; undefined when nobody watched it. */
  readonly contractOf: (check: string) => Kept | undefined;
}

/** One kind of check: observes and compares, never weighs. */
export type CarryOut<Work extends CheckWork> = (
  work: Work,
  context: CheckContext,
) => Promise<CheckResult>;
