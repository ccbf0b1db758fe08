import type { ApiOperation } from '../api/api.ts';
import { missing } from '../schema/compare-values.ts';
import { isEqualJson, textOf } from '../schema/schema-reader.ts';
import type { ChangeCollector } from './change-collector.ts';
import { compareBodies } from './compare-bodies.ts';
import { compareParameters } from './compare-parameters.ts';
import { compareResponses } from './compare-responses.ts';
import { compareSecurity } from './compare-security.ts';
import type { Comparison, OperationPair } from './comparison.ts';
import { deprecationNews, isBelow, stabilityOf } from './lifecycle.ts';
import type { DeprecationNews } from './lifecycle.ts';
import { DEFAULT_STABILITY_LEVEL } from './options.ts';

/** Compares two versions of an operation. */
export function compareOperations(
  base: ApiOperation,
  revision: ApiOperation,
  comparison: Comparison,
): void {
  const { collector } = comparison;
  const pair: OperationPair = { base, revision };
  const stability = stabilityOf(revision.fields);
  if (
    stability !== undefined &&
    isBelow(stability, collector.options.stabilityLevel ?? DEFAULT_STABILITY_LEVEL)
  )
    return;
  compareStability(pair, collector);
  compareLifecycle(pair, collector);
  compareNames(pair, collector);
  compareSecurity(pair, collector);
  compareParameters(pair, comparison);
  compareBodies(pair, comparison);
  compareResponses(pair, comparison);
}

function compareStability({ base, revision }: OperationPair, collector: ChangeCollector): void {
  const keyword = 'x-stability-level';
  const [from, to] = [base.fields[keyword], revision.fields[keyword]];
  if (isEqualJson(from, to)) return;
  const places = { base: base.place, revision: revision.place, from, to };
  const before = stabilityOf(base.fields);
  const after = stabilityOf(revision.fields);
  if (before === undefined || after === undefined) {
    collector.add(revision, { id: 'api-invalid-stability-level', ...places });
    return;
  }
  if (
    before === after ||
    isBelow(before, collector.options.stabilityLevel ?? DEFAULT_STABILITY_LEVEL)
  )
    return;
  const id = `api-stability-${isBelow(after, before) ? 'decreased' : 'increased'}`;
  collector.add(revision, { id, ...places });
}

const LIFECYCLE_NAMES: Readonly<Record<DeprecationNews, string>> = {
  reactivated: 'endpoint-reactivated',
  'sunset-missing': 'api-deprecated-sunset-missing',
  deprecated: 'endpoint-deprecated',
  'sunset-invalid': 'api-deprecated-sunset-parse',
  'sunset-too-soon': 'api-sunset-date-too-small',
  'deprecated-with-sunset': 'endpoint-deprecated-with-sunset',
  'sunset-deleted': 'sunset-deleted',
  'sunset-moved-too-soon': 'api-sunset-date-changed-too-small',
};

function compareLifecycle({ base, revision }: OperationPair, collector: ChangeCollector): void {
  const news = deprecationNews(base.fields, revision.fields, collector.options);
  if (news === undefined) return;
  collector.add(revision, {
    id: LIFECYCLE_NAMES[news],
    base: base.place,
    revision: revision.place,
    from: base.fields['x-sunset'],
    to: revision.fields['x-sunset'],
  });
}

function compareNames({ base, revision }: OperationPair, collector: ChangeCollector): void {
  const places = { base: base.place, revision: revision.place };
  const [from, to] = [textOf(base.fields, 'operationId'), textOf(revision.fields, 'operationId')];
  if (from !== to) {
    const id = from === '' ? 'api-operation-id-added' : 'api-operation-id-removed';
    collector.add(revision, { id, ...places, from, to });
  }
  for (const tag of missing(tagsOf(base), tagsOf(revision)))
    collector.add(revision, { id: 'api-tag-removed', ...places, from: tag });
  for (const tag of missing(tagsOf(revision), tagsOf(base)))
    collector.add(revision, { id: 'api-tag-added', ...places, to: tag });
}

function tagsOf({ fields }: ApiOperation): readonly unknown[] {
  return Array.isArray(fields['tags']) ? fields['tags'] : [];
}
