import type { Place } from '../document/place.ts';
import { child, items } from '../document/place.ts';

/** The schemas in the list under a keyword. */
export function branchesOf(place: Place, keyword: string): Place[] {
  return items(child(place, keyword));
}
