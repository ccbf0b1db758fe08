import type { Place } from '../document/place.ts';
import { child, isObject, items, members } from '../document/place.ts';
import { quote } from '../document/quote.ts';
import type { References } from '../document/references.ts';
import { referenceOf } from '../document/references.ts';
import type { Remark } from '../document/remark.ts';
import { didYouMean } from './did-you-mean.ts';
import type { FieldShape, Shape } from './shapes.ts';
import { shapesOf } from './shapes.ts';

/** What was found by walking through a whole description, the parts that it refers to included. */
export interface Walk {
  readonly remarks: Remark[];
  /** Every place where a schema may stand that something does, references included. */
  readonly schemas: Place[];
  /** Every object by its kind, such as `parameter` or `media`. */
  readonly objects: ReadonlyMap<string, readonly Place[]>;
}

/** Visits each object of a description once, and tells where it is not written as the standard says. */
export function walkDescription(root: Place, references: References): Walk {
  const walker = new Walker(references);
  walker.visit(root, 'root');
  return walker;
}

class Walker implements Walk {
  readonly remarks: Remark[] = [];
  readonly schemas: Place[] = [];
  readonly objects = new Map<string, Place[]>();
  readonly #references: References;
  readonly #shapes: ReadonlyMap<string, Shape>;
  readonly #seen = new Map<string, Set<unknown>>();

  constructor(references: References) {
    this.#references = references;
    this.#shapes = shapesOf(references.root);
  }

  visit(place: Place, kind: string): void {
    if (kind === 'any' || this.#isSeen(place, kind)) return;
    if (kind === 'schema') {
      this.schemas.push(place);
      return;
    }
    if (!isObject(place.value)) {
      this.#tellForm(place, 'a mapping');
      return;
    }
    const isReference = referenceOf(place) !== undefined;
    if (isReference) {
      const isSound = this.#references.resolve(place) !== undefined;
      const target = isSound ? this.#references.follow(place) : undefined;
      if (target !== undefined) this.visit(target, kind);
      if (kind !== 'pathItem') return;
    }
    if (kind === 'callback') {
      for (const path of members(place)) if (!isExtension(path.key)) this.visit(path, 'pathItem');
      return;
    }
    const known = this.objects.get(kind) ?? [];
    this.objects.set(kind, known);
    known.push(place);
    this.#fields(place, kind);
  }

  #isSeen({ value }: Place, kind: string): boolean {
    if (typeof value !== 'object' || value === null) return false;
    const seen = this.#seen.get(kind) ?? new Set();
    this.#seen.set(kind, seen);
    if (seen.has(value)) return true;
    seen.add(value);
    return false;
  }

  #fields(place: Place, kind: string): void {
    const shape = this.#shapes.get(kind) ?? new Map<string, FieldShape>();
    for (const [name, { isRequired }] of shape) {
      if (isRequired && child(place, name).value === undefined) this.#tellMissing(place, name);
    }
    for (const field of members(place)) {
      const found = shape.get(field.key);
      if (found !== undefined) this.#field(field, found);
      else if (!isExtension(field.key)) this.#tellUnknown(field, place, shape);
    }
  }

  #field(field: Place, { form, kind = 'any' }: FieldShape): void {
    const { value } = field;
    if (form === 'one') this.visit(field, kind);
    else if (form === 'list') {
      if (!Array.isArray(value)) this.#tellForm(field, 'a list');
      for (const item of items(field)) this.visit(item, kind);
    } else if (form === 'map') {
      this.#map(field, kind);
    } else if (form === 'text' && typeof value !== 'string') this.#tellForm(field, 'a text');
    else if (form === 'flag' && typeof value !== 'boolean') this.#tellForm(field, 'true or false');
  }

  #map(field: Place, kind: string): void {
    if (!isObject(field.value)) this.#tellForm(field, 'a mapping');
    const hasExtensions = field.key === 'paths' || field.key === 'responses';
    for (const one of members(field)) {
      if (!hasExtensions || !isExtension(one.key)) this.visit(one, kind);
    }
  }

  #tellMissing(place: Place, name: string): void {
    this.remarks.push({
      code: 'CONTRACT_MISSING',
      severity: 'error',
      place,
      message: `${sayPlace(place)} has no ${name}`,
      hint: this.#nearest(place, name),
    });
  }

  /** A field that somebody wrote in another way. */
  #nearest(place: Place, name: string): string | undefined {
    const written = didYouMean(name, Object.keys(place.value as object));
    return written === undefined ? undefined : `is it what ${quote(written)} means?`;
  }

  #tellForm(place: Place, expected: string): void {
    this.remarks.push({
      code: 'CONTRACT_FORM',
      severity: 'error',
      place,
      message: `${sayPlace(place)} is not what it has to be`,
      expected,
      seen: sayValue(place.value),
    });
  }

  #tellUnknown(field: Place, place: Place, shape: Shape): void {
    const meant = didYouMean(field.key, shape.keys());
    this.remarks.push({
      code: 'CONTRACT_UNKNOWN_FIELD',
      severity: 'warning',
      place: field,
      message: `there is no field ${quote(field.key)} in ${sayPlace(place)}`,
      hint: meant === undefined ? undefined : `did you mean ${quote(meant)}?`,
    });
  }
}

export function isExtension(key: string): boolean {
  return key.startsWith('x-');
}

/** The place for people: the names of what it stands in. */
export function sayPlace(place: Place): string {
  const { key, parent } = place;
  if (parent === null) return 'the document';
  return /^\d+$/.test(key) && Array.isArray(parent.value)
    ? `item ${Number(key) + 1} of ${parent.key}`
    : key;
}

export function sayValue(value: unknown): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  return isObject(value) ? 'a mapping' : quote(JSON.stringify(value));
}
