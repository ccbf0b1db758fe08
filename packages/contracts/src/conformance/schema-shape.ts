import type { Place } from '../document/place.ts';
import { child, isObject, items, members } from '../document/place.ts';
import type { References } from '../document/references.ts';
import { schemaObject, typesOf } from '../schema/schema-reader.ts';

/** What a schema names in any of its parts, whichever of them holds: what a value may consist of. */
export interface SchemaShape {
  readonly types: ReadonlySet<string>;
  readonly properties: ReadonlyMap<string, readonly Place[]>;
  readonly patterns: readonly RegExp[];
  /** Something is said of the properties that are not named. */
  readonly saysOfOthers: boolean;
  readonly items: readonly Place[];
}

const PARTS = ['allOf', 'anyOf', 'oneOf'];
const BRANCHES = ['if', 'then', 'else'];
const OTHERS = ['additionalProperties', 'unevaluatedProperties'];

/** Finds the shapes of schemas; each is looked for once. */
export class SchemaShapes {
  readonly #references: References;
  readonly #known = new Map<unknown, SchemaShape>();

  constructor(references: References) {
    this.#references = references;
  }

  of(place: Place): SchemaShape {
    const known = this.#known.get(place.value);
    if (known !== undefined) return known;
    const shape = new ShapeBuilder(this.#references);
    shape.add(place);
    if (isObject(place.value)) this.#known.set(place.value, shape);
    return shape;
  }
}

class ShapeBuilder implements SchemaShape {
  readonly types = new Set<string>();
  readonly properties = new Map<string, Place[]>();
  readonly patterns: RegExp[] = [];
  saysOfOthers = false;
  readonly items: Place[] = [];
  readonly #references: References;
  readonly #seen = new Set<unknown>();

  constructor(references: References) {
    this.#references = references;
  }

  add(written: Place): void {
    const place = this.#references.resolve(written);
    if (place === undefined || this.#seen.has(place.value)) return;
    this.#seen.add(place.value);
    this.#addOwn(place);
    for (const keyword of PARTS) for (const part of items(child(place, keyword))) this.add(part);
    for (const keyword of BRANCHES) {
      const branch = child(place, keyword);
      if (isObject(branch.value)) this.add(branch);
    }
    // Of a reference that has company, as OpenAPI 3.1 allows it, the company counts as well.
    if (place.value !== written.value && this.#references.siblingsCount) {
      this.add({ ...written, value: withoutReference(written) });
    }
  }

  #addOwn(place: Place): void {
    const schema = schemaObject(place);
    for (const type of typesOf(schema)) this.types.add(type);
    for (const value of valuesOf(schema)) this.types.add(typeOf(value));
    for (const property of members(child(place, 'properties'))) {
      this.properties.set(property.key, [...(this.properties.get(property.key) ?? []), property]);
    }
    for (const { key } of members(child(place, 'patternProperties'))) this.#addPattern(key);
    if (OTHERS.some((keyword) => schema[keyword] !== undefined)) this.saysOfOthers = true;
    const inner = child(place, 'items');
    if (isObject(inner.value)) this.items.push(inner);
    this.items.push(...items(child(place, 'prefixItems')));
  }

  #addPattern(text: string): void {
    const pattern = compilePattern(text);
    if (pattern !== undefined) this.patterns.push(pattern);
  }
}

/** A pattern as JSON Schema means it, or as browsers take it; undefined when it is none. */
export function compilePattern(text: string): RegExp | undefined {
  for (const flags of ['u', '']) {
    try {
      return new RegExp(text, flags);
    } catch {
      // Needless escapes such as "\_" are errors only in the strict reading.
    }
  }
  return undefined;
}

function withoutReference({ value }: Place): unknown {
  if (!isObject(value)) return {};
  const { $ref: _, $dynamicRef: __, ...rest } = value;
  return rest;
}

function valuesOf(schema: Readonly<Record<string, unknown>>): readonly unknown[] {
  const list = Array.isArray(schema['enum']) ? (schema['enum'] as unknown[]) : [];
  return schema['const'] === undefined ? list : [...list, schema['const']];
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}
