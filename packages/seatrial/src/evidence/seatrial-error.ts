import type { Diagnostic } from './diagnostic.ts';
import { formatDiagnostic } from './diagnostic.ts';

/** Stable codes. Adding one is a minor change, renaming or removing one is a major change. */
export type SeatrialErrorCode =
  /** The command line was not understood. */
  | 'USAGE'
  /** A config, spec, Compose file or scenario block is malformed; `diagnostics` say where. */
  | 'INPUT_INVALID'
  /** No `.session/` folder here or above. */
  | 'PROJECT_NOT_FOUND'
  /** An id on the command line names no work item, spec or check. */
  | 'CHECK_NOT_FOUND'
  /** An event log cannot be read or does not belong to the others. */
  | 'LOG_INVALID'
  /** Another process holds an environment of this project already. */
  | 'ENVIRONMENT_RUNNING'
  /** What runs in the background could not be written down, so nobody could stop it. */
  | 'NOT_RECORDED'
  /** What was asked for needs a running environment. */
  | 'ENVIRONMENT_NOT_RUNNING';

/** Every failure this package raises on purpose. Anything else that escapes is a bug and keeps its stack. */
export class SeatrialError extends Error {
  override readonly name: string = 'SeatrialError';
  readonly code: SeatrialErrorCode;
  readonly diagnostics: readonly Diagnostic[];
  /** What the reader can do about it, in one sentence. */
  readonly hint: string | undefined;

  constructor(
    code: SeatrialErrorCode,
    message: string,
    options: { diagnostics?: readonly Diagnostic[]; hint?: string; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.diagnostics = options.diagnostics ?? [];
    this.hint = options.hint;
  }

  /** An `INPUT_INVALID` whose message lists every diagnostic, one a line. */
  static input(diagnostics: readonly Diagnostic[]): SeatrialError {
    return new SeatrialError('INPUT_INVALID', diagnostics.map(formatDiagnostic).join('\n'), {
      diagnostics,
    });
  }
}
