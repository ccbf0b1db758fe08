import type { ContractDocument, Place } from './place.ts';
import { isObject, rootOf } from './place.ts';

/** A part of a document that has an address of its own. */
export interface Resource {
  readonly uri: string;
  readonly place: Place;
}

const NAMING = /\$(?:id|anchor|dynamicAnchor|self)\b/;
/** What holds examples and values, in which nothing is a name. */
const DATA = new Set(['enum', 'const', 'default', 'example', 'examples']);

/** The places of a document that have names: `$id`, `$anchor` and `$dynamicAnchor` of schemas, `$self` of OpenAPI 3.2. */
export class NamedPlaces {
  /** Most documents name nothing; their texts tell so at once. */
  readonly isEmpty: boolean;
  readonly #document: ContractDocument;
  #resources: Map<string, Resource> | undefined;
  readonly #anchors = new Map<string, Place>();

  constructor(document: ContractDocument) {
    this.#document = document;
    this.isEmpty = !NAMING.test(document.text);
  }

  /** The part with an address that a place belongs to; null when that is the document, which has none. */
  resourceOf(place: Place): Resource | null {
    const resources = this.#all();
    for (let at: Place | null = place; at !== null; at = at.parent) {
      const uri = nameOf(at);
      if (uri !== undefined) return resources.get(addressOf(at)) ?? null;
    }
    return null;
  }

  /** The part of this document that a URI stands for, seen from a place; undefined when none does. */
  find(uri: string, from: Place): Place | undefined {
    if (this.isEmpty) return undefined;
    const resource = this.resourceOf(from);
    if (uri === '') return resource?.place;
    return this.#all().get(join(uri, resource?.uri))?.place;
  }

  /** The schema of that anchor, first in the same part, then anywhere in the document. */
  anchor(start: Place, name: string): Place | undefined {
    if (this.isEmpty) return undefined;
    this.#all();
    const resource = this.resourceOf(start);
    return this.#anchors.get(`${resource?.uri ?? ''}#${name}`) ?? this.#anchors.get(`#${name}`);
  }

  #all(): Map<string, Resource> {
    if (this.#resources !== undefined) return this.#resources;
    const resources = new Map<string, Resource>();
    this.#resources = resources;
    const open: { readonly place: Place; readonly base: string }[] = [
      { place: rootOf(this.#document), base: '' },
    ];
    // What is found is looked into as well, so the list grows under way.
    for (const { place, base: around } of open) {
      let base = around;
      const name = nameOf(place);
      if (name !== undefined) {
        base = addressOf(place);
        resources.set(base, { uri: base, place });
      }
      this.#noteAnchors(place, base);
      for (const member of inside(place)) open.push({ place: member, base });
    }
    return resources;
  }

  #noteAnchors(place: Place, base: string): void {
    if (!isObject(place.value)) return;
    for (const keyword of ['$anchor', '$dynamicAnchor']) {
      const anchor = place.value[keyword];
      if (typeof anchor !== 'string') continue;
      for (const uri of new Set([base, ''])) {
        const key = `${uri}#${anchor}`;
        if (!this.#anchors.has(key)) this.#anchors.set(key, place);
      }
    }
  }
}

function inside(place: Place): Place[] {
  const { document, value, key, parent } = place;
  if (typeof value !== 'object' || value === null) return [];
  const isNames = key === 'properties' && parent !== null;
  return Object.entries(value).flatMap(([name, inner]: [string, unknown]) =>
    typeof inner === 'object' && inner !== null && (isNames || !DATA.has(name))
      ? [{ document, value: inner, parent: place, key: name }]
      : [],
  );
}

function nameOf({ value, parent }: Place): string | undefined {
  if (!isObject(value)) return undefined;
  const name = parent === null ? (value['$self'] ?? value['$id']) : value['$id'];
  return typeof name === 'string' ? name.replace(/#$/, '') : undefined;
}

/** The whole address of a named place: its name, seen from the named places around it. */
function addressOf(place: Place): string {
  const names: string[] = [];
  for (let at: Place | null = place; at !== null; at = at.parent) {
    const name = nameOf(at);
    if (name !== undefined) names.unshift(name);
  }
  return names.reduce((base, name) => join(name, base), '');
}

function join(uri: string, base = ''): string {
  if (URL.canParse(uri)) return uri;
  return URL.canParse(uri, base) ? new URL(uri, base).href : uri;
}
