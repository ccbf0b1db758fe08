/** One finding about an input file or a running service, in a shape a person and a program can act on. */
export interface Diagnostic {
  /** Stable, `AREA_WHAT`, such as `COMPOSE_KEY_UNKNOWN`. */
  readonly code: string;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly file?: string;
  /** 1-based. */
  readonly line?: number;
  /** 1-based. */
  readonly column?: number;
  readonly expected?: string;
  readonly seen?: string;
  /** What the reader can do about it, in one sentence. */
  readonly hint?: string;
}

/** A place in a text file; line and column are 1-based. */
export interface SourceLocation {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Stable codes of {@link EnvironmentError}. Adding one is a minor change, renaming or removing one a major change. */
export const ENVIRONMENT_ERROR_CODES = [
  'COMPOSE_INVALID',
  'DEPENDENCY_CYCLE',
  'DOCKERFILE_INVALID',
  'SERVICE_UNKNOWN',
  'SERVICE_NOT_RUNNABLE',
  'PORT_TAKEN',
  'PREPARE_FAILED',
  'COMMAND_NOT_FOUND',
  'SERVICE_DIED',
  'SERVICE_DETACHED',
  'LOG_FLOODED',
  'PROCESSES_FLOODED',
  'SERVICE_NOT_READY',
  'FIXTURE_FAILED',
  'RESET_FAILED',
  'ABORTED',
  'STOP_INCOMPLETE',
  'FAULT_INVALID',
  'FAULT_FAILED',
  'DOCKER_UNAVAILABLE',
] as const;

/** Why an environment could not be read, started or stopped. */
export type EnvironmentErrorCode = (typeof ENVIRONMENT_ERROR_CODES)[number];

/** Every failure this package raises on purpose; anything else that escapes is a bug and keeps its stack. */
export class EnvironmentError extends Error {
  override readonly name: string = 'EnvironmentError';
  readonly code: EnvironmentErrorCode;
  /** The findings behind the failure; never empty. */
  readonly diagnostics: readonly Diagnostic[];
  /** The service at fault, when it is one. */
  readonly service: string | undefined;
  /** The last lines of the log of the service at fault. */
  readonly logTail: readonly string[];

  constructor(
    code: EnvironmentErrorCode,
    diagnostics: readonly Diagnostic[],
    options: { service?: string; logTail?: readonly string[]; cause?: unknown } = {},
  ) {
    super(
      diagnostics
        .filter(({ severity }) => severity === 'error')
        .map(formatDiagnostic)
        .join('\n'),
      { cause: options.cause },
    );
    this.code = code;
    this.diagnostics = diagnostics;
    this.service = options.service;
    this.logTail = options.logTail ?? [];
  }
}

/** Renders a diagnostic as `file:line:column: message; expected x, got y (hint)`. */
export function formatDiagnostic(diagnostic: Diagnostic): string {
  const { file, line, column, message, expected, seen, hint } = diagnostic;
  const place = [file, line, column].filter((part) => part !== undefined).join(':');
  const wanted = expected === undefined ? '' : `; expected ${expected}`;
  const got = seen === undefined ? '' : `${wanted === '' ? ';' : ','} got ${seen}`;
  return `${place === '' ? '' : `${place}: `}${message}${wanted}${got}${hint === undefined ? '' : ` (${hint})`}`;
}
