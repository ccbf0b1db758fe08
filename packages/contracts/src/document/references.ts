import type { ContractDocument, Place } from './place.ts';
import { descend, isObject, rootOf } from './place.ts';

/** A `$ref` that leads nowhere. */
export interface BrokenReference {
  readonly place: Place;
  readonly reference: string;
  readonly reason: string;
}

/** Finds a document by the URI that a reference names, seen from the document that names it. */
export type FindDocument = (uri: string, from: ContractDocument) => ContractDocument | undefined;

/** Longer chains of references to references are cycles. */
const MAX_CHAIN = 64;

/** Follows `$ref`s inside a document and to others; remembers each answer, so that equal targets are the same place. */
export class References {
  readonly broken: BrokenReference[] = [];
  readonly #find: FindDocument;
  readonly #targets = new Map<ContractDocument, Map<string, Place | undefined>>();

  constructor(find: FindDocument) {
    this.#find = find;
  }

  /** The place that a place stands for: itself, or the end of its chain of references; undefined when it is broken. */
  resolve(place: Place): Place | undefined {
    let at = place;
    for (let step = 0; step < MAX_CHAIN; step += 1) {
      const reference = referenceOf(at);
      if (reference === undefined) return at;
      const target = this.#target(at, reference);
      if (target === undefined) return undefined;
      at = target;
    }
    this.#break(place, referenceOf(place) ?? '', 'the reference leads back to itself');
    return undefined;
  }

  #target(place: Place, reference: string): Place | undefined {
    const { document } = place;
    const known = this.#targets.get(document) ?? new Map<string, Place | undefined>();
    this.#targets.set(document, known);
    if (known.has(reference)) return known.get(reference);
    const target = this.#look(place, reference);
    known.set(reference, target);
    return target;
  }

  #look(place: Place, reference: string): Place | undefined {
    const [uri = '', fragment = ''] = reference.split('#', 2);
    const document = uri === '' ? place.document : this.#find(uri, place.document);
    if (document === undefined) {
      this.#break(place, reference, `${uri} could not be read`);
      return undefined;
    }
    const target = descend(rootOf(document), decode(fragment));
    if (target === undefined) this.#break(place, reference, 'there is nothing at that place');
    return target;
  }

  #break(place: Place, reference: string, reason: string): void {
    this.broken.push({ place, reference, reason });
  }
}

/** The text of a place's `$ref`, when it is one. */
export function referenceOf({ value }: Place): string | undefined {
  return isObject(value) && typeof value['$ref'] === 'string' ? value['$ref'] : undefined;
}

function decode(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    // A lone "%" is no escape; the pointer is then taken as it stands.
    return fragment;
  }
}
