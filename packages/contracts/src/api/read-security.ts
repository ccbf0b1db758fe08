import type { Place } from '../document/place.ts';
import { isObject, items } from '../document/place.ts';
import type { SecurityRequirement } from './api.ts';

/** Reads a `security` list; undefined when there is none, which is not the same as an empty one. */
export function readSecurity(place: Place): SecurityRequirement[] | undefined {
  if (!Array.isArray(place.value)) return undefined;
  return items(place).map(({ value }) => {
    if (!isObject(value)) return new Map();
    return new Map(
      Object.entries(value).map(([scheme, scopes]) => [
        scheme,
        Array.isArray(scopes) ? scopes.map(String) : [],
      ]),
    );
  });
}
