import type { SourceLocation } from '../diagnostic.ts';

/** A value of a YAML document that remembers where it stands. */
export type Located = LocatedMap | LocatedList | LocatedScalar;

/** A single value. */
export interface LocatedScalar {
  readonly kind: 'scalar';
  readonly at: SourceLocation;
  readonly value: string | number | boolean | null;
  /** As it stands in the file, unquoted and interpolated: `1.10` stays `1.10`. */
  readonly text: string;
}

/** A sequence. */
interface LocatedList {
  readonly kind: 'list';
  readonly at: SourceLocation;
  readonly items: readonly Located[];
}

/** A mapping with text keys. */
export interface LocatedMap {
  readonly kind: 'map';
  readonly at: SourceLocation;
  readonly entries: ReadonlyMap<string, LocatedEntry>;
}

/** A key with its value. */
export interface LocatedEntry {
  readonly key: string;
  readonly keyAt: SourceLocation;
  readonly value: Located;
}

/** Says what a value is, for a message. */
export function describeLocated(located: Located): string {
  if (located.kind === 'map') return 'a mapping';
  if (located.kind === 'list') return 'a list';
  if (located.value === null) return 'nothing';
  return typeof located.value === 'string' ? JSON.stringify(located.value) : located.text;
}
