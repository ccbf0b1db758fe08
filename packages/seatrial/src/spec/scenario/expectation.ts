import type { SourcePosition } from '../../evidence/index.ts';

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

/** Operators that compare by order. */
export type OrderOperator = '$gt' | '$gte' | '$lt' | '$lte';

/** An expectation without its place. */
export type ExpectationForm =
  | { readonly form: 'literal'; readonly value: string | number | boolean | null }
  /** A literal with `${…}` in it, resolved before comparing. */
  | { readonly form: 'template'; readonly template: string }
  | { readonly form: 'object'; readonly keys: Readonly<Record<string, Expectation>> }
  | { readonly form: 'array'; readonly items: readonly Expectation[] }
  /** JSONPath on the left: `$.items[0].id: 3`. One singular path gives a value, any other a list. */
  | { readonly form: 'path'; readonly path: string; readonly expected: Expectation }
  | { readonly form: 'status-class'; readonly hundreds: number }
  | { readonly form: 'type'; readonly types: readonly TypeMarker[] }
  /** The bound may be a text: a date-time, or a reference. */
  | { readonly form: 'compare'; readonly operator: OrderOperator; readonly bound: number | string }
  /** Deep and complete; texts may hold references. */
  | { readonly form: 'equals'; readonly value: unknown }
  | { readonly form: 'contains'; readonly expected: Expectation }
  /** Every one of these in a list, in any order, and nothing else. */
  | { readonly form: 'contains-only'; readonly items: readonly Expectation[] }
  | { readonly form: 'matches'; readonly pattern: string; readonly flags: string }
  | { readonly form: 'length'; readonly expected: Expectation }
  | { readonly form: 'each'; readonly expected: Expectation }
  | { readonly form: 'not'; readonly expected: Expectation }
  | { readonly form: 'one-of'; readonly options: readonly Expectation[] }
  | { readonly form: 'absent'; readonly absent: boolean }
  | { readonly form: 'all'; readonly of: readonly Expectation[] };

/**
 * What a value must look like, parsed. Written in YAML as a literal, or as an object of operators.
 * An object literal names the keys that must match and lets others be; an array literal is complete.
 */
export type Expectation = ExpectationForm & {
  /** Where it stands in the Markdown file. */
  readonly at: SourcePosition;
};
