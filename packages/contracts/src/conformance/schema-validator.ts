import addFormatsModule from 'ajv-formats';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';

import type { Place } from '../document/place.ts';
import { pointerOf } from '../document/place.ts';
import type { References } from '../document/references.ts';
import type { PortableSchema } from './to-json-schema.ts';
import { toJsonSchema } from './to-json-schema.ts';

/** What a value does not keep of a schema. */
export interface SchemaViolation {
  /** JSON pointer into the value. */
  readonly at: string;
  readonly message: string;
  /** JSON pointer into the contract. */
  readonly pointer: string;
}

/** Validates values; each schema is compiled when it is first needed, and once. */
export class SchemaValidator {
  readonly #references: References;
  readonly #ajv = newAjv();
  readonly #compiled = {
    request: new Map<unknown, Compiled>(),
    response: new Map<unknown, Compiled>(),
  };

  constructor(references: References) {
    this.#references = references;
  }

  /** Undefined when the value is valid; otherwise the first thing that is not. */
  validate(
    place: Place,
    side: 'request' | 'response',
    value: unknown,
  ): SchemaViolation | undefined {
    const { validate, portable } = this.#compile(place, side);
    if (validate(value)) return undefined;
    return explain(validate.errors ?? [], portable, place);
  }

  #compile(place: Place, side: 'request' | 'response'): Compiled {
    const known = this.#compiled[side].get(place.value);
    if (known !== undefined) return known;
    const portable = toJsonSchema(place, side, this.#references);
    const compiled = { validate: this.#ajv.compile(portable.schema), portable };
    this.#compiled[side].set(place.value, compiled);
    return compiled;
  }
}

interface Compiled {
  readonly validate: ValidateFunction;
  readonly portable: PortableSchema;
}

function newAjv(): Ajv2020 {
  const ajv = new Ajv2020({
    strict: false,
    validateFormats: true,
    logger: false,
    validateSchema: false,
  });
  // The module is CommonJS: its function is the default of its default.
  const addFormats = addFormatsModule as unknown as { default: (ajv: Ajv2020) => void };
  addFormats.default(ajv);
  return ajv;
}

/** The error that lies deepest in the value says most: an alternative that does not fit says only that. */
function explain(
  errors: readonly ErrorObject[],
  { places }: PortableSchema,
  root: Place,
): SchemaViolation {
  const [first, ...rest] = errors;
  if (first === undefined) return { at: '', message: 'is not valid', pointer: pointerOf(root) };
  const worst = rest.reduce(
    (deepest, error) => (depth(error) > depth(deepest) ? error : deepest),
    first,
  );
  const [, name = '', rest_ = ''] = /^#\/\$defs\/(\w+)(.*)$/.exec(worst.schemaPath) ?? [];
  const place = places.get(name) ?? root;
  return {
    at: worst.instancePath,
    message: sayError(worst),
    pointer: `${pointerOf(place)}${rest_}`,
  };
}

function depth({ instancePath }: ErrorObject): number {
  return instancePath.split('/').length;
}

function sayError({ keyword, message = 'is not valid', params }: ErrorObject): string {
  const values = params as Readonly<Record<string, unknown>>;
  if (keyword === 'enum') return `must be one of ${JSON.stringify(values['allowedValues'])}`;
  if (keyword === 'const') return `must be ${JSON.stringify(values['allowedValue'])}`;
  if (keyword === 'additionalProperties')
    return `must not have the property ${JSON.stringify(values['additionalProperty'])}`;
  return message;
}
