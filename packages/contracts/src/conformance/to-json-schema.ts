import type { JsonObject, Place } from '../document/place.ts';
import { child, isObject, items, members } from '../document/place.ts';
import type { References } from '../document/references.ts';
import { resolveSchema } from '../schema/resolve-schema.ts';
import { schemaObject, typesOf } from '../schema/schema-reader.ts';

/** A schema in the words of JSON Schema 2020-12, complete in itself. */
export interface PortableSchema {
  readonly schema: Record<string, unknown>;
  /** Places of the contract by the names of the definitions. */
  readonly places: ReadonlyMap<string, Place>;
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
/** Keywords of OpenAPI that JSON Schema does not know, or that mean something else there. */
const LEFT_OUT = new Set([
  'discriminator',
  'xml',
  'externalDocs',
  'example',
  'nullable',
  'deprecated',
  '$schema',
  '$id',
  '$anchor',
  '$dynamicAnchor',
  'name',
  'in',
  'collectionFormat',
]);

/**
 * Writes a schema of a contract as JSON Schema: what OpenAPI 3.0 says in its own words, and who may send what.
 *
 * @param side - what is read only is not asked for in a request, what is write only not in a response
 */
export function toJsonSchema(
  place: Place,
  side: 'request' | 'response',
  references: References,
): PortableSchema {
  const writer = new SchemaWriter(side, references);
  const root = writer.refer(place);
  return {
    schema: { $ref: root, $defs: writer.definitions },
    places: writer.places,
  };
}

class SchemaWriter {
  readonly definitions: Record<string, unknown> = {};
  readonly places = new Map<string, Place>();
  readonly #side: 'request' | 'response';
  readonly #references: References;
  readonly #names = new Map<unknown, string>();

  constructor(side: 'request' | 'response', references: References) {
    this.#side = side;
    this.#references = references;
  }

  /** A reference to the definition of a schema; every schema has one, so that cycles have somewhere to lead to. */
  refer(written: Place): string {
    const place = resolveSchema(written, this.#references) ?? written;
    const known = this.#names.get(place.value);
    if (known !== undefined && isObject(place.value)) return `#/$defs/${known}`;
    const name = `s${this.places.size}`;
    this.#names.set(place.value, name);
    this.places.set(name, place);
    this.definitions[name] = {};
    this.definitions[name] = typeof place.value === 'boolean' ? place.value : this.#write(place);
    return `#/$defs/${name}`;
  }

  #write(place: Place): Record<string, unknown> {
    const schema = schemaObject(place);
    const written: Record<string, unknown> = {};
    for (const [keyword, value] of Object.entries(schema)) {
      if (
        LEFT_OUT.has(keyword) ||
        keyword.startsWith('x-') ||
        keyword === '$ref' ||
        keyword === '$dynamicRef'
      )
        continue;
      written[keyword] = this.#keyword(place, keyword, value);
    }
    writeBounds(schema, written);
    writeNull(schema, written);
    if (written['type'] === 'file') delete written['type'];
    this.#writeRequired(place, written);
    return written;
  }

  #keyword(place: Place, keyword: string, value: unknown): unknown {
    const at = child(place, keyword);
    if (ONE.includes(keyword)) return isObject(value) ? { $ref: this.refer(at) } : value;
    if (MANY.includes(keyword)) return items(at).map((one) => ({ $ref: this.refer(one) }));
    if (NAMED.includes(keyword))
      return Object.fromEntries(members(at).map((one) => [one.key, { $ref: this.refer(one) }]));
    return value;
  }

  /** Swagger and OpenAPI 3.0 write `required: true` at a parameter; what the other side alone sends is not asked for. */
  #writeRequired(place: Place, written: Record<string, unknown>): void {
    const { required } = written;
    if (!Array.isArray(required)) {
      delete written['required'];
      return;
    }
    const properties = child(place, 'properties');
    written['required'] = required.filter((name) => {
      const property = resolveSchema(child(properties, String(name)), this.#references);
      const fields = isObject(property?.value) ? property.value : {};
      return fields[this.#side === 'request' ? 'readOnly' : 'writeOnly'] !== true;
    });
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

function writeNull(schema: JsonObject, written: Record<string, unknown>): void {
  if (schema['nullable'] !== true) return;
  const types = typesOf(schema);
  if (types.length > 0) written['type'] = [...new Set([...types, 'null'])];
  const values = schema['enum'];
  if (Array.isArray(values) && !values.includes(null)) written['enum'] = [...values, null];
}
