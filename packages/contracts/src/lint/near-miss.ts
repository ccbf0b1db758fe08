import { child, isObject, rootOf } from '../document/place.ts';
import type { BrokenReference } from '../document/references.ts';
import { didYouMean } from './did-you-mean.ts';

/** The reference that was most likely meant, when a name on the way of a local one is only misspelt. */
export function nearMiss({ place, reference }: BrokenReference): string | undefined {
  if (!reference.startsWith('#/')) return undefined;
  const parts = reference.slice(2).split('/');
  let at = rootOf(place.document);
  for (const [index, part] of parts.entries()) {
    const next = child(at, part.replaceAll('~1', '/').replaceAll('~0', '~'));
    if (next.value === undefined) {
      const near = isObject(at.value) ? didYouMean(part, Object.keys(at.value)) : undefined;
      return near === undefined
        ? undefined
        : `#/${[...parts.slice(0, index), near, ...parts.slice(index + 1)].join('/')}`;
    }
    at = next;
  }
  return undefined;
}
