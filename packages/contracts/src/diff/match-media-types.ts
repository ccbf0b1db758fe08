import type { ApiMedia } from '../api/api.ts';

/** One media type in both versions. */
export interface MediaPair {
  readonly base: ApiMedia;
  readonly revision: ApiMedia;
}

/** Which media types of two contents stand for each other. */
export interface MediaMatch {
  readonly pairs: readonly MediaPair[];
  readonly added: readonly ApiMedia[];
  readonly removed: readonly ApiMedia[];
}

/** Matches by the whole name, then by the type without its parameters, then by a suffix that one of the two lacks. */
export function matchMediaTypes(
  base: readonly ApiMedia[],
  revision: readonly ApiMedia[],
): MediaMatch {
  const pairs: MediaPair[] = [];
  let removed = [...base];
  let added = [...revision];
  const match = (fits: (one: MediaName, other: MediaName) => boolean): void => {
    for (const one of removed) {
      const name = parseMediaType(one.mediaType);
      const other = added.find(({ mediaType }) => fits(name, parseMediaType(mediaType)));
      if (other === undefined) continue;
      pairs.push({ base: one, revision: other });
      added = added.filter((candidate) => candidate !== other);
    }
    removed = removed.filter((one) => !pairs.some((pair) => pair.base === one));
  };
  match((one, other) => one.whole === other.whole);
  match((one, other) => one.type === other.type);
  match((one, other) => isContained(one, other) || isContained(other, one));
  return { pairs, added, removed };
}

/** How the name of a media type changed; undefined when it did not. */
export function nameChange({
  base,
  revision,
}: MediaPair): 'changed' | 'specialized' | 'generalized' | undefined {
  const one = parseMediaType(base.mediaType);
  const other = parseMediaType(revision.mediaType);
  if (one.whole === other.whole) return undefined;
  if (one.parameters !== other.parameters) return 'changed';
  return isContained(other, one) ? 'specialized' : 'generalized';
}

interface MediaName {
  readonly whole: string;
  readonly type: string;
  readonly parameters: string;
}

function parseMediaType(written: string): MediaName {
  const [type = '', ...parameters] = written
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  return { whole: [type, ...parameters].join(';'), type, parameters: parameters.join(';') };
}

/** `application/vnd.cooker+json` is JSON of a special kind; a range such as `text/*` contains all of its types. */
function isContained(special: MediaName, general: MediaName): boolean {
  const [kind = '', name = ''] = special.type.split('/');
  const [generalKind = '', generalName = ''] = general.type.split('/');
  if (general.type === '*/*') return true;
  if (kind !== generalKind) return false;
  return generalName === '*' || name.split('+').slice(1).includes(generalName);
}
