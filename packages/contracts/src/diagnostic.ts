/** One finding about an input, in a shape that a person and a program can act on. */
export interface Diagnostic {
  /** Stable, `AREA_WHAT`, such as `DOCUMENT_SYNTAX`. */
  readonly code: string;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly file?: string | undefined;
  /** 1-based. */
  readonly line?: number | undefined;
  /** 1-based. */
  readonly column?: number | undefined;
  readonly expected?: string | undefined;
  readonly seen?: string | undefined;
  /** What the reader can do about it, in one sentence. */
  readonly hint?: string | undefined;
}

/** Stable codes of {@link ContractError}. Adding one is a minor change, renaming or removing one a major change. */
export const CONTRACT_ERROR_CODES = [
  'DOCUMENT_EMPTY',
  'DOCUMENT_SYNTAX',
  'DOCUMENT_SEVERAL',
  'DOCUMENT_TOO_LARGE',
  'DOCUMENT_KIND',
  'DOCUMENT_VERSION',
] as const;

/** Why a document cannot be compared or held against anything. */
export type ContractErrorCode = (typeof CONTRACT_ERROR_CODES)[number];

/** Every failure this package raises on purpose; anything else that escapes is a bug and keeps its stack. */
export class ContractError extends Error {
  override readonly name: string = 'ContractError';
  readonly code: ContractErrorCode;
  readonly diagnostic: Diagnostic;

  constructor(diagnostic: Diagnostic & { readonly code: ContractErrorCode }, cause?: unknown) {
    super(formatDiagnostic(diagnostic), { cause });
    this.code = diagnostic.code;
    this.diagnostic = diagnostic;
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
