import type { DiagnosticLog } from './diagnostic-log.ts';
import type { LookUpVariable } from './interpolate.ts';

/** What Compose files are loaded with. */
export interface LoadContext {
  /** Folder that relative paths start from. */
  readonly directory: string;
  readonly lookUp: LookUpVariable;
  readonly log: DiagnosticLog;
  /** The including files, from the outermost one. */
  readonly includedBy: readonly string[];
  /** Counts the files that were read, and the values that came into being by `extends`. */
  readonly budget: { files: number; values: number };
}
