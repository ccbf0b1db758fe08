import type { ApiParameter } from '../api/api.ts';
import type { Place } from '../document/place.ts';
import type { RawPairs } from './raw-query.ts';
import { unescapeText } from './raw-query.ts';
import type { SchemaShape, SchemaShapes } from './schema-shape.ts';

/** What a parameter is written with: its own texts, and all that stands beside it. */
export interface WrittenParameter {
  /** Escaped where `pairs` are. */
  readonly texts: readonly string[];
  /** The whole query, where members of an object stand for themselves. */
  readonly pairs?: RawPairs;
}

/** What is said of a parameter, in any generation of the specification. */
export type ParameterForm = Pick<
  ApiParameter,
  'name' | 'in' | 'fields' | 'place' | 'schema' | 'content'
>;

/** The value of a parameter; undefined when it was not sent. */
export function readParameterValue(
  parameter: ParameterForm,
  written: WrittenParameter,
  shapes: SchemaShapes,
): { readonly value: unknown } | undefined {
  const { schema } = parameter;
  const text = written.texts[0];
  if (schema === undefined) {
    if (text === undefined) return undefined;
    return { value: parameter.content.length > 0 ? parseOr(unescaped(text, written)) : text };
  }
  const shape = shapes.of(schema);
  const style = styleOf(parameter);
  if (shape.types.has('object') || shape.properties.size > 0) {
    const members = readMembers({ parameter, style, shape }, written);
    if (members !== undefined) return { value: readForm(members, shape, shapes) };
    if (shape.types.size <= 1) return undefined;
  }
  if (text === undefined) return undefined;
  if (shape.types.has('array')) {
    const texts = listTexts(parameter.name, style, written.texts);
    return { value: texts.map((one) => readItem(unescaped(one, written), shape, shapes)) };
  }
  return { value: readScalar(unescaped(plain(parameter.name, style, text), written), shape) };
}

/** Reads an object from pairs, each by the schema of its property. */
export function readForm(
  pairs: RawPairs,
  shape: SchemaShape,
  shapes: SchemaShapes,
): Record<string, unknown> {
  const entries = [...pairs].map(([name, texts]): [string, unknown] => {
    const [place] = shape.properties.get(name) ?? [];
    return [name, readProperty(place, texts.map(unescapeText), shapes)];
  });
  return Object.fromEntries(entries);
}

function readProperty(
  place: Place | undefined,
  texts: readonly string[],
  shapes: SchemaShapes,
): unknown {
  const [text = ''] = texts;
  if (place === undefined) return texts.length > 1 ? texts : text;
  const shape = shapes.of(place);
  if (shape.types.has('array')) return texts.map((one) => readItem(one, shape, shapes));
  return readScalar(text, shape);
}

interface Style {
  readonly name: string;
  readonly explodes: boolean;
}

/** Swagger 2.0 says `collectionFormat`, at a parameter that is its own schema, and means commas when it says nothing. */
function styleOf({ fields, in: location, schema, place }: ParameterForm): Style {
  const format = fields['collectionFormat'];
  if (typeof format === 'string') return { name: format, explodes: format === 'multi' };
  if (schema === place) return { name: 'csv', explodes: false };
  const isForm = location === 'query' || location === 'cookie';
  const style = typeof fields['style'] === 'string' ? fields['style'] : isForm ? 'form' : 'simple';
  const { explode } = fields;
  return { name: style, explodes: typeof explode === 'boolean' ? explode : style === 'form' };
}

const SEPARATORS: Readonly<Record<string, RegExp>> = {
  spaceDelimited: / |%20|\+/,
  pipeDelimited: /\||%7C/i,
  ssv: / |%20|\+/,
  tsv: /\t|%09/,
  pipes: /\||%7C/i,
  label: /\./,
};

/** The texts of a list: one each, or one that holds all. */
function listTexts(
  name: string,
  { name: style, explodes }: Style,
  texts: readonly string[],
): readonly string[] {
  if (explodes && (style === 'form' || style === 'multi')) return texts;
  const [text = ''] = texts;
  if (style === 'matrix' && explodes) {
    return text
      .split(';')
      .filter((part) => part !== '')
      .map((part) => part.slice(part.indexOf('=') + 1));
  }
  const bare = plain(name, { name: style, explodes }, text);
  if (bare === '') return [];
  const separator = style === 'label' && !explodes ? /,/ : (SEPARATORS[style] ?? /,/);
  return bare.split(separator).map((part) => part.trim());
}

/** Without what `label` and `matrix` put before a value. */
function plain(name: string, { name: style }: Style, text: string): string {
  if (style === 'label') return text.replace(/^\./, '');
  return style === 'matrix' && text.startsWith(`;${name}=`) ? text.slice(name.length + 2) : text;
}

/** The members of an object as pairs; undefined when there are none. */
function readMembers(
  about: { readonly parameter: ParameterForm; readonly style: Style; readonly shape: SchemaShape },
  { texts, pairs }: WrittenParameter,
): RawPairs | undefined {
  const { parameter, style, shape } = about;
  if (style.name === 'deepObject' && pairs !== undefined) {
    return someOf([...pairs].flatMap(([key, values]) => memberOf(parameter.name, key, values)));
  }
  if (style.name === 'form' && style.explodes && pairs !== undefined) {
    return someOf([...pairs].filter(([key]) => shape.properties.has(key)));
  }
  const [text] = texts;
  if (text === undefined) return undefined;
  const bare = plain(parameter.name, style, text);
  if (bare.startsWith('{')) return undefined;
  const parts = bare.split(SEPARATORS[style.name] ?? /[,;]/);
  return someOf(style.explodes ? parts.map(pairOf) : twos(parts));
}

function memberOf(
  name: string,
  key: string,
  values: readonly string[],
): [string, readonly string[]][] {
  const isMember = key.startsWith(`${name}[`) && key.endsWith(']');
  return isMember ? [[key.slice(name.length + 1, -1), values]] : [];
}

function pairOf(part: string): [string, readonly string[]] {
  const mark = part.indexOf('=');
  return mark === -1 ? [part, ['']] : [part.slice(0, mark), [part.slice(mark + 1)]];
}

function twos(parts: readonly string[]): [string, readonly string[]][] {
  return parts.flatMap((name, index): [string, readonly string[]][] =>
    index % 2 === 0 ? [[name, [parts[index + 1] ?? '']]] : [],
  );
}

function someOf(pairs: readonly (readonly [string, readonly string[]])[]): RawPairs | undefined {
  return pairs.length === 0 ? undefined : new Map(pairs);
}

function readItem(text: string, shape: SchemaShape, shapes: SchemaShapes): unknown {
  const [inner] = shape.items;
  return inner === undefined ? text : readScalar(text, shapes.of(inner));
}

const NUMBER = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

function readScalar(text: string, { types }: SchemaShape): unknown {
  if ((types.has('integer') || types.has('number')) && NUMBER.test(text)) return Number(text);
  if (types.has('boolean') && (text === 'true' || text === 'false')) return text === 'true';
  if (types.has('null') && (text === '' || text === 'null') && !types.has('string')) return null;
  if (types.has('object') && text.startsWith('{')) return parseOr(text);
  return text;
}

function unescaped(text: string, { pairs }: WrittenParameter): string {
  return pairs === undefined ? text : unescapeText(text);
}

function parseOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON: then it is the text that it is, and the schema says whether that will do.
    return text;
  }
}
