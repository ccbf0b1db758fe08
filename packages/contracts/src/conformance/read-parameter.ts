import type { ApiParameter } from '../api/api.ts';
import type { Place } from '../document/place.ts';
import { child } from '../document/place.ts';
import type { References } from '../document/references.ts';
import { resolveSchema } from '../schema/resolve-schema.ts';
import { schemaObject, typesOf } from '../schema/schema-reader.ts';

/** Reads the value of a parameter from its texts on the wire, by its style and the types of its schema. */
export function readParameterValue(
  parameter: ApiParameter,
  texts: readonly string[],
  references: References,
): unknown {
  const { schema, fields } = parameter;
  if (schema === undefined) return texts[0];
  const place = resolveSchema(schema, references) ?? schema;
  const types = typesOf(schemaObject(place));
  if (types.includes('array'))
    return readList(place, listTexts(texts, fields, parameter.in), references);
  const [text = ''] = texts;
  return readScalar(text, types);
}

const SEPARATORS: Readonly<Record<string, string>> = {
  spaceDelimited: ' ',
  pipeDelimited: '|',
  ssv: ' ',
  tsv: '\t',
  pipes: '|',
};

/** The texts of a list: one each, or one that holds all. */
function listTexts(
  texts: readonly string[],
  fields: ApiParameter['fields'],
  location: string,
): readonly string[] {
  const written = fields['style'] ?? fields['collectionFormat'];
  const preset = location === 'query' ? 'form' : 'simple';
  const style = typeof written === 'string' ? written : preset;
  const isExploded =
    style === 'multi' || (style === 'form' && (fields['explode'] ?? true) === true);
  if (isExploded) return texts;
  const separator = SEPARATORS[style] ?? ',';
  return texts.flatMap((text) => (text === '' ? [] : text.split(separator)));
}

function readList(place: Place, texts: readonly string[], references: References): unknown[] {
  const written = child(place, 'items');
  const inner = resolveSchema(written, references) ?? written;
  const types = typesOf(schemaObject(inner));
  return texts.map((text) => readScalar(text.trim(), types));
}

function readScalar(text: string, types: readonly string[]): unknown {
  if (types.includes('integer') || types.includes('number')) {
    const number = text.trim() === '' ? Number.NaN : Number(text);
    if (!Number.isNaN(number)) return number;
  }
  if (types.includes('boolean') && (text === 'true' || text === 'false')) return text === 'true';
  if (types.includes('null') && text === '') return null;
  if (types.includes('object') && text.startsWith('{')) return parseOr(text);
  return text;
}

function parseOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON: then it is the text that it is, and the schema says whether that will do.
    return text;
  }
}
