import type { Failure } from '../../../evidence/index.ts';
import type { Suite } from '../../../project/suite.ts';
import type { SuiteReport } from '../suite-report.ts';

/** Where a suite is run. */
export interface SuitePlace {
  /** Absolute: where the runner is started. */
  readonly directory: string;
  /** Absolute: where machine output goes; never inside what is tested. */
  readonly outputDirectory: string;
  /** Complete environment of the runner, `PATH` with the project's own programs first. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** A suite that is ready to be started. */
export interface Invocation {
  readonly command: readonly string[];
  /** On top of the place's environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Reads what the runner has written so far, also after a crash; null when it wrote nothing. */
  readonly readReport: () => Promise<SuiteReport | null>;
  /** What to do when there is no report or no test in it. */
  readonly emptyHint: string;
}

/** One kind of runner: how it is started and what its ends mean. */
export interface SuiteRunner {
  /** A `Failure` when the suite cannot even be started. */
  readonly prepare: (suite: Suite, place: SuitePlace) => Promise<Invocation | { failure: Failure }>;
  /**
   * Says what an exit code means that is about the runner and not about the tests; null when the report decides.
   */
  readonly explainExit?: (exitCode: number) => string | null;
}
