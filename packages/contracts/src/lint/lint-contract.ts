import { readApi } from '../api/read-api.ts';
import type { Diagnostic } from '../diagnostic.ts';
import { remarkOnPaths, remarkOnTwins } from '../diff/doubts.ts';
import type { ContractDocument, Place } from '../document/place.ts';
import { rootOf } from '../document/place.ts';
import { quote } from '../document/quote.ts';
import type { BrokenReference, FindDocument } from '../document/references.ts';
import { References } from '../document/references.ts';
import type { Remark } from '../document/remark.ts';
import { locateRemarks, remarkOnBroken } from '../document/remark.ts';
import { lintExamples } from './lint-examples.ts';
import { lintOperations } from './lint-operations.ts';
import { lintSchemas } from './lint-schemas.ts';
import { nearMiss } from './near-miss.ts';
import { walkDescription } from './walk-description.ts';

/**
 * What is wrong with a contract by itself, with file, line and column, in the order of the document: what the standard
 * asks for and is missing or written in another way, references that lead nowhere, paths and variables that do not fit,
 * schemas that are none, and examples that do not fit theirs.
 */
export function lintContract(
  document: ContractDocument,
  findDocument: FindDocument = () => undefined,
): Diagnostic[] {
  const references = new References(document, findDocument);
  const api = readApi(document, references);
  const walk = walkDescription(rootOf(document), references);
  const schemas = lintSchemas(walk.schemas, references);
  const owners = ['media', 'parameter', 'header'].flatMap((kind) => walk.objects.get(kind) ?? []);
  return locateRemarks(
    withoutRepeats([
      ...walk.remarks,
      ...remarkOnPaths(api),
      ...remarkOnTwins(api).map((remark): Remark => ({ ...remark, severity: 'error' })),
      ...lintOperations(api, references),
      ...schemas.remarks,
      ...lintExamples(owners, schemas.schemas, references),
      ...references.broken.map(remarkWithHint),
    ]),
  );
}

function remarkWithHint(broken: BrokenReference): Remark {
  const { hint, ...remark } = remarkOnBroken(broken);
  const near = nearMiss(broken);
  const guess = near === undefined ? undefined : `did you mean ${quote(near)}?`;
  return { ...remark, hint: hint ?? guess };
}

/** What two rules tell of the same place in the same words is told once. */
function withoutRepeats(remarks: readonly Remark[]): Remark[] {
  const seen = new Map<unknown, Set<string>>();
  return remarks.filter(({ place, message, code }) => {
    const owner = keyOf(place);
    const known = seen.get(owner) ?? new Set();
    seen.set(owner, known);
    const said = `${place.key} ${code} ${message}`;
    if (known.has(said)) return false;
    known.add(said);
    return true;
  });
}

function keyOf({ parent, document }: Place): unknown {
  return parent === null ? document : parent.value;
}
