import type { Reader } from './reader.ts';
import { didYouMean } from './reader.ts';
import type { TreeNode } from './source-tree.ts';
import { describeNode, toValue } from './source-tree.ts';

export type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * A kind of value in a block: how it is read and how an editor checks it, side by side,
 * so that the published schema and the parser cannot drift apart.
 */
export interface Shape<Value> {
  readonly schema: JsonSchema;
  /** Undefined when the value was refused; the reader has the complaint. */
  readonly read: (node: TreeNode, reader: Reader) => Value | undefined;
}

export interface Field<Value> extends Shape<Value> {
  readonly required: boolean;
}
type Fields = Readonly<Record<string, Field<unknown>>>;
type FieldValues<Of extends Fields> = {
  readonly [Key in keyof Of]?: Of[Key] extends Field<infer Value> ? Value : never;
};

interface FieldOptions {
  readonly description: string;
  readonly examples?: readonly unknown[];
  readonly default?: unknown;
}

/** A key that may be left out. */
export function optional<Value>(shape: Shape<Value>, options: FieldOptions): Field<Value> {
  return { read: shape.read, schema: { ...shape.schema, ...options }, required: false };
}

/** A key that must be there. */
export function required<Value>(shape: Shape<Value>, options: FieldOptions): Field<Value> {
  return { ...optional(shape, options), required: true };
}

interface MapOptions {
  /** What the map is, for complaints: `an http step`. */
  readonly title: string;
  /** Pairs of keys that exclude each other. */
  readonly conflicts?: readonly (readonly [string, string])[];
  /** Keys that people write from habit, and what is meant here. */
  readonly meant?: Readonly<Record<string, string>>;
}

/** A map with exactly these keys. */
export function mapOf<Of extends Fields>(fields: Of, options: MapOptions): Shape<FieldValues<Of>> {
  const names = Object.keys(fields);
  const { title, conflicts = [] } = options;
  return {
    schema: mapSchema(fields, title, conflicts),
    read: (node, reader) => {
      if (node.kind !== 'map') {
        reader.expected(node, `${title}, a map with ${names.join(', ')}`);
        return undefined;
      }
      const before = reader.diagnostics.length;
      const values: Record<string, unknown> = {};
      for (const { key, keyAt, value } of node.entries) {
        const field = Object.hasOwn(fields, key) ? fields[key] : undefined;
        if (field === undefined) complainUnknownKey(reader, { key, keyAt, names, options });
        else values[key] = field.read(value, reader);
      }
      for (const [left, right] of conflicts) {
        if (left in values && right in values) complainConflict(reader, node, [left, right]);
      }
      for (const name of names) {
        if (fields[name]?.required === true && !(name in values)) {
          complainMissing(reader, node, { name, title });
        }
      }
      return reader.diagnostics.length === before ? (values as FieldValues<Of>) : undefined;
    },
  };
}

function mapSchema(fields: Fields, title: string, conflicts: MapOptions['conflicts']): JsonSchema {
  const names = Object.keys(fields);
  const properties = Object.fromEntries(names.map((name) => [name, fields[name]?.schema]));
  const needed = names.filter((name) => fields[name]?.required === true);
  const excluded = (conflicts ?? []).map((pair) => ({ not: { required: [...pair] } }));
  return {
    title,
    type: 'object',
    properties,
    additionalProperties: false,
    ...(needed.length === 0 ? {} : { required: needed }),
    ...(excluded.length === 0 ? {} : { allOf: excluded }),
  };
}

function complainUnknownKey(
  reader: Reader,
  found: { key: string; keyAt: number; names: readonly string[]; options: MapOptions },
): void {
  const { key, keyAt, names, options } = found;
  const meant = options.meant?.[key.toLowerCase()];
  reader.complain(keyAt, {
    code: 'SPEC_UNKNOWN_KEY',
    message: `${options.title} has no key "${key}"`,
    expected: `one of ${names.join(', ')}`,
    hint: meant ?? didYouMean(key, names),
  });
}

function complainConflict(reader: Reader, node: TreeNode, keys: readonly string[]): void {
  const [left = '', right = ''] = keys;
  const second =
    node.kind === 'map' ? node.entries.findLast(({ key }) => keys.includes(key)) : undefined;
  reader.complain(second?.keyAt ?? node.at, {
    code: 'SPEC_CONFLICTING_KEYS',
    message: `"${left}" and "${right}" exclude each other`,
    expected: `"${left}" or "${right}"`,
    seen: 'both',
    hint: 'keep the one that is meant',
  });
}

function complainMissing(
  reader: Reader,
  node: TreeNode,
  missing: { name: string; title: string },
): void {
  reader.complain(node.at, {
    code: 'SPEC_MISSING_KEY',
    message: `${missing.title} needs the key "${missing.name}"`,
    expected: `"${missing.name}"`,
    seen: describeNode(node),
  });
}

