import type { JsonObject, Place } from '../document/place.ts';
import { child, isObject, items, members } from '../document/place.ts';
import { quote } from '../document/quote.ts';
import type { References } from '../document/references.ts';
import { referenceOf } from '../document/references.ts';
import type { Remark } from '../document/remark.ts';
import { remarkOnSchema, TYPES } from '../schema/remark-on-schema.ts';
import { resolveSchema } from '../schema/resolve-schema.ts';
import { mappingOf, numberOf, typesOf } from '../schema/schema-reader.ts';
import { didYouMean } from './did-you-mean.ts';
import type { KeywordForm } from './keywords.ts';
import { BOUNDS, KEYWORDS } from './keywords.ts';
import { isExtension, sayPlace, sayValue } from './walk-description.ts';

/** Checks each schema once, with all that is inside and that it refers to. */
export function lintSchemas(
  roots: readonly Place[],
  references: References,
): { readonly remarks: readonly Remark[]; readonly schemas: readonly Place[] } {
  const linter = new SchemaLinter(references);
  for (const root of roots) linter.visit(root);
  return linter;
}

const CODE = 'CONTRACT_SCHEMA';

class SchemaLinter {
  readonly remarks: Remark[] = [];
  /** All schemas, those inside of others included. */
  readonly schemas: Place[] = [];
  readonly #references: References;
  readonly #seen = new Set<unknown>();

  constructor(references: References) {
    this.#references = references;
  }

  visit(root: Place): void {
    const open = [root];
    for (let place = open.pop(); place !== undefined; place = open.pop()) {
      if (!isObject(place.value)) {
        const isFlag = typeof place.value === 'boolean';
        const mayBeFlag = this.#references.siblingsCount || place.key === 'additionalProperties';
        if (!isFlag || !mayBeFlag) this.#tell(place, 'a schema');
        continue;
      }
      if (this.#seen.has(place.value)) continue;
      this.#seen.add(place.value);
      this.schemas.push(place);
      open.push(...this.#schema(place, place.value));
    }
  }

  /** Checks one schema; answers those that it leads to. */
  #schema(place: Place, schema: JsonObject): Place[] {
    const inner: Place[] = [];
    if (referenceOf(place) !== undefined) {
      inner.push(...this.#reference(place));
      if (!this.#references.siblingsCount) return inner;
    }
    for (const keyword of members(place)) {
      const form = Object.hasOwn(KEYWORDS, keyword.key) ? KEYWORDS[keyword.key] : undefined;
      if (form === undefined) this.#tellUnknown(keyword);
      else inner.push(...this.#keyword(keyword, form));
    }
    for (const [least, most] of BOUNDS) {
      const [from, to] = [numberOf(schema, least), numberOf(schema, most)];
      if (from === undefined || to === undefined || from <= to) continue;
      const message = `no value satisfies both ${least} ${from} and ${most} ${to}`;
      this.remarks.push({ code: CODE, severity: 'error', place: child(place, least), message });
    }
    if (this.#references.siblingsCount && 'nullable' in schema) this.#tellNullable(place);
    this.#types(place);
    this.#required(place, schema);
    return inner;
  }

  /** Checks a reference; answers what it leads to. */
  #reference(place: Place): Place[] {
    if (!this.#references.siblingsCount) this.#tellIgnored(place);
    const target = this.#references.follow(place);
    if (target === undefined) return [];
    if (target.parent !== null || !isDescription(target)) return [target];
    this.#tellWhole(place);
    return [];
  }

  #types(place: Place): void {
    const resolve = (written: Place): Place => resolveSchema(written, this.#references) ?? written;
    for (const remark of remarkOnSchema(place, resolve)) {
      const isType = remark.code === 'CONTRACT_TYPE_UNKNOWN';
      const near = isType ? didYouMean(String(remark.place.value), TYPES) : undefined;
      const hint = isType ? near && `did you mean ${quote(near)}?` : undefined;
      this.remarks.push({ ...remark, severity: isType ? 'error' : 'warning', hint });
    }
    const types = typesOf(place.value as Readonly<Record<string, unknown>>);
    const needsItems = types.includes('array') && !this.#references.siblingsCount;
    if (!needsItems || child(place, 'items').value !== undefined) return;
    const message = `${sayPlace(place)} is an array and says nothing of its items`;
    this.remarks.push({ code: CODE, severity: 'error', place, message, expected: 'items' });
  }

  /** What is required has to be described, unless that happens in another part of the same schema. */
  #required(place: Place, schema: JsonObject): void {
    const whole = resolveSchema(place, this.#references)?.value;
    if (!('required' in schema) || !isObject(whole) || !('properties' in whole)) return;
    if (isPart(place) || COMPOSING.some((keyword) => keyword in whole)) return;
    const names = Object.keys(mappingOf(whole, 'properties'));
    for (const item of items(child(place, 'required'))) {
      const { value } = item;
      if (typeof value !== 'string' || names.includes(value)) continue;
      if (Object.keys(mappingOf(whole, 'patternProperties')).some(matches(value))) continue;
      const meant = didYouMean(value, names);
      this.remarks.push({
        code: 'CONTRACT_REQUIRED',
        severity: 'warning',
        place: item,
        message: `${quote(value)} is required and not among the properties`,
        hint: meant === undefined ? undefined : `did you mean ${quote(meant)}?`,
      });
    }
  }

  #keyword(keyword: Place, form: KeywordForm): Place[] {
    const { value } = keyword;
    if (form === 'schema') return [keyword];
    if (form === 'schema or flag') return [keyword];
    if (form === 'schemas') {
      if (!Array.isArray(value) || value.length === 0) this.#tell(keyword, 'a list of schemas');
      return items(keyword);
    }
    if (form === 'schemas by name') {
      if (!isObject(value)) this.#tell(keyword, 'a mapping of schemas');
      return members(keyword);
    }
    const rule = VALUES[form];
    if (rule?.fits(value) === false) this.#tell(keyword, rule.expected);
    return [];
  }

  #tell(place: Place, expected: string): void {
    const message = `${sayPlace(place)} is not what it has to be`;
    const seen = sayValue(place.value);
    this.remarks.push({ code: CODE, severity: 'error', place, message, expected, seen });
  }

  #tellUnknown(keyword: Place): void {
    if (isExtension(keyword.key)) return;
    const meant = didYouMean(keyword.key, Object.keys(KEYWORDS));
    // Schemas of 3.1 may have keywords of their own; what looks like a slip is told all the same.
    if (meant === undefined && this.#references.siblingsCount) return;
    this.remarks.push({
      code: 'CONTRACT_UNKNOWN_FIELD',
      severity: 'warning',
      place: keyword,
      message: `there is no keyword ${quote(keyword.key)} in a schema`,
      hint: meant === undefined ? undefined : `did you mean ${quote(meant)}?`,
    });
  }

  #tellWhole(place: Place): void {
    this.remarks.push({
      code: 'CONTRACT_REFERENCE',
      severity: 'error',
      place,
      message: 'this refers to a whole description, which is no schema',
      hint: 'name a schema inside of it, such as #/components/schemas/Name',
    });
  }

  #tellNullable(place: Place): void {
    this.remarks.push({
      code: 'CONTRACT_IGNORED',
      severity: 'warning',
      place: child(place, 'nullable'),
      message:
        'nullable is no keyword since OpenAPI 3.1; we read it as before, other readers ignore it',
      hint: 'write type: [..., "null"]',
    });
  }

  #tellIgnored(place: Place): void {
    const ignored = members(place).find(
      ({ key }) =>
        key !== '$ref' && key !== 'description' && key !== 'summary' && !isExtension(key),
    );
    if (ignored === undefined) return;
    this.remarks.push({
      code: 'CONTRACT_IGNORED',
      severity: 'warning',
      place: ignored,
      message: `${quote(ignored.key)} stands beside a $ref and is ignored before OpenAPI 3.1`,
      hint: 'put both into an allOf',
    });
  }
}

