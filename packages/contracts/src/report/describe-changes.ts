import type { Change, Level, OperationName } from '../diff/change.ts';
import { LEVELS } from '../diff/change.ts';
import { Locator } from '../document/locate.ts';
import type { Place } from '../document/place.ts';
import { pointerOf } from '../document/place.ts';
import { sayChange, sayWhy } from './say-change.ts';

/** Where something stands in a document. */
export interface DescribedPlace {
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based. */
  readonly column: number;
  /** JSON pointer (RFC 6901). */
  readonly pointer: string;
}

/** A change as plain data: for JSON, and for all that is shown to people. */
export interface DescribedChange {
  readonly id: string;
  readonly level: Level;
  readonly section: Change['section'];
  readonly method: string;
  readonly path: string;
  readonly operationId: string | null;
  readonly direction: Change['direction'];
  /** Where in the operation, for people. */
  readonly where: string;
  /** What changed, in one sentence. */
  readonly text: string;
  /** Whom it breaks and how; empty when nobody. */
  readonly why: string;
  readonly from: unknown;
  readonly to: unknown;
  readonly base: DescribedPlace | null;
  readonly revision: DescribedPlace | null;
  /** All operations that the change reaches, the first one included. */
  readonly operations: readonly OperationName[];
}

/** Adds lines and sentences to changes; those that break most come first, in the order of the paths. */
export function describeChanges(changes: readonly Change[]): DescribedChange[] {
  const locator = new Locator();
  locator.prepare(
    changes
      .flatMap(({ base, revision }) => [base, revision])
      .filter((place) => place !== undefined),
  );
  return changes.map((change) => describe(change, locator)).toSorted(inOrder);
}

function describe(change: Change, locator: Locator): DescribedChange {
  const { base, revision, alsoIn, operationId = null, ...rest } = change;
  const { id, level, section, method, path, direction, where, from, to } = rest;
  return {
    id,
    level,
    section,
    method,
    path,
    operationId,
    direction,
    where,
    text: sayChange(change),
    why: sayWhy(change),
    from: from ?? null,
    to: to ?? null,
    base: describePlace(base, locator),
    revision: describePlace(revision, locator),
    operations: method === '' ? [] : [{ method, path }, ...alsoIn],
  };
}

function describePlace(place: Place | undefined, locator: Locator): DescribedPlace | null {
  if (place === undefined) return null;
  return { file: place.document.uri, ...locator.locate(place), pointer: pointerOf(place) };
}

function inOrder(one: DescribedChange, other: DescribedChange): number {
  return (
    LEVELS.indexOf(other.level) - LEVELS.indexOf(one.level) ||
    compareText(one.path, other.path) ||
    compareText(one.method, other.method) ||
    compareText(one.id, other.id) ||
    compareText(one.where, other.where)
  );
}

function compareText(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
