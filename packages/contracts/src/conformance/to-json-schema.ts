import type { JsonObject, Place } from '../document/place.ts';
import { child, isObject, items, members } from '../document/place.ts';
import type { References } from '../document/references.ts';
import { referenceOf } from '../document/references.ts';
import { typesOf } from '../schema/schema-reader.ts';
import { compilePattern } from './schema-shape.ts';

/** Who sends what a schema describes. */
export type Side = 'request' | 'response';

/** What the writer of schemas notes on its way. */
export interface SchemaNotes {
  readonly hasFormat: (name: string) => boolean;
  /** Something that cannot be checked as it stands. */
  broken(place: Place, message: string): void;
  unknownFormat(place: Place, format: string): void;
}

const ONE = [
  'items',
  'additionalProperties',
  'not',
  'contains',
  'propertyNames',
  'if',
  'then',
  'else',
  'unevaluatedItems',
  'unevaluatedProperties',
  'contentSchema',
];
const MANY = ['allOf', 'anyOf', 'oneOf', 'prefixItems'];
const NAMED = ['properties', 'patternProperties', 'dependentSchemas'];
/** Keywords of OpenAPI that JSON Schema does not know or that mean something else there, and names that are resolved here. */
const LEFT_OUT = new Set([
  'discriminator',
  'xml',
  'externalDocs',
  'example',
  'examples',
  'nullable',
  'deprecated',
  'readOnly',
  'writeOnly',
  'title',
  'description',
  'default',
  '$comment',
  '$schema',
  '$id',
  '$anchor',
  '$dynamicAnchor',
  '$defs',
  'definitions',
  'name',
  'in',
  'collectionFormat',
  '$ref',
  '$dynamicRef',
]);

/**
 * Writes schemas of a contract as definitions of one JSON Schema 2020-12: what OpenAPI 3.0 says in its own words, and
 * who may send what. What is read only is not asked for in a request; what is write only may not come in a response.
 */
export class SchemaWriter {
  /** Grows as schemas are referred to. */
  readonly definitions: Record<string, unknown> = {};
  readonly #side: Side;
  readonly #references: References;
  readonly #notes: SchemaNotes;
  #fresh: unknown[] = [];
  readonly #names = new Map<unknown, string>();
  readonly #places = new WeakMap<object, Place>();

  constructor(side: Side, references: References, notes: SchemaNotes) {
    this.#side = side;
    this.#references = references;
    this.#notes = notes;
  }

  /** The place of the contract that a written schema stands for. */
  placeOf(written: unknown): Place | undefined {
    return typeof written === 'object' && written !== null ? this.#places.get(written) : undefined;
  }

  /** The name of the definition of a schema; what is referred to has one, so that cycles have somewhere to lead to. */
  refer(written: Place): string {
    const place = this.#references.resolve(written);
    // The references keep account of those that lead nowhere.
    const target = place ?? { ...written, value: {} };
    const known = this.#names.get(target.value);
    if (known !== undefined && isObject(target.value)) return known;
    const name = `s${this.#names.size}`;
    this.#names.set(isObject(target.value) ? target.value : name, name);
    this.definitions[name] = {};
    this.definitions[name] = this.#write(target);
    this.#fresh.push(this.definitions[name]);
    return name;
  }

  /** The definitions that were written since this was asked last. */
  takeFresh(): readonly unknown[] {
    const fresh = this.#fresh;
    this.#fresh = [];
    return fresh;
  }

