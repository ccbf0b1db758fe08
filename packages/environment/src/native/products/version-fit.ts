/** How well a program fits the version that was asked for. */
export type VersionFit = 'same' | 'other-minor' | 'other-major';

/**
 * Compares a program's version with an image's tag, as far as the tag goes: `7` takes every 7, `7.2` only 7.2.
 * A tag without a number (`latest`, `alpine`) takes every version.
 *
 * @param accepted - what the project accepts instead of the tag's version: a version, or `any`
 */
export function versionFit(version: string, tag: string, accepted?: string): VersionFit {
  const wanted = /^v?(\d+(?:\.\d+)*)/.exec(tag)?.[1]?.split('.');
  if (wanted === undefined) return 'same';
  const ours = version.split('.');
  const firstOther = wanted.findIndex((part, index) => part !== (ours[index] ?? '0'));
  if (firstOther === -1) return 'same';
  if (firstOther > 0) return 'other-minor';
  const isAccepted = accepted === 'any' || accepted?.split('.')[0] === ours[0];
  return isAccepted ? 'other-minor' : 'other-major';
}
