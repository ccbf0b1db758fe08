import type { Api, ApiPath, Section } from '../api/api.ts';
import { readApi } from '../api/read-api.ts';
import type { ContractDocument } from '../document/place.ts';
import type { FindDocument } from '../document/references.ts';
import { References } from '../document/references.ts';
import type { Remark } from '../document/remark.ts';
import { SchemaComparison } from '../schema/compare-schemas.ts';
import { ChangeCollector } from './change-collector.ts';
import type { Change } from './change.ts';
import { compareCallbacks } from './compare-callbacks.ts';
import { compareComponents } from './compare-components.ts';
import { compareOperations } from './compare-operations.ts';
import { compareGlobalSecurity } from './compare-security.ts';
import type { Comparison } from './comparison.ts';
import { matchPaths } from './match-paths.ts';
import type { DiffOptions } from './options.ts';
import { tellAdded, tellRemoved, tellRemovedPath } from './tell-endpoints.ts';
import { judgeVersion } from './version-policy.ts';

/** What a comparison gets: two documents, and a way to the ones that they refer to. */
export interface ApiPair {
  readonly base: ContractDocument;
  readonly revision: ContractDocument;
  /** Answers undefined for what may not or cannot be read. */
  readonly findDocument?: FindDocument;
}

/** What came out of comparing two APIs. */
export interface ApiDiff {
  readonly changes: readonly Change[];
  readonly base: Api;
  readonly revision: Api;
  /** What was met in schemas that is none. */
  readonly remarks: readonly Remark[];
  readonly references: { readonly base: References; readonly revision: References };
}

/** Compares two APIs of any generation. */
export function compareApis(pair: ApiPair, options: DiffOptions = {}): ApiDiff {
  const find = pair.findDocument ?? ((): undefined => undefined);
  const references = {
    base: new References(pair.base, find),
    revision: new References(pair.revision, find),
  };
  const base = readApi(pair.base, references.base);
  const revision = readApi(pair.revision, references.revision);
  const collector = new ChangeCollector(options);
  const schemas = new SchemaComparison(
    references.base,
    references.revision,
    options.flattenAllOf ?? false,
  );
  const comparison: Comparison = { schemas, collector };
  comparePaths({ base: base.paths, revision: revision.paths, section: 'paths' }, comparison);
  comparePaths(
    { base: base.webhooks, revision: revision.webhooks, section: 'webhooks' },
    comparison,
  );
  compareGlobalSecurity(base, revision, collector);
  compareComponents(base, revision, collector);
  if (options.versioningPolicy === true) judgeVersion(base, revision, collector);
  const { changes } = collector;
  return { changes, base, revision, references, remarks: schemas.remarks };
}

/** Two sets of paths: those of the APIs, their webhooks, or a callback. */
export interface PathSets {
  readonly base: ReadonlyMap<string, ApiPath>;
  readonly revision: ReadonlyMap<string, ApiPath>;
  readonly section: Section;
}

/** Compares two sets of paths; the names of path parameters do not matter. */
export function comparePaths(sets: PathSets, comparison: Comparison): void {
  const { pairs, added, removed } = matchPaths(sets.base, sets.revision);
  const { collector } = comparison;
  for (const path of removed) tellRemovedPath(path, sets.section, collector);
  for (const path of added) {
    if (sets.section === 'webhooks') {
      collector.addToApi(
        'webhooks',
        { id: 'webhook-added', revision: path.place, to: path.path },
        path.path,
      );
    } else for (const operation of path.operations.values()) tellAdded(operation, collector);
  }
  for (const { base, revision } of pairs) {
    for (const [method, operation] of base.operations) {
      const other = revision.operations.get(method);
      if (other === undefined) tellRemoved(operation, collector);
      else {
        compareOperations(operation, other, comparison);
        compareCallbacks({ base: operation, revision: other }, comparison);
      }
    }
    for (const [method, operation] of revision.operations) {
      if (!base.operations.has(method)) tellAdded(operation, collector);
    }
  }
}
