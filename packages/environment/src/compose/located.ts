import type { SourceLocation } from '../diagnostic.ts';

/** A value of a YAML document that remembers where it stands. */
export type Located = LocatedMap | LocatedList | LocatedScalar;

interface LocatedBase {
  readonly at: SourceLocation;
  /** How the value is laid over the one of an earlier file: `!reset` takes that away, `!override` replaces it. */
  readonly tag?: 'reset' | 'override';
}

/** A single value. */
export interface LocatedScalar extends LocatedBase {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  /** As Docker has it: interpolated, and a number in its shortest form, so that an unquoted `1.10` is `1.1`. */
  readonly text: string;
  /** How a number stands in the file when that is another text. */
  readonly written?: string;
}

/** A sequence. */
export interface LocatedList extends LocatedBase {
  readonly kind: 'list';
  readonly items: readonly Located[];
}

/** A mapping with text keys. */
export interface LocatedMap extends LocatedBase {
  readonly kind: 'map';
  readonly entries: ReadonlyMap<string, LocatedEntry>;
}

/** A key with its value. */
export interface LocatedEntry {
  readonly key: string;
  readonly keyAt: SourceLocation;
  readonly value: Located;
}

/** A megabyte of garbage in a message helps nobody. */
const MAX_SHOWN = 200;

/** Says what a value is, for a message. */
export function describeLocated(located: Located): string {
  if (located.kind === 'map') return 'a mapping';
  if (located.kind === 'list') return 'a list';
  if (located.value === null) return 'nothing';
  if (typeof located.value !== 'string') return located.text;
  const { value } = located;
  return JSON.stringify(value.length > MAX_SHOWN ? `${value.slice(0, MAX_SHOWN)}…` : value);
}

/** A text that stands for something written at that place. */
export function locatedText(text: string, at: SourceLocation): LocatedScalar {
  return { kind: 'scalar', at, value: text, text };
}

/** How many values a value consists of. */
export function countValues(value: Located): number {
  if (value.kind === 'scalar') return 1;
  const below =
    value.kind === 'list' ? value.items : [...value.entries.values()].map((entry) => entry.value);
  return below.reduce((count, item) => count + countValues(item), 1);
}

/** The value under a key, when there is one that is not nothing. */
export function valueOf(map: LocatedMap, key: string): Located | undefined {
  const value = map.entries.get(key)?.value;
  return value === undefined || isNothing(value) ? undefined : value;
}

/** Whether a key was written without a value. */
export function isNothing(value: Located): boolean {
  return value.kind === 'scalar' && value.value === null;
}
