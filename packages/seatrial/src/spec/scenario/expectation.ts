/** The kinds of value that `$type` knows. */
export const TYPE_MARKERS = [
  'string',
  'number',
  'integer',
  'boolean',
  'null',
  'array',
  'object',
  'uuid',
  'date-time',
  'uri',
] as const;
export type TypeMarker = (typeof TYPE_MARKERS)[number];

/**
 * What a value must look like, parsed. Written in YAML as a literal, or as an object of operators.
 * An object literal names the keys that must match and lets others be; an array literal is complete.
 */
export type Expectation =
  | { readonly form: 'literal'; readonly value: string | number | boolean | null }
  /** A literal with `${…}` in it, resolved before comparing. */
  | { readonly form: 'template'; readonly template: string }
  | { readonly form: 'object'; readonly keys: Readonly<Record<string, Expectation>> }
  | { readonly form: 'array'; readonly items: readonly Expectation[] }
  /** JSONPath on the left: `$.items[0].id: 3`. One singular path gives a value, any other a list. */
  | { readonly form: 'path'; readonly path: string; readonly expected: Expectation }
  | { readonly form: 'status-class'; readonly hundreds: number }
  | { readonly form: 'type'; readonly type: TypeMarker }
  | {
      readonly form: 'compare';
      readonly operator: '$gt' | '$gte' | '$lt' | '$lte';
      readonly bound: number | string;
    }
  | { readonly form: 'equals'; readonly value: unknown }
  | { readonly form: 'contains'; readonly expected: Expectation }
  | { readonly form: 'matches'; readonly pattern: string; readonly flags: string }
  | { readonly form: 'length'; readonly expected: Expectation }
  | { readonly form: 'each'; readonly expected: Expectation }
  | { readonly form: 'not'; readonly expected: Expectation }
  | { readonly form: 'one-of'; readonly options: readonly Expectation[] }
  | { readonly form: 'absent' }
  | { readonly form: 'all'; readonly of: readonly Expectation[] };
