import { SchemaValidator } from '../conformance/schema-validator.ts';
import type { Place } from '../document/place.ts';
import { child, isObject, items, members } from '../document/place.ts';
import type { References } from '../document/references.ts';
import type { Remark } from '../document/remark.ts';

/** An example and the schema that it is an example of. */
interface Example {
  readonly schema: Place;
  readonly value: Place;
}

/** Holds the examples of media types, parameters, headers and schemas against their schemas. */
export function lintExamples(
  owners: readonly Place[],
  schemas: readonly Place[],
  references: References,
): Remark[] {
  const validator = new SchemaValidator(references);
  const examples = [
    ...owners.flatMap((owner) => examplesOf(owner, references)),
    ...schemas.flatMap(ownExamples),
  ];
  return examples.flatMap(({ schema, value }): Remark[] => {
    const violation = validate(validator, schema, value.value);
    if (violation === undefined) return [];
    const message = `the example does not fit its schema: ${violation}`;
    return [{ code: 'CONTRACT_EXAMPLE', severity: 'warning', place: value, message }];
  });
}

/** An example may be one of a request or of an answer, so it has to fit one of the two. */
function validate(validator: SchemaValidator, schema: Place, value: unknown): string | undefined {
  try {
    const violation = validator.validate(schema, 'request', value);
    if (violation === undefined) return undefined;
    if (validator.validate(schema, 'response', value) === undefined) return undefined;
    return `${violation.at === '' ? 'the value' : violation.at} ${violation.message}`;
  } catch {
    // A schema that cannot be compiled is told as such by the rules about schemas.
    return undefined;
  }
}

function examplesOf(owner: Place, references: References): Example[] {
  const schema = child(owner, 'schema');
  if (!isObject(schema.value)) return [];
  const single = child(owner, 'example');
  const several = members(child(owner, 'examples')).map((written) => {
    const example = references.resolve(written) ?? written;
    return child(example, 'value');
  });
  return [single, ...several]
    .filter(({ value }) => value !== undefined)
    .map((value) => ({ schema, value }));
}

/** `example` of a schema, and `examples` of 3.1, which is a list. */
function ownExamples(schema: Place): Example[] {
  if (!isObject(schema.value)) return [];
  return [child(schema, 'example'), ...items(child(schema, 'examples'))]
    .filter(({ value }) => value !== undefined)
    .map((value) => ({ schema, value }));
}
