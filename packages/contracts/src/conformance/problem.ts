import { Locator } from '../document/locate.ts';
import type { Place } from '../document/place.ts';
import { pointerOf } from '../document/place.ts';
import type { References } from '../document/references.ts';

/** A part of a contract that nothing can be held against, because it says nothing that can be understood. */
export interface ContractProblem {
  readonly message: string;
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based. */
  readonly column: number;
  /** JSON pointer into the file. */
  readonly pointer: string;
}

/** A problem whose line nobody has looked up yet. */
export interface PlacedProblem {
  readonly place: Place;
  readonly message: string;
}

/** References that lead nowhere. */
export function problemsOf({ broken }: References): PlacedProblem[] {
  return broken.map(({ place, reference, reason }) => ({
    place,
    message: `$ref ${JSON.stringify(reference)} leads nowhere: ${reason}`,
  }));
}

/** Says where problems stand. */
export function locateProblems(problems: readonly PlacedProblem[]): readonly ContractProblem[] {
  if (problems.length === 0) return [];
  const locator = new Locator();
  locator.prepare(problems.map(({ place }) => place));
  return problems.map(({ place, message }) => ({
    message,
    file: place.document.uri,
    ...locator.locate(place),
    pointer: pointerOf(place),
  }));
}
