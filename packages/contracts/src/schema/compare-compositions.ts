import type { Place } from '../document/place.ts';
import { referenceOf } from '../document/references.ts';
import { branchesOf } from './branches.ts';
import type { CompareInner } from './compare-inner-schemas.ts';
import type { BranchContext } from './match-branches.ts';
import { matchBranches } from './match-branches.ts';
import type { Effect } from './schema-delta.ts';
import type { FindingMaker, SchemaPair } from './schema-pair.ts';
import { schemaObject, textOf } from './schema-reader.ts';
import type { Transition } from './transitions.ts';

/** What comparing `oneOf`, `anyOf` and `allOf` needs. */
export interface CompositionUse {
  readonly context: BranchContext;
  readonly report: FindingMaker;
  readonly inner: CompareInner;
  readonly transition: Transition | undefined;
}

const NAMES = { oneOf: 'one-of', anyOf: 'any-of', allOf: 'all-of' } as const;
const KEYWORDS = ['allOf', 'anyOf', 'oneOf'] as const;

/** Compares the alternatives and the parts of two schemas. */
export function compareCompositions(pair: SchemaPair, use: CompositionUse): void {
  for (const keyword of KEYWORDS) {
    const base = branchesOf(pair.basePlace, keyword);
    const revision = branchesOf(pair.revisionPlace, keyword);
    if (base.length + revision.length === 0) continue;
    const { pairs, added, deleted } = matchBranches(base, revision, use.context);
    for (const match of pairs) use.inner(`${keyword}[${match.index}]`, match.base, match.revision);
    // What a transition explains is not told a second time.
    if (use.transition !== undefined) continue;
    reportMembers({ keyword, members: added, action: 'added' }, use);
    reportMembers({ keyword, members: deleted, action: 'removed' }, use);
  }
}

interface Members {
  readonly keyword: (typeof KEYWORDS)[number];
  readonly members: readonly Place[];
  readonly action: 'added' | 'removed';
}

function reportMembers({ keyword, members, action }: Members, use: CompositionUse): void {
  const resolve = action === 'added' ? use.context.resolveRevision : use.context.resolveBase;
  const silent = keyword === 'allOf' ? members.filter((place) => saysNothing(resolve(place))) : [];
  const telling = members.filter((place) => !silent.includes(place));
  const tell = (places: readonly Place[], suffix: string, effect: Effect): void => {
    if (places.length === 0) return;
    const names = places.map((place) => sayBranch(place, resolve)).join(', ');
    const side = action === 'added' ? { to: names } : { from: names };
    const stem = `${NAMES[keyword]}-${action}${suffix}`;
    use.report({ stem, keyword, effect, ...side });
  };
  const narrows = (keyword === 'allOf') === (action === 'added');
  tell(telling, '', narrows ? 'narrows' : 'widens');
  tell(silent, '-annotation-only', 'none');
}

const ANNOTATIONS = new Set([
  'title',
  'description',
  'example',
  'examples',
  'externalDocs',
  'default',
  '$comment',
]);

/** Whether a part adds nothing that a value could violate. */
export function saysNothing(place: Place): boolean {
  return Object.keys(schemaObject(place)).every((keyword) => ANNOTATIONS.has(keyword));
}

function sayBranch(place: Place, resolve: (place: Place) => Place): string {
  const reference = referenceOf(place);
  if (reference !== undefined) return reference;
  const title = textOf(schemaObject(resolve(place)), 'title');
  return `subschema #${Number(place.key) + 1}${title === '' ? '' : `: ${title}`}`;
}
