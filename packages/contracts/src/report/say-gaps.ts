import type { Diagnostic } from '../diagnostic.ts';

/** What could not be compared; a report with gaps never says that there is no change. */
export type Gaps = readonly Diagnostic[];

/** The errors among what was told of a comparison. */
export function gapsAmong(diagnostics: readonly Diagnostic[]): Gaps {
  return diagnostics.filter(({ severity }) => severity === 'error');
}

/** `not everything could be compared: 2 errors`; empty when everything was. */
export function sayGaps(gaps: Gaps): string {
  if (gaps.length === 0) return '';
  return `not everything could be compared: ${gaps.length} error${gaps.length === 1 ? '' : 's'}`;
}
