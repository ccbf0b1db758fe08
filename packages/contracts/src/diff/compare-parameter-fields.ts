import type { ApiParameter } from '../api/api.ts';
import { isEqualJson } from '../schema/schema-reader.ts';
import type { Told } from './change.ts';
import type { ParameterPair } from './compare-parameters.ts';
import { deprecationNews } from './lifecycle.ts';
import type { DeprecationNews } from './lifecycle.ts';
import type { DiffOptions } from './options.ts';

const LIFECYCLE_NAMES: Readonly<Record<DeprecationNews, string>> = {
  reactivated: 'request-parameter-reactivated',
  'sunset-missing': 'request-parameter-deprecated-sunset-missing',
  deprecated: 'request-parameter-deprecated',
  'sunset-invalid': 'request-parameter-sunset-parse',
  'sunset-too-soon': 'request-parameter-sunset-date-too-small',
  'deprecated-with-sunset': 'request-parameter-deprecated',
  'sunset-deleted': 'request-parameter-sunset-deleted',
  'sunset-moved-too-soon': 'request-parameter-sunset-date-changed-too-small',
};

/** Compares what a parameter says besides its schema. */
export function compareParameterFields(
  { base, revision }: ParameterPair,
  { tell, options }: { tell: (told: Told) => void; options: DiffOptions },
): void {
  if (base.required !== revision.required) {
    const became = revision.required ? 'required' : 'optional';
    tell({ id: `request-parameter-became-${became}`, from: base.required, to: revision.required });
  }
  const news = deprecationNews(base.fields, revision.fields, options);
  if (news !== undefined) tell({ id: LIFECYCLE_NAMES[news] });
  compareWriting({ base, revision }, tell);
  compareMedia({ base, revision }, tell);
}

/** How a value is written on the wire; what is not given is the default of the location. */
function compareWriting({ base, revision }: ParameterPair, tell: (told: Told) => void): void {
  for (const keyword of ['style', 'explode', 'allowReserved'] as const) {
    const [from, to] = [base, revision].map((one) => writingOf(inModernWords(one), keyword));
    if (isEqualJson(from, to)) continue;
    // More characters may be sent as they are; whoever escapes them is understood all the same.
    const level = keyword === 'allowReserved' && to === true ? 'INFO' : 'ERR';
    const name = keyword === 'allowReserved' ? 'allow-reserved' : keyword;
    tell({ id: `request-parameter-${name}-changed`, level, from, to });
  }
}

type Written = Pick<ApiParameter, 'in' | 'fields'>;

/** What Swagger 2.0 calls the format of a collection, in the words of OpenAPI 3; lists are joined by commas there. */
function inModernWords({ in: location, fields }: ApiParameter): Written {
  if (fields['type'] !== 'array') return { in: location, fields };
  const { collectionFormat = 'csv' } = fields;
  const [style, explode] = COLLECTION_FORMATS[String(collectionFormat)] ?? [
    collectionFormat,
    false,
  ];
  return { in: location, fields: style === undefined ? { explode } : { style, explode } };
}

const COLLECTION_FORMATS: Readonly<Record<string, readonly [string | undefined, boolean]>> = {
  csv: [undefined, false],
  multi: [undefined, true],
  ssv: ['spaceDelimited', false],
  pipes: ['pipeDelimited', false],
};

function writingOf(
  { in: location, fields }: Written,
  keyword: 'style' | 'explode' | 'allowReserved',
): unknown {
  if (fields[keyword] !== undefined) return fields[keyword];
  const style = location === 'query' || location === 'cookie' ? 'form' : 'simple';
  switch (keyword) {
    case 'style':
      return style;
    case 'explode':
      return (fields['style'] ?? style) === 'form';
    case 'allowReserved':
      return false;
    default:
      return keyword satisfies never;
  }
}

/** `content` of a parameter names the one media type that its value is written in. */
function compareMedia({ base, revision }: ParameterPair, tell: (told: Told) => void): void {
  const [from, to] = [base.content[0]?.mediaType, revision.content[0]?.mediaType];
  if (from === to) return;
  tell({ id: 'request-parameter-content-changed', level: 'ERR', from, to });
}
