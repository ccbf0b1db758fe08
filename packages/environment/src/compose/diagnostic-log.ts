import type { Diagnostic, SourceLocation } from '../diagnostic.ts';

/** What may stand in a finding besides its message. */
export type DiagnosticDetail = Pick<Diagnostic, 'expected' | 'seen' | 'hint'>;

/** Collects findings while a file is read, so that one look shows all of them. */
export class DiagnosticLog {
  readonly #found: Diagnostic[] = [];

  get errors(): Diagnostic[] {
    return this.#found.filter(({ severity }) => severity === 'error');
  }

  get warnings(): Diagnostic[] {
    return this.#found.filter(({ severity }) => severity === 'warning');
  }

  error(code: string, at: SourceLocation, message: string, detail: DiagnosticDetail = {}): void {
    this.#found.push({ code, severity: 'error', message, ...placeOf(at), ...detail });
  }

  warn(code: string, at: SourceLocation, message: string, detail: DiagnosticDetail = {}): void {
    this.#found.push({ code, severity: 'warning', message, ...placeOf(at), ...detail });
  }
}

function placeOf({ file, line, column }: SourceLocation): SourceLocation {
  return { file, line, column };
}
