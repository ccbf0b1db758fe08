import type { Diagnostic } from '../evidence/index.ts';
import type { Place } from './markdown.ts';

type Words = Pick<Diagnostic, 'expected' | 'seen' | 'hint'>;

/** Collects what is wrong with one file. */
export class Complaints {
  readonly file: string;
  readonly diagnostics: Diagnostic[] = [];

  constructor(file: string) {
    this.file = file;
  }

  error(code: string, at: Place, message: string, words: Words = {}): void {
    this.#add('error', code, at, { message, ...words });
  }

  warning(code: string, at: Place, message: string, words: Words = {}): void {
    this.#add('warning', code, at, { message, ...words });
  }

  #add(
    severity: Diagnostic['severity'],
    code: string,
    { line, column }: Place,
    words: Words & Pick<Diagnostic, 'message'>,
  ): void {
    const { message, ...rest } = words;
    this.diagnostics.push({ code, severity, message, file: this.file, line, column, ...rest });
  }
}