interface RecordOptions {
  readonly title: string;
  /** What a key must look like, in words and as a pattern. */
  readonly key: { readonly pattern: RegExp; readonly words: string };
  /** Applied to each key before it is kept. */
  readonly normalise?: (key: string) => string;
}

/** A map with free keys of one form, and values of one shape. */
export function recordOf<Value>(
  shape: Shape<Value>,
  options: RecordOptions,
): Shape<Readonly<Record<string, Value>>> {
  const { title, key: form, normalise = (key) => key } = options;
  return {
    schema: {
      title,
      type: 'object',
      propertyNames: { pattern: form.pattern.source },
      additionalProperties: shape.schema,
    },
    read: (node, reader) => {
      if (node.kind !== 'map') {
        reader.expected(node, title);
        return undefined;
      }
      const before = reader.diagnostics.length;
      const values = new Map<string, Value | undefined>();
      for (const { key, keyAt, value } of node.entries) {
        const name = normalise(key);
        if (!form.pattern.test(key)) {
          const message = `"${key}" cannot be a key here`;
          reader.complain(keyAt, {
            code: 'SPEC_INVALID_KEY',
            message,
            expected: form.words,
            seen: key,
          });
        } else if (values.has(name)) {
          const message = `the key "${key}" stands here a second time`;
          reader.complain(keyAt, { code: 'SPEC_DUPLICATE_KEY', message });
        }
        values.set(name, shape.read(value, reader));
      }
      return reader.diagnostics.length === before
        ? (Object.fromEntries(values) as Record<string, Value>)
        : undefined;
    },
  };
}

/** A list of one shape. */
export function listOf<Value>(
  shape: Shape<Value>,
  options: { readonly title: string; readonly atLeast?: number },
): Shape<readonly Value[]> {
  const { title, atLeast = 0 } = options;
  return {
    schema: {
      type: 'array',
      items: shape.schema,
      ...(atLeast > 0 ? { minItems: atLeast } : {}),
    },
    read: (node, reader) => {
      if (node.kind !== 'list' || node.items.length < atLeast) {
        reader.expected(node, atLeast > 0 ? `${title}, at least ${String(atLeast)}` : title);
        return undefined;
      }
      const before = reader.diagnostics.length;
      const values = node.items.map((item) => shape.read(item, reader));
      return reader.diagnostics.length === before ? (values as Value[]) : undefined;
    },
  };
}

interface TextOptions {
  /** For complaints: `a duration`. */
  readonly title: string;
  readonly pattern?: RegExp;
  readonly code?: string;
  readonly hint?: string;
}

/** A text that is not empty and has a certain form. */
export function text(options: TextOptions): Shape<string> {
  const { title, pattern = /[^]/, code = 'SPEC_INVALID_VALUE', hint } = options;
  return {
    schema: { type: 'string', pattern: pattern.source },
    read: (node, reader) => {
      const value = node.kind === 'scalar' ? node.value : null;
      if (typeof value !== 'string') {
        reader.expected(node, title, hint);
        return undefined;
      }
      if (!pattern.test(value)) {
        const seen = describeNode(node);
        reader.complain(node.at, {
          code,
          message: 'this cannot be understood',
          expected: title,
          seen,
          hint,
        });
        return undefined;
      }
      reader.checkReferences(value, node.at);
      return value;
    },
  };
}

/** A text; numbers and booleans are taken as they are written. */
export function writtenText(title: string): Shape<string> {
  return {
    schema: { type: ['string', 'number', 'boolean'] },
    read: (node, reader) => {
      if (node.kind !== 'scalar' || node.value === null) {
        reader.expected(node, title);
        return undefined;
      }
      const value = typeof node.value === 'string' ? node.value : node.text;
      reader.checkReferences(value, node.at);
      return value;
    },
  };
}

/** Any plain data, kept as it is. */
export function anything(): Shape<{ readonly value: unknown }> {
  return {
    schema: {},
    read: (node, reader) => {
      checkDeep(node, reader);
      return { value: toValue(node) };
    },
  };
}

function checkDeep(node: TreeNode, reader: Reader): void {
  if (node.kind === 'list') for (const item of node.items) checkDeep(item, reader);
  else if (node.kind === 'map') for (const { value } of node.entries) checkDeep(value, reader);
  else if (typeof node.value === 'string') reader.checkReferences(node.value, node.at);
}

export function flag(title: string): Shape<boolean> {
  return {
    schema: { type: 'boolean' },
    read: (node, reader) => {
      if (node.kind === 'scalar' && typeof node.value === 'boolean') return node.value;
      reader.expected(node, title);
      return undefined;
    },
  };
}

/** Reads one shape and makes another value of it. */
export function mapped<From, To>(
  shape: Shape<From>,
  make: (value: From, node: TreeNode, reader: Reader) => To | undefined,
): Shape<To> {
  return {
    schema: shape.schema,
    read: (node, reader) => {
      const value = shape.read(node, reader);
      return value === undefined ? undefined : make(value, node, reader);
    },
  };
}
