import type { SourcePosition } from '../evidence/index.ts';

export const RUNNERS = ['node:test', 'vitest', 'jest', 'playwright', 'pytest', 'junit'] as const;
/** Who runs a suite. `junit`: any command that writes JUnit XML. */
export type Runner = (typeof RUNNERS)[number];

/** A test suite of the project, from `trial.suites` in `.session/config.json`. */
export interface Suite {
  readonly name: string;
  readonly runner: Runner;
  /** Where the runner is started, relative to the project root. */
  readonly directory: string;
  /** Files or patterns given to the runner; empty for the runner's own choice. */
  readonly files: readonly string[];
  /** Replaces the runner's usual command; needed for `junit`. */
  readonly command: readonly string[] | null;
  /** Glob of the XML files that a `junit` suite writes, relative to `directory`; null for other runners. */
  readonly report: string | null;
  readonly required: boolean;
  readonly timeoutMs: number;
  /** True when the services must run and their addresses are handed in as `SEATRIAL_<SERVICE>_URL`. */
  readonly needsEnvironment: boolean;
  readonly source: SourcePosition;
}