  /** A schema where it stands; only references lead elsewhere. */
  #inner(place: Place): unknown {
    if (referenceOf(place) === undefined) return this.#write(place);
    const reference = { $ref: `#/$defs/${this.refer(place)}` };
    if (!this.#references.siblingsCount) return reference;
    return { ...(this.#write(place) as object), ...reference };
  }

  #write(place: Place): unknown {
    const schema = place.value;
    if (!isObject(schema)) return schema !== false;
    const written: Record<string, unknown> = {};
    this.#places.set(written, place);
    for (const [keyword, value] of Object.entries(schema)) {
      if (LEFT_OUT.has(keyword) || keyword.startsWith('x-')) continue;
      const known = this.#keyword(child(place, keyword), keyword, value);
      if (known !== undefined) written[keyword] = known;
    }
    writeBounds(schema, written);
    this.#writeTuple(place, written);
    if (written['type'] === 'file' || written['type'] === '') delete written['type'];
    this.#writeRequired(place, written);
    return this.#withNull(schema, written, place);
  }

  #keyword(at: Place, keyword: string, value: unknown): unknown {
    if (ONE.includes(keyword)) return isObject(value) ? this.#inner(at) : value;
    if (MANY.includes(keyword)) {
      return Array.isArray(value) ? items(at).map((one) => this.#inner(one)) : value;
    }
    if (NAMED.includes(keyword)) {
      if (!isObject(value)) return value;
      return Object.fromEntries(members(at).map((one) => [one.key, this.#property(one, keyword)]));
    }
    if (keyword === 'format' && typeof value === 'string' && !this.#notes.hasFormat(value)) {
      this.#notes.unknownFormat(at, value);
      return undefined;
    }
    if (keyword === 'pattern' && typeof value === 'string' && compilePattern(value) === undefined) {
      this.#notes.broken(at, `the pattern ${JSON.stringify(value)} is no regular expression`);
      return undefined;
    }
    return value;
  }

  /** Tuples and dependencies as drafts before 2020-12 write them, whose words AsyncAPI keeps. */
  #writeTuple(place: Place, written: Record<string, unknown>): void {
    const tuple = child(place, 'items');
    if (Array.isArray(tuple.value)) {
      written['prefixItems'] = items(tuple).map((one) => this.#inner(one));
      const rest = child(place, 'additionalItems');
      delete written['items'];
      if (rest.value !== undefined) written['items'] = this.#inner(rest);
    }
    delete written['additionalItems'];
  }

  #property(place: Place, keyword: string): unknown {
    if (keyword === 'patternProperties' && compilePattern(place.key) === undefined) {
      this.#notes.broken(place, `${JSON.stringify(place.key)} is no regular expression`);
      return true;
    }
    if (this.#side === 'request' || !this.#isMarked(place, 'writeOnly')) return this.#inner(place);
    const written = { not: {} };
    this.#places.set(written, child(place, 'writeOnly'));
    return written;
  }

  /** Swagger and OpenAPI 3.0 write `required: true` at a parameter; what the other side alone sends is not asked for. */
  #writeRequired(place: Place, written: Record<string, unknown>): void {
    const { required } = written;
    if (!Array.isArray(required)) {
      if (typeof required === 'boolean') delete written['required'];
      return;
    }
    const properties = child(place, 'properties');
    const mark = this.#side === 'request' ? 'readOnly' : 'writeOnly';
    written['required'] = required.filter(
      (name) => !this.#isMarked(child(properties, String(name)), mark),
    );
  }

  #isMarked(place: Place, mark: 'readOnly' | 'writeOnly'): boolean {
    if (isObject(place.value) && place.value[mark] === true) return true;
    const target = this.#references.resolve(place);
    return isObject(target?.value) && target.value[mark] === true;
  }

  #withNull(schema: JsonObject, written: Record<string, unknown>, place: Place): unknown {
    if (schema['nullable'] !== true && schema['x-nullable'] !== true) return written;
    const types = typesOf(schema);
    const values = written['enum'];
    if (Array.isArray(values) && !values.includes(null)) written['enum'] = [...values, null];
    if (types.length > 0) written['type'] = [...new Set([...types, 'null'])];
    if (!MANY.some((keyword) => Array.isArray(written[keyword]))) return written;
    // What is composed would still refuse null, which nobody means who writes this.
    const either = { anyOf: [{ type: 'null' }, written] };
    this.#places.set(either, place);
    return either;
  }
}

function writeBounds(schema: JsonObject, written: Record<string, unknown>): void {
  for (const [flag, bound] of [
    ['exclusiveMinimum', 'minimum'],
    ['exclusiveMaximum', 'maximum'],
  ] as const) {
    if (typeof schema[flag] !== 'boolean') continue;
    delete written[flag];
    if (!schema[flag]) continue;
    delete written[bound];
    if (typeof schema[bound] === 'number') written[flag] = schema[bound];
  }
}
