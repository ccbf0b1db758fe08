import { hasModernSchemas } from './generation.ts';
import { NamedPlaces } from './named-places.ts';
import type { ContractDocument, Place } from './place.ts';
import { descend, isObject, rootOf } from './place.ts';

/** A `$ref` that leads nowhere. */
export interface BrokenReference {
  readonly place: Place;
  readonly reference: string;
  readonly reason: string;
  readonly hint?: string | undefined;
}

/** Why a document that a reference names was not read. */
export interface UnreadDocument {
  readonly unread: string;
  /** What whoever asks can do about it. */
  readonly hint?: string | undefined;
}

/** Finds a document by the URI that a reference names, seen from the document that names it. */
export type FindDocument = (
  uri: string,
  from: ContractDocument,
) => ContractDocument | UnreadDocument | undefined;

/** Longer chains of references to references are cycles. */
export const MAX_CHAIN = 64;

/** Follows `$ref`s inside a document and to others; remembers each answer, so that equal targets are the same place. */
export class References {
  readonly root: ContractDocument;
  readonly broken: BrokenReference[] = [];
  /** Since OpenAPI 3.1 what stands beside the `$ref` of a schema holds as well; before, it is ignored. */
  readonly siblingsCount: boolean;
  /** Schemas that were put together of a reference and what stands beside it, by the value that refers. */
  readonly joined = new Map<unknown, Place | undefined>();
  readonly #find: FindDocument;
  readonly #targets = new Map<ContractDocument, Map<string, Place | undefined>>();
  readonly #names = new Map<ContractDocument, NamedPlaces>();
  /** Where texts that were copied into another document come from. */
  readonly #homes = new WeakMap<object, Place>();

  /** @param root - the document that everything starts from */
  constructor(root: ContractDocument, find: FindDocument) {
    this.root = root;
    this.#find = find;
    this.siblingsCount = hasModernSchemas(root);
  }

  /** The place that a place stands for: itself, or the end of its chain of references; undefined when it is broken. */
  resolve(place: Place): Place | undefined {
    let at = place;
    for (let step = 0; step < MAX_CHAIN; step += 1) {
      if (referenceOf(at) === undefined) return at;
      const target = this.follow(at);
      if (target === undefined) return undefined;
      at = target;
    }
    this.break(place, 'the reference leads back to itself');
    return undefined;
  }

  /** Follows one reference, whatever it leads to; undefined when it is broken. */
  follow(written: Place): Place | undefined {
    const reference = referenceOf(written) ?? '';
    const place = this.#homes.get(written.value as object) ?? written;
    const { document } = place;
    const names = this.#namesOf(document);
    const resource = names.isEmpty ? null : names.resourceOf(place);
    const key = resource === null ? reference : `${resource.uri} ${reference}`;
    const known = this.#targets.get(document) ?? new Map<string, Place | undefined>();
    this.#targets.set(document, known);
    if (known.has(key)) return known.get(key);
    const target = this.#look(place, reference);
    known.set(key, target);
    return target;
  }

  /** Notes that a reference leads nowhere. */
  break(place: Place, reason: string, hint?: string): void {
    this.broken.push({ place, reference: referenceOf(place) ?? '', reason, hint });
  }

  /** Says that the references in a value are to be read as if they stood at this place, wherever the value is put. */
  settle(place: Place): void {
    const open: Place[] = [place];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      if (typeof at.value !== 'object' || at.value === null) continue;
      if (referenceOf(at) !== undefined) this.#homes.set(at.value, at);
      for (const [key, value] of Object.entries(at.value)) {
        open.push({ document: at.document, value, parent: at, key });
      }
    }
  }

  #namesOf(document: ContractDocument): NamedPlaces {
    const known = this.#names.get(document) ?? new NamedPlaces(document);
    this.#names.set(document, known);
    return known;
  }

  #look(place: Place, reference: string): Place | undefined {
    const mark = reference.indexOf('#');
    const uri = mark === -1 ? reference : reference.slice(0, mark);
    const fragment = mark === -1 ? '' : reference.slice(mark + 1);
    const names = this.#namesOf(place.document);
    const start = names.find(uri, place) ?? this.#rootOf(uri, place);
    if (start === undefined) return undefined;
    const target = this.#fragment(start, decode(fragment));
    if (target === undefined) this.break(place, 'there is nothing at that place');
    return target;
  }

  #rootOf(uri: string, place: Place): Place | undefined {
    if (uri === '') return rootOf(place.document);
    const found = this.#find(uri, place.document);
    if (found !== undefined && !('unread' in found)) return rootOf(found);
    this.break(place, found?.unread ?? `${uri} could not be read`, found?.hint);
    return undefined;
  }

  /** A fragment is a JSON pointer, or the name of an anchor. */
  #fragment(start: Place, fragment: string): Place | undefined {
    if (fragment === '' || fragment.startsWith('/')) {
      return descend(start, fragment) ?? descend(rootOf(start.document), fragment);
    }
    return this.#namesOf(start.document).anchor(start, fragment);
  }
}

/** The text of a place's `$ref`, when it is one. */
export function referenceOf({ value }: Place): string | undefined {
  if (!isObject(value)) return undefined;
  const reference = value['$ref'] ?? value['$dynamicRef'];
  return typeof reference === 'string' ? reference : undefined;
}

function decode(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    // A lone "%" is no escape; the pointer is then taken as it stands.
    return fragment;
  }
}
