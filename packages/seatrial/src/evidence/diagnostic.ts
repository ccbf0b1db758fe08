/** A place in a file a user can open. Lines and columns count from 1. */
export interface SourcePosition {
  /** Relative to the project root where the file lies inside it, with forward slashes. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/**
 * Something a user has to know about an input: what was seen, where, what was expected, what to do.
 * The same shape comes from `@seatrial/environment` for Compose files.
 */
export interface Diagnostic {
  /** Stable, SCREAMING_SNAKE, e.g. `SPEC_UNKNOWN_KEY`. */
  readonly code: string;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly file?: string | undefined;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
  readonly expected?: string | undefined;
  readonly seen?: string | undefined;
  /** What to do about it, e.g. `did you mean "expect"?`. */
  readonly hint?: string | undefined;
}

/** `file:line:column: error CODE: message; expected …, got …` with the hint on a line of its own. */
export function formatDiagnostic(diagnostic: Diagnostic): string {
  const { file, line, column, severity, code, message, expected, seen, hint } = diagnostic;
  const place = [file, line, column].filter((part) => part !== undefined).join(':');
  const contrast = [
    expected === undefined ? '' : `expected ${expected}`,
    seen === undefined ? '' : `got ${seen}`,
  ].filter((part) => part !== '');
  const text = [message, contrast.join(', ')].filter((part) => part !== '').join('; ');
  const head = `${place === '' ? '' : `${place}: `}${severity} ${code}: ${text}`;
  return hint === undefined ? head : `${head}\n  ${hint}`;
}
