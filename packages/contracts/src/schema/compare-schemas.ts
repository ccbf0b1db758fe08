import type { Place } from '../document/place.ts';
import { isObject } from '../document/place.ts';
import type { References } from '../document/references.ts';
import type { Remark } from '../document/remark.ts';
import { branchesOf } from './branches.ts';
import { compareAnnotations } from './compare-annotations.ts';
import { compareBounds } from './compare-bounds.ts';
import { compareCompositions, saysNothing } from './compare-compositions.ts';
import { compareInnerSchemas } from './compare-inner-schemas.ts';
import { compareProperties } from './compare-properties.ts';
import { compareTypes, reportNullability } from './compare-types.ts';
import { compareValues } from './compare-values.ts';
import { isUnchanged, isValidationUnchanged } from './delta-questions.ts';
import { flattenAllOf, hasAllOf } from './flatten-all-of.ts';
import { matchBranches } from './match-branches.ts';
import { withoutNull } from './null-forms.ts';
import { remarkOnSchema } from './remark-on-schema.ts';
import { resolveSchema } from './resolve-schema.ts';
import type { InnerDelta, SchemaDelta } from './schema-delta.ts';
import type { FindingMaker, SchemaPair } from './schema-pair.ts';
import { findingOf, pairOf } from './schema-pair.ts';
import { schemaObject } from './schema-reader.ts';
import { recogniseTransition } from './transitions.ts';
import type { Transition } from './transitions.ts';

/** Compares pairs of schemas of two documents, each pair once; cycles end because a pair under way is its own answer. */
export class SchemaComparison {
  readonly #base: References;
  readonly #revision: References;
  /** What was met that is no proper schema. */
  readonly remarks: Remark[] = [];
  readonly #known = new Map<unknown, Map<unknown, SchemaDelta>>();
  readonly #remarked = new Set<unknown>();

  readonly #flattens: boolean;

  /** @param flattens - compares what `allOf` adds up to, wherever it adds up */
  constructor(base: References, revision: References, flattens = false) {
    this.#base = base;
    this.#revision = revision;
    this.#flattens = flattens;
  }

  /** Compares two schemas; references are followed. */
  compare(base: Place, revision: Place): SchemaDelta {
    const one = this.resolveBase(base);
    const other = this.resolveRevision(revision);
    const known = this.#known.get(one.value) ?? new Map<unknown, SchemaDelta>();
    this.#known.set(one.value, known);
    const answer = known.get(other.value);
    if (answer !== undefined) return answer;
    const delta: SchemaDelta = {
      base: one,
      revision: other,
      findings: [],
      inner: [],
      isComplete: false,
    };
    known.set(other.value, delta);
    if (one.value !== other.value || isObject(one.value)) this.#fill(delta);
    delta.isComplete = true;
    return delta;
  }

  isEquivalent = (base: Place, revision: Place): boolean =>
    isValidationUnchanged(this.compare(base, revision));

  isIdentical = (base: Place, revision: Place): boolean =>
    isUnchanged(this.compare(base, revision));

