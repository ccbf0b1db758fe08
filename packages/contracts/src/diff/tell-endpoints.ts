import type { ApiOperation, ApiPath, Section } from '../api/api.ts';
import type { ChangeCollector } from './change-collector.ts';
import { isBelow, stabilityOf, sunsetOf, todayMs } from './lifecycle.ts';
import { DEFAULT_STABILITY_LEVEL } from './options.ts';

/** Tells an operation that is new. */
export function tellAdded(operation: ApiOperation, collector: ChangeCollector): void {
  collector.add(operation, {
    id: 'endpoint-added',
    revision: operation.place,
    to: `${operation.method} ${operation.path}`,
  });
}

/** Tells a whole path that is gone; what was a draft or alpha could go at any time. */
export function tellRemovedPath(path: ApiPath, section: Section, collector: ChangeCollector): void {
  if (section === 'webhooks') {
    const told = { id: 'webhook-removed', base: path.place, from: path.path };
    collector.addToApi('webhooks', told, path.path);
    return;
  }
  for (const operation of path.operations.values()) tellGone(operation, 'api-path', collector);
}

/** Tells an operation that is gone from a path that stays. */
export function tellRemoved(operation: ApiOperation, collector: ChangeCollector): void {
  tellGone(operation, 'api', collector);
}

function tellGone(
  operation: ApiOperation,
  prefix: 'api-path' | 'api',
  collector: ChangeCollector,
): void {
  const stability = stabilityOf(operation.fields);
  const gone = {
    base: operation.place,
    from: `${operation.method} ${operation.path}`,
  };
  if (stability === undefined) {
    collector.add(operation, { ...gone, id: 'api-invalid-stability-level' });
    return;
  }
  if (isBelow(stability, collector.options.stabilityLevel ?? DEFAULT_STABILITY_LEVEL)) return;
  collector.add(operation, { ...gone, id: goneId(operation, prefix, collector) });
}

function goneId(
  { fields }: ApiOperation,
  prefix: 'api-path' | 'api',
  { options }: ChangeCollector,
): string {
  if (fields['deprecated'] !== true) return `${prefix}-removed-without-deprecation`;
  const sunset = sunsetOf(fields);
  if (sunset.kind === 'invalid') return 'api-path-sunset-parse';
  const isEarly = sunset.kind === 'day' && todayMs(options) < sunset.ms;
  return `${prefix}-removed-${isEarly ? 'before-sunset' : 'with-deprecation'}`;
}
