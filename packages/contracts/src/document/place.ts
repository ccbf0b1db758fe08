/** A document that was read: its parsed content, and the text that positions are looked up in. */
export interface ContractDocument {
  /** How it is called in findings: a path, a `ref:path` of git, a URL. */
  readonly uri: string;
  readonly format: 'json' | 'yaml';
  readonly text: string;
  readonly root: unknown;
}

/** A value inside a document and the way to it. */
export interface Place {
  readonly document: ContractDocument;
  readonly value: unknown;
  readonly parent: Place | null;
  readonly key: string;
}

/** A mapping of JSON. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function rootOf(document: ContractDocument): Place {
  return { document, value: document.root, parent: null, key: '' };
}

/** The member of a mapping or list; its value is undefined where there is none. */
export function child(place: Place, key: string | number): Place {
  const { value } = place;
  const member =
    typeof value === 'object' && value !== null && Object.hasOwn(value, key)
      ? (value as JsonObject)[key]
      : undefined;
  return { document: place.document, value: member, parent: place, key: String(key) };
}

/** The members of a mapping, in the order of the document; of anything else none. */
export function members(place: Place): Place[] {
  return isObject(place.value) ? Object.keys(place.value).map((key) => child(place, key)) : [];
}

/** The items of a list; of anything else none. */
export function items(place: Place): Place[] {
  return Array.isArray(place.value) ? place.value.map((_, index) => child(place, index)) : [];
}

/** Asked again for every operation that a shared schema is reached from. */
const POINTERS = new WeakMap<Place, string>();

/** JSON pointer (RFC 6901) of a place; the whole document is the empty text. */
export function pointerOf(place: Place): string {
  if (place.parent === null) return '';
  const known = POINTERS.get(place);
  if (known !== undefined) return known;
  const pointer = `${pointerOf(place.parent)}/${place.key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  POINTERS.set(place, pointer);
  return pointer;
}

/** Walks down from a place along a JSON pointer; undefined when something on the way is not there. */
export function descend(place: Place, pointer: string): Place | undefined {
  let at = place;
  for (const part of pointer.split('/').slice(1)) {
    at = child(at, part.replaceAll('~1', '/').replaceAll('~0', '~'));
    if (at.value === undefined) return undefined;
  }
  return at;
}
