import addFormatsModule from 'ajv-formats';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';

import type { Place } from '../document/place.ts';
import { descend, pointerOf } from '../document/place.ts';
import type { References } from '../document/references.ts';
import type { PlacedProblem } from './problem.ts';
import { compilePattern } from './schema-shape.ts';
import type { Side } from './to-json-schema.ts';
import { SchemaWriter } from './to-json-schema.ts';

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
  /** What cannot be checked at all. */
  readonly problems: PlacedProblem[] = [];
  /** Formats that nobody here knows; values are held against the type alone, as the specification asks. */
  readonly unknownFormats = new Set<string>();
  readonly #ajv = newAjv();
  readonly #sides: Readonly<Record<Side, SideOfContract>>;

  constructor(references: References) {
    const newSide = (side: Side): SideOfContract => {
      const notes = {
        hasFormat: (name: string) => Object.hasOwn(this.#ajv.formats, name),
        broken: (place: Place, message: string) => this.#addProblem(place, message),
        unknownFormat: (_: Place, format: string) => this.unknownFormats.add(format),
      };
      const writer = new SchemaWriter(side, references, notes);
      // The definitions are looked up when a schema is compiled, so that they can grow.
      this.#ajv.addSchema({ $defs: writer.definitions }, side);
      return { writer, compiled: new Map() };
    };
    this.#sides = { request: newSide('request'), response: newSide('response') };
  }

  /** Writes a schema without compiling it, so that what is wrong with it is known; answers how its definition is called. */
  prepare(place: Place, side: Side): string {
    const { writer } = this.#sides[side];
    const name = writer.refer(place);
    for (const definition of writer.takeFresh()) this.#checkDefinition(definition, place, writer);
    return name;
  }

  /** Undefined when the value is valid, or nothing can be held against it; otherwise the first thing that is not. */
  validate(place: Place, side: Side, value: unknown): SchemaViolation | undefined {
    const { compiled, writer } = this.#sides[side];
    let validate = compiled.get(place.value);
    if (validate === undefined) {
      validate = this.#compile(place, side);
      compiled.set(place.value, validate);
    }
    if (validate(value)) return undefined;
    return explain(validate.errors ?? [], writer, place);
  }

  #compile(place: Place, side: Side): ValidateFunction {
    const name = this.prepare(place, side);
    try {
      return this.#ajv.compile({ $ref: `${side}#/$defs/${name}` });
    } catch (error) {
      this.#addProblem(place, error instanceof Error ? error.message : String(error));
      return this.#ajv.compile(true);
    }
  }

  #checkDefinition(definition: unknown, place: Place, writer: SchemaWriter): void {
    if (typeof definition !== 'object' || definition === null) return;
    if (this.#ajv.validateSchema(definition) === true) return;
    const deepest = deepestOf(this.#ajv.errors ?? []);
    if (deepest === undefined) return;
    const own = writer.placeOf(definition) ?? place;
    const at = descend(own, deepest.instancePath) ?? own;
    this.#addProblem(at, `this is no schema: ${sayError(deepest)}`);
    // What is left of it must compile; nothing passes for that, the problem is told.
    for (const key of Object.keys(definition)) delete (definition as Record<string, unknown>)[key];
  }

  #addProblem(place: Place, message: string): void {
    const isKnown = this.problems.some(
      (one) => one.place.value === place.value && one.message === message,
    );
    if (!isKnown) this.problems.push({ place, message });
  }
}

interface SideOfContract {
  readonly writer: SchemaWriter;
  readonly compiled: Map<unknown, ValidateFunction>;
}

function newAjv(): Ajv2020 {
  const regExp = Object.assign((text: string) => compilePattern(text) ?? /(?:)/, {
    code: 'compilePattern',
  });
  const ajv = new Ajv2020({
    strict: false,
    validateFormats: true,
    logger: false,
    validateSchema: false,
    // Errors then carry the schema that they are about, which leads back to the contract.
    verbose: true,
    code: { regExp },
  });
  // The module is CommonJS: its function is the default of its default.
  const addFormats = addFormatsModule as unknown as { default: (ajv: Ajv2020) => void };
  addFormats.default(ajv);
  return ajv;
}

/** The error that lies deepest in the value says most: an alternative that does not fit says only that. */
function explain(
  errors: readonly ErrorObject[],
  writer: SchemaWriter,
  root: Place,
): SchemaViolation {
  const worst = deepestOf(errors);
  if (worst === undefined) return { at: '', message: 'is not valid', pointer: pointerOf(root) };
  const place = writer.placeOf(worst.parentSchema) ?? root;
  const isWriteOnly = place.key === 'writeOnly' && worst.keyword === 'not';
  return {
    at: worst.instancePath,
    message: isWriteOnly ? 'is write only and must not be answered' : sayError(worst),
    pointer: isWriteOnly
      ? pointerOf(place)
      : pointerOf(descend(place, `/${worst.keyword}`) ?? place),
  };
}

function deepestOf(errors: readonly ErrorObject[]): ErrorObject | undefined {
  return errors.reduce<ErrorObject | undefined>(
    (deepest, error) => (deepest === undefined || depth(error) > depth(deepest) ? error : deepest),
    undefined,
  );
}

function depth({ instancePath }: ErrorObject): number {
  return instancePath.split('/').length;
}

function sayError({ keyword, message = 'is not valid', params }: ErrorObject): string {
  const values = params as Readonly<Record<string, unknown>>;
  if (keyword === 'enum') return `must be one of ${JSON.stringify(values['allowedValues'])}`;
  if (keyword === 'const') return `must be ${JSON.stringify(values['allowedValue'])}`;
  if (keyword === 'additionalProperties' || keyword === 'unevaluatedProperties') {
    const name = values['additionalProperty'] ?? values['unevaluatedProperty'];
    return `must not have the property ${JSON.stringify(name)}`;
  }
  return message;
}
