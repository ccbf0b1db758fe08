import type { Diagnostic, SourceLocation } from '../diagnostic.ts';

/** What may stand in a finding besides its message. */
export type DiagnosticDetail = Pick<Diagnostic, 'expected' | 'seen' | 'hint'>;

/** Nobody reads more; a file of garbage has hundreds of thousands. */
const MAX_FINDINGS = 100;

/** Collects findings while a file is read, so that one look shows all of them. */
export class DiagnosticLog {
  readonly errors: Diagnostic[] = [];
  readonly warnings: Diagnostic[] = [];

  /** Whether further errors are left out. */
  get isFull(): boolean {
    return this.errors.length > MAX_FINDINGS;
  }

  error(code: string, at: SourceLocation, message: string, detail: DiagnosticDetail = {}): void {
    if (this.isFull) return;
    if (this.errors.length < MAX_FINDINGS) {
      this.errors.push({ code, severity: 'error', message, ...placeOf(at), ...detail });
    } else {
      const left = 'there are more errors from here on, which are left out';
      this.errors.push({
        code: 'COMPOSE_TOO_MANY',
        severity: 'error',
        message: left,
        ...placeOf(at),
      });
    }
  }

  warn(code: string, at: SourceLocation, message: string, detail: DiagnosticDetail = {}): void {
    if (this.warnings.length >= MAX_FINDINGS) return;
    this.warnings.push({ code, severity: 'warning', message, ...placeOf(at), ...detail });
  }
}

function placeOf({ file, line, column }: SourceLocation): SourceLocation {
  return { file, line, column };
}