function isDescription({ value }: Place): boolean {
  return isObject(value) && ('openapi' in value || 'swagger' in value);
}

const COMPOSING = ['allOf', 'anyOf', 'oneOf'];

/** Whether a schema is only a part of the one around it. */
function isPart({ key, parent }: Place): boolean {
  return (
    ['not', 'if', 'then', 'else'].includes(key) ||
    ['allOf', 'anyOf', 'oneOf', 'dependentSchemas'].includes(parent?.key ?? '')
  );
}

/** What the values of keywords have to be that hold no schemas. */
const VALUES: Readonly<
  Partial<Record<KeywordForm, { readonly expected: string; fits(value: unknown): boolean }>>
> = {
  text: { expected: 'a text', fits: (value) => typeof value === 'string' },
  flag: { expected: 'true or false', fits: (value) => typeof value === 'boolean' },
  number: { expected: 'a number', fits: (value) => typeof value === 'number' },
  bound: { expected: 'a number', fits: (value) => ['number', 'boolean'].includes(typeof value) },
  count: {
    expected: 'a whole number, 0 or more',
    fits: (value) => Number.isInteger(value) && Number(value) >= 0,
  },
  list: { expected: 'a list of values', fits: (value) => Array.isArray(value) && value.length > 0 },
  names: {
    expected: 'a list of the names of properties',
    fits: (value) => Array.isArray(value) && value.every((name) => typeof name === 'string'),
  },
  pattern: { expected: 'a regular expression', fits: isPattern },
};

function isPattern(value: unknown): boolean {
  return (
    typeof value === 'string' && ['u', ''].some((flags) => compile(value, flags) !== undefined)
  );
}

/** Whether a pattern matches a name; one that is none matches nothing. */
function matches(name: string): (pattern: string) => boolean {
  return (pattern) => compile(pattern, 'u')?.test(name) === true;
}

function compile(pattern: string, flags: string): RegExp | undefined {
  try {
    return new RegExp(pattern, flags);
  } catch {
    // Whoever asks tells that it is no regular expression.
    return undefined;
  }
}
