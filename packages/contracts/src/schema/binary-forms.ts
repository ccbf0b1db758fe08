import type { JsonObject } from '../document/place.ts';
import type { SchemaPair } from './schema-pair.ts';
import { textOf, typesOf } from './schema-reader.ts';

/**
 * The two schemas in the same words for bytes, when they use those of different generations: `type: file` of Swagger
 * 2.0, the formats `binary` and `byte` of 3.0, and `contentMediaType` and `contentEncoding` of 3.1.
 */
export function inSameWords({ base, revision }: SchemaPair): Pick<SchemaPair, 'base' | 'revision'> {
  const [one, other] = [wordsOf(base), wordsOf(revision)];
  if (one === other || one === 'none' || other === 'none') return { base, revision };
  return { base: inWordsOfThree(base), revision: inWordsOfThree(revision) };
}

type Words = '2.0' | '3.0' | '3.1' | 'none';

function wordsOf(schema: JsonObject): Words {
  if (schema['type'] === 'file') return '2.0';
  if (['binary', 'byte'].includes(textOf(schema, 'format'))) return '3.0';
  return 'contentMediaType' in schema || 'contentEncoding' in schema ? '3.1' : 'none';
}

const ANY_BYTES = 'application/octet-stream';

function inWordsOfThree(schema: JsonObject): JsonObject {
  const { contentEncoding, contentMediaType, ...rest } = schema;
  const types = typesOf(schema);
  const type = types.length === 0 || types.includes('file') ? 'string' : schema['type'];
  if (types.includes('file')) return { ...rest, type, format: 'binary' };
  if (contentEncoding === 'base64') {
    const media = contentMediaType === undefined ? {} : { contentMediaType };
    return { ...rest, ...media, type, format: 'byte' };
  }
  if (contentEncoding === undefined && contentMediaType === ANY_BYTES) {
    return { ...rest, type, format: 'binary' };
  }
  return schema;
}
