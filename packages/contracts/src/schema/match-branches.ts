import type { Place } from '../document/place.ts';
import { referenceOf } from '../document/references.ts';
import { schemaObject, textOf } from './schema-reader.ts';

/** Which members of two `oneOf`, `anyOf` or `allOf` stand for each other. */
export interface BranchMatch {
  readonly pairs: readonly {
    readonly base: Place;
    readonly revision: Place;
    readonly index: number;
  }[];
  readonly added: readonly Place[];
  readonly deleted: readonly Place[];
}

/** What matching needs of a comparison. */
export interface BranchContext {
  readonly resolveBase: (place: Place) => Place;
  readonly resolveRevision: (place: Place) => Place;
  /** Whether nothing at all differs. */
  readonly isIdentical: (base: Place, revision: Place) => boolean;
  /** Whether both accept the same values. */
  readonly isEquivalent: (base: Place, revision: Place) => boolean;
}

/**
 * Pairs the members: first what is referred to by the same name, then what is identical, then what carries the same
 * title, then what accepts the same values under another name or form, and at last a single pair that is left over.
 */
export function matchBranches(
  base: readonly Place[],
  revision: readonly Place[],
  context: BranchContext,
): BranchMatch {
  const matcher = new Matcher(base, revision);
  matcher.match((one, other) => isSameReference(one, other));
  matcher.match(
    (one, other) => isInline(one) && isInline(other) && context.isIdentical(one, other),
  );
  matcher.match(
    (one, other) => isInline(one) && isInline(other) && isSameTitle(one, other, context),
  );
  matcher.match((one, other) => context.isEquivalent(one, other));
  matcher.matchTheLast((place, side) => isUntitledInline(place, side, context));
  return matcher;
}

class Matcher implements BranchMatch {
  readonly pairs: { base: Place; revision: Place; index: number }[] = [];
  #added: Place[];
  #deleted: Place[];
  readonly #order: readonly Place[];

  constructor(base: readonly Place[], revision: readonly Place[]) {
    this.#deleted = [...base];
    this.#added = [...revision];
    this.#order = revision;
  }

  get added(): readonly Place[] {
    return this.#added;
  }

  get deleted(): readonly Place[] {
    return this.#deleted;
  }

  /** Pairs each member of the base with the first one of the revision that fits. */
  match(fits: (base: Place, revision: Place) => boolean): void {
    for (const one of this.#deleted) {
      const other = this.#added.find((candidate) => fits(one, candidate));
      if (other !== undefined) this.#pair(one, other);
    }
  }

  /** Pairs what is left when it is one on each side. */
  matchTheLast(fits: (place: Place, side: 'base' | 'revision') => boolean): void {
    const deleted = this.#deleted.filter((place) => fits(place, 'base'));
    const added = this.#added.filter((place) => fits(place, 'revision'));
    const [one, other] = [deleted[0], added[0]];
    if (deleted.length !== 1 || added.length !== 1) return;
    if (one !== undefined && other !== undefined) this.#pair(one, other);
  }

  #pair(base: Place, revision: Place): void {
    this.pairs.push({ base, revision, index: this.#order.indexOf(revision) });
    this.#deleted = this.#deleted.filter((place) => place !== base);
    this.#added = this.#added.filter((place) => place !== revision);
  }
}

function isInline(place: Place): boolean {
  return referenceOf(place) === undefined;
}

function isSameReference(one: Place, other: Place): boolean {
  const reference = referenceOf(one);
  return reference !== undefined && reference === referenceOf(other);
}

function isSameTitle(one: Place, other: Place, context: BranchContext): boolean {
  const title = textOf(schemaObject(context.resolveBase(one)), 'title');
  return title !== '' && title === textOf(schemaObject(context.resolveRevision(other)), 'title');
}

function isUntitledInline(
  place: Place,
  side: 'base' | 'revision',
  context: BranchContext,
): boolean {
  const resolve = side === 'base' ? context.resolveBase : context.resolveRevision;
  return isInline(place) && textOf(schemaObject(resolve(place)), 'title') === '';
}
