import type { Diagnostic } from '../diagnostic.ts';
import { Locator } from './locate.ts';
import type { Place } from './place.ts';
import { child } from './place.ts';
import type { BrokenReference } from './references.ts';

/** Something that is wrong at a place of a document; its line is looked up only if somebody asks. */
export interface Remark {
  readonly code: string;
  readonly severity: Diagnostic['severity'];
  readonly place: Place;
  readonly message: string;
  readonly expected?: string | undefined;
  readonly seen?: string | undefined;
  readonly hint?: string | undefined;
}

/** Adds file, line and column to remarks, in the order of their places. */
export function locateRemarks(remarks: readonly Remark[]): Diagnostic[] {
  const locator = new Locator();
  locator.prepare(remarks.map(({ place }) => place));
  return remarks
    .map(({ place, ...rest }): Diagnostic => ({
      ...rest,
      file: place.document.uri,
      ...locator.locate(place),
    }))
    .toSorted(inOrder);
}

function inOrder(one: Diagnostic, other: Diagnostic): number {
  if (one.file !== other.file) return (one.file ?? '') < (other.file ?? '') ? -1 : 1;
  return (one.line ?? 0) - (other.line ?? 0) || (one.column ?? 0) - (other.column ?? 0);
}

/** What a broken reference stands for is not known. */
export function remarkOnBroken({ place, reference, reason, hint }: BrokenReference): Remark {
  const at = child(place, '$ref');
  return {
    code: 'CONTRACT_REFERENCE',
    severity: 'error',
    place: at.value === undefined ? place : at,
    message: `$ref ${JSON.stringify(reference)} leads nowhere: ${reason}`,
    hint,
  };
}
