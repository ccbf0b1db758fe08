import type { DescribedChange } from './describe-changes.ts';
import { nameOf } from './name-of.ts';

/** A change that somebody has agreed to, why, and the last day on which that holds. */
export interface AgreedChange {
  readonly change: DescribedChange;
  readonly reason: string;
  readonly expires: string;
}

/** What was agreed to, one line each, so that a report never looks as if it had not changed. */
export function sayAgreed({ change, reason, expires }: AgreedChange): string {
  return `${nameOf(change)}: ${change.text} [${change.id}], agreed to until ${expires}: ${reason}`;
}

/** What is said when nothing else changed. */
export function sayNoChanges(agreed: readonly AgreedChange[]): string {
  return agreed.length === 0 ? 'no changes' : 'no changes but those that were agreed to';
}