  /** A broken reference stands for itself: its `$ref` is no keyword, so nothing is said of it. */
  resolveBase = (place: Place): Place => resolveSchema(place, this.#base) ?? place;

  resolveRevision = (place: Place): Place => resolveSchema(place, this.#revision) ?? place;

  #fill(delta: SchemaDelta): void {
    const pair = pairOf(delta.base, delta.revision);
    this.#remark(delta.base, this.resolveBase);
    this.#remark(delta.revision, this.resolveRevision);
    const report: FindingMaker = (observed) => {
      delta.findings.push(findingOf(pair, observed));
    };
    if (this.#isNullWrittenOtherwise(delta)) {
      compareAnnotations(pair, report);
      return;
    }
    if (this.#addsUp(delta)) return;
    const transition = recogniseTransition(pair, this);
    if (transition?.kind === 'nullable') {
      reportNullability(transition.change, report);
      compareAnnotations(pair, report);
      return;
    }
    this.#compareKeywords(pair, { transition, delta, report });
  }

  #remark(place: Place, resolve: (place: Place) => Place): void {
    if (this.#remarked.has(place.value)) return;
    this.#remarked.add(place.value);
    this.remarks.push(...remarkOnSchema(place, resolve));
  }

  /** Compares what is left of two schemas that accept null but write it in different ways. */
  #isNullWrittenOtherwise({ base, revision, findings, inner }: SchemaDelta): boolean {
    const rest = withoutNull(
      { place: base, resolve: this.resolveBase },
      { place: revision, resolve: this.resolveRevision },
    );
    if (rest === undefined) return false;
    const sum = this.compare(rest.base, rest.revision);
    findings.push(...sum.findings);
    inner.push(...sum.inner);
    return true;
  }

  /**
   * Compares what both schemas add up to when `allOf` is only another way to write the same; answers whether that
   * says all there is to say.
   */
  #addsUp({ base, revision, findings, inner }: SchemaDelta): boolean {
    if (!hasAllOf(base) && !hasAllOf(revision)) return false;
    if (!this.#flattens && !this.#isReshaped(base, revision)) return false;
    const one = flattenAllOf(base, this.resolveBase);
    const other = flattenAllOf(revision, this.resolveRevision);
    if (one === undefined || other === undefined) return false;
    const sum = this.compare(one, other);
    if (!this.#flattens && !isMovedIntoMembers(base, revision) && !isValidationUnchanged(sum))
      return false;
    findings.push(...sum.findings);
    inner.push(...sum.inner);
    return true;
  }

  /** Members came and others went, or there are members on one side only: not merely one more or one less. */
  #isReshaped(base: Place, revision: Place): boolean {
    const match = matchBranches(branchesOf(base, 'allOf'), branchesOf(revision, 'allOf'), this);
    const added = match.added.filter((place) => !saysNothing(this.resolveRevision(place)));
    const deleted = match.deleted.filter((place) => !saysNothing(this.resolveBase(place)));
    if (hasAllOf(base) !== hasAllOf(revision)) return added.length + deleted.length > 0;
    return added.length > 0 && deleted.length > 0;
  }

  #compareKeywords(
    pair: SchemaPair,
    {
      transition,
      delta,
      report,
    }: {
      transition: Exclude<Transition, { kind: 'nullable' }> | undefined;
      delta: SchemaDelta;
      report: FindingMaker;
    },
  ): void {
    const inner = (step: string, base: Place, revision: Place, isProperty = false): void => {
      const found: InnerDelta = { step, isProperty, delta: this.compare(base, revision) };
      delta.inner.push(found);
    };
    if (transition === undefined) compareTypes(pair, report);
    else reportTransition(transition, pair, report);
    if (transition?.kind === 'list-of-types' && transition.same !== undefined) {
      // What constrained the single type stands in the alternative of that type now, or stood there.
      const { base, revision, step } = transition.same;
      inner(step, base, revision);
      compareAnnotations(pair, report);
      return;
    }
    compareBounds(pair, report);
    compareValues(pair, report);
    compareAnnotations(pair, report);
    compareProperties(pair, {
      resolveBase: this.resolveBase,
      resolveRevision: this.resolveRevision,
      report,
      compare: (name, base, revision) => inner(name, base, revision, true),
      moved: transition?.kind === 'wrapped' ? transition.moved : new Set(),
    });
    compareInnerSchemas(pair, report, inner);
    compareCompositions(pair, { context: this, report, inner, transition });
  }
}

/** What one side says itself, the other says in a member of `allOf`, so they can only be compared as sums. */
function isMovedIntoMembers(base: Place, revision: Place): boolean {
  if (hasAllOf(base) === hasAllOf(revision)) return false;
  const [plain, composed] = hasAllOf(base) ? [revision, base] : [base, revision];
  return ['type', 'properties'].some(
    (keyword) => keyword in schemaObject(plain) && !(keyword in schemaObject(composed)),
  );
}

function reportTransition(
  transition: Exclude<Transition, { kind: 'nullable' }>,
  pair: SchemaPair,
  report: FindingMaker,
): void {
  if (transition.kind === 'wrapped') {
    const to = `oneOf of ${transition.alternatives}`;
    report({ stem: 'wrapped-in-one-of', keyword: 'oneOf', effect: 'incomparable', to });
    return;
  }
  const { added, deleted } = transition;
  if (added.length + deleted.length === 0) return;
  const keyword = 'oneOf' in pair.revision ? 'oneOf' : 'anyOf';
  const effect = added.length === 0 ? 'narrows' : deleted.length === 0 ? 'widens' : 'incomparable';
  report({ stem: 'list-of-types', keyword, effect, from: deleted, to: added });
}
