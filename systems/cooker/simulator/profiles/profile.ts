import { toA3Document } from './a3.ts';
import type { DocumentSource } from './document-source.ts';
import { toGen2Document } from './gen2.ts';
import { toGen3Document } from './gen3.ts';

export const PROFILES = ['gen3', 'gen2', 'a3'] as const;
export type Profile = (typeof PROFILES)[number];

/** The device type each generation advertises unless told otherwise. */
export const DEFAULT_TYPES: Readonly<Record<Profile, string>> = {
  gen3: 'a7',
  gen2: 'a5',
  a3: 'a3',
};

/** The state document as this generation writes it. */
export function toDocument(profile: Profile, source: DocumentSource): object {
  switch (profile) {
    case 'gen3':
      return toGen3Document(source);
    case 'gen2':
      return toGen2Document(source);
    case 'a3':
      return toA3Document(source);
    default:
      return profile satisfies never;
  }
}
