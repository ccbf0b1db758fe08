import type { CheckRecord, Failure, SourcePosition } from '../evidence/index.ts';

/** What to show of a check that did not pass: the first thing that was not as expected. */
export interface Difference extends Failure {
  /** The test of the suite in which it was seen; null when it was seen by the check itself. */
  readonly test: string | null;
}

/** `file:line:column`, which editors and terminals make a link of. */
export function formatPosition(position: SourcePosition): string {
  return `${position.file}:${position.line}:${position.column}`;
}

/** True for the outcomes that speak against the system, or leave it unknown because something broke. */
export function isBroken(outcome: CheckRecord['outcome']): boolean {
  return outcome === 'failed' || outcome === 'error';
}

/** The first difference of a check; null when it has none. That of a suite is its first broken test's. */
export function firstDifference(check: CheckRecord): Difference | null {
  const broken = check.tests.find((test) => isBroken(test.outcome) && test.failure !== null);
  if (broken?.failure) {
    return { ...broken.failure, test: broken.name };
  }
  return check.failure === null ? null : { ...check.failure, test: null };
}
