import type { LinkFault } from '../device/cooker.ts';

/** The one cooker to speak to, or why there is none. */
export type CookerChoice =
  | { readonly chosen: true; readonly cookerId: string; readonly type: string }
  | { readonly chosen: false; readonly fault: LinkFault; readonly detail: string };

/**
 * Picks the configured cooker, or the account's only one. Several cookers and no configuration is refused: heating the
 * wrong bath is worse than heating none.
 *
 * @param cookers - type by cooker id
 */
export function chooseCooker(
  cookers: ReadonlyMap<string, string>,
  wantedId: string | undefined,
): CookerChoice {
  if (wantedId !== undefined) {
    const type = cookers.get(wantedId);
    if (type !== undefined) return { chosen: true, cookerId: wantedId, type };
    return {
      chosen: false,
      fault: 'NO_DEVICE',
      detail: `the configured cooker is not among the ${cookers.size} of this account`,
    };
  }
  const [only, second] = cookers;
  if (only === undefined) {
    return { chosen: false, fault: 'NO_DEVICE', detail: 'the account has no cooker' };
  }
  if (second !== undefined) {
    return {
      chosen: false,
      fault: 'AMBIGUOUS_DEVICE',
      detail: `the account has ${cookers.size} cookers; configure which one to use`,
    };
  }
  return { chosen: true, cookerId: only[0], type: only[1] };
}
