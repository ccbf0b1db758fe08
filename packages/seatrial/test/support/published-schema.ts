import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

import formats from 'ajv-formats';
import { Ajv2020 } from 'ajv/dist/2020.js';

type Name =
  | 'config'
  | 'contracts-accept'
  | 'contracts-coverage'
  | 'contracts-diff'
  | 'contracts-lint'
  | 'environment'
  | 'environment-down'
  | 'environment-exec'
  | 'environment-logs'
  | 'error'
  | 'init'
  | 'lint'
  | 'plan'
  | 'run'
  | 'scenario'
  | 'spec';

/** A published schema as it lies in the package. */
export function publishedSchema(name: Name): Record<string, unknown> {
  const file = new URL(`../../schemas/${name}.schema.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
}

/**
 * Holds a document against a published schema, and against the schema closed to keys that it does not
 * name: what is printed must also be published.
 */
export function assertMatches(name: Name, document: unknown): void {
  for (const schema of [publishedSchema(name), closed(publishedSchema(name))]) {
    const ajv = new Ajv2020({ strict: false, allErrors: true });
    formats.default(ajv);
    const validate = ajv.compile(schema as Record<string, unknown>);
    assert.ok(validate(document), `${name}: ${ajv.errorsText(validate.errors)}`);
  }
}

function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const inner = Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [key, closed(value)]),
  );
  const isClosable = 'properties' in inner && !('additionalProperties' in inner);
  return isClosable ? { ...inner, additionalProperties: false } : inner;
}
