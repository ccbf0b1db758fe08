import type { JsonObject } from '../document/place.ts';
import { deprecationNews, isBelow, stabilityOf } from './lifecycle.ts';
import type { DeprecationNews } from './lifecycle.ts';
import type { DiffOptions } from './options.ts';
import { DEFAULT_STABILITY_LEVEL } from './options.ts';

const NAMES: Readonly<Record<DeprecationNews, string>> = {
  reactivated: 'reactivated',
  'sunset-missing': 'deprecated-sunset-missing',
  deprecated: 'deprecated',
  'sunset-invalid': 'deprecated-sunset-invalid',
  'sunset-too-soon': 'sunset-date-too-small',
  'deprecated-with-sunset': 'deprecated-with-sunset',
  'sunset-deleted': 'sunset-deleted',
  'sunset-moved-too-soon': 'sunset-date-changed-too-small',
};

/** Names what became of the deprecation and the stability of a property. */
export function namePropertyLifecycle(
  base: JsonObject,
  revision: JsonObject,
  { side, options }: { side: 'request' | 'response'; options: DiffOptions },
): string[] {
  const news = deprecationNews(base, revision, options);
  const found = news === undefined ? [] : [`${side}-property-${NAMES[news]}`];
  const stability = nameStability(base, revision, { side, options });
  return stability === undefined ? found : [...found, stability];
}

function nameStability(
  base: JsonObject,
  revision: JsonObject,
  { side, options }: { side: 'request' | 'response'; options: DiffOptions },
): string | undefined {
  const before = stabilityOf(base);
  const after = stabilityOf(revision);
  if (before === undefined || after === undefined) return 'api-invalid-stability-level';
  if (before === after || isBelow(before, options.stabilityLevel ?? DEFAULT_STABILITY_LEVEL))
    return undefined;
  return `${side}-property-stability-${isBelow(after, before) ? 'decreased' : 'increased'}`;
}
