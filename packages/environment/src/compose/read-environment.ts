import { resolve } from 'node:path';

import type { SourceLocation } from '../diagnostic.ts';
import type { FieldReader } from './field-reader.ts';
import { Fields } from './fields.ts';
import type { LookUpVariable } from './interpolate.ts';
import type { Located } from './located.ts';
import { parseEnvFile, parseRawEnvFile } from './parse-env-file.ts';
import type { Report } from './read-mounted-files.ts';
import { readTextFile } from './read-text-file.ts';

/** What the variables of a service are read against. */
export interface EnvironmentContext {
  readonly directory: string;
  readonly lookUp: LookUpVariable;
  /** An env file that is not there. */
  readonly missing: Report;
}

/** Reads `env_file` and `environment`; a name without a value is taken from the caller's environment or left out. */
export function readEnvironment(fields: Fields, context: EnvironmentContext): Map<string, string> {
  const { reader } = fields;
  const result = new Map<string, string>();
  fields.get('env_file', (value, what) => {
    const items = value.kind === 'list' ? value.items : [value];
    for (const item of items) {
      const entry = readEntry(item, { what, reader, directory: context.directory });
      if (entry !== undefined) readEnvFile(entry, result, { ...context, reader });
    }
  });
  fields.get('environment', (value, what) => {
    for (const [name, text] of reader.assignments(value, what)) {
      const found = text ?? context.lookUp(name);
      if (found !== undefined) result.set(name, found);
      // Named without a value, and nobody has one: it is not set, whatever an env file says.
      else result.delete(name);
    }
  });
  return result;
}

interface EnvFileEntry {
  readonly path: string;
  readonly required: boolean;
  /** Every character behind the first `=` is the value. */
  readonly isRaw: boolean;
  readonly at: SourceLocation;
}

function readEntry(
  item: Located,
  { what, reader, directory }: { what: string; reader: FieldReader; directory: string },
): EnvFileEntry | undefined {
  if (item.kind !== 'map') {
    const path = reader.text(item, what);
    return path === undefined
      ? undefined
      : { path: resolve(directory, path), required: true, isRaw: false, at: item.at };
  }
  reader.onlyKeys(item, what, ['path', 'required', 'format']);
  const fields = new Fields(item, what, reader);
  const path = fields.text('path');
  const format = fields.text('format');
  if (path === undefined) return reader.refuse(item, what, 'a path');
  if (format !== undefined && format !== 'raw') {
    reader.log.error('COMPOSE_ENV_FILE', item.at, `unknown format in ${what}`, {
      expected: 'format: raw, or none',
      seen: JSON.stringify(format),
    });
  }
  const required = fields.boolean('required') !== false;
  return { path: resolve(directory, path), required, isRaw: format === 'raw', at: item.at };
}

function readEnvFile(
  { path, required, isRaw, at }: EnvFileEntry,
  into: Map<string, string>,
  { reader, lookUp, missing }: EnvironmentContext & { reader: FieldReader },
): void {
  const reading = readTextFile(path);
  if (!reading.ok) {
    if (reading.reason === 'missing') {
      const hint = 'create it, or write {path: …, required: false}';
      if (required) missing('COMPOSE_ENV_FILE', at, `env file ${path} does not exist`, hint);
      return;
    }
    const { expected, seen } = reading;
    reader.log.error('COMPOSE_ENV_FILE', at, `cannot read env file ${path}`, { expected, seen });
    return;
  }
  const known = (name: string): string | undefined => lookUp(name) ?? into.get(name);
  const { values, faults } = isRaw
    ? parseRawEnvFile(reading.text, lookUp)
    : parseEnvFile(reading.text, known);
  for (const { line, message } of faults) {
    reader.log.error('COMPOSE_ENV_FILE', { file: path, line, column: 1 }, message);
  }
  for (const [name, value] of values) into.set(name, value);
}
