import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import type { SourceLocation } from '../diagnostic.ts';
import type { FieldReader } from './field-reader.ts';
import type { LookUpVariable } from './interpolate.ts';
import type { Located, LocatedMap } from './located.ts';
import { parseEnvFile } from './parse-env-file.ts';

/** What the variables of a service are read against. */
export interface EnvironmentContext {
  readonly what: string;
  readonly directory: string;
  readonly reader: FieldReader;
  readonly lookUp: LookUpVariable;
}

/** Reads `env_file` and `environment`; a name without a value is taken from the caller's environment or left out. */
export function readEnvironment(
  service: LocatedMap,
  context: EnvironmentContext,
): Map<string, string> {
  const { reader, lookUp, what } = context;
  const files = service.entries.get('env_file')?.value;
  const own = service.entries.get('environment')?.value;
  const result = files === undefined ? new Map<string, string>() : readEnvFiles(files, context);
  if (own === undefined || (own.kind === 'scalar' && own.value === null)) return result;
  for (const [name, value] of reader.assignments(own, `${what}.environment`)) {
    const found = value ?? lookUp(name);
    if (found !== undefined) result.set(name, found);
  }
  return result;
}

function readEnvFiles(value: Located, context: EnvironmentContext): Map<string, string> {
  const items = value.kind === 'list' ? value.items : [value];
  const result = new Map<string, string>();
  for (const item of items) {
    const entry = readEntry(item, context);
    if (entry === undefined) continue;
    for (const [name, found] of readEnvFile(entry, context)) result.set(name, found);
  }
  return result;
}

interface EnvFileEntry {
  readonly path: string;
  readonly required: boolean;
  readonly at: SourceLocation;
}

function readEntry(item: Located, context: EnvironmentContext): EnvFileEntry | undefined {
  const { reader, directory } = context;
  const what = `${context.what}.env_file`;
  if (item.kind !== 'map') {
    const path = reader.text(item, what);
    return path === undefined
      ? undefined
      : { path: resolve(directory, path), required: true, at: item.at };
  }
  reader.onlyKeys(item, what, ['path', 'required', 'format']);
  const path = item.entries.get('path')?.value;
  const required = item.entries.get('required')?.value;
  const text = path === undefined ? undefined : reader.text(path, `${what}.path`);
  if (path === undefined) reader.refuse(item, what, 'a path');
  if (text === undefined) return undefined;
  const isRequired = required === undefined || reader.boolean(required, what) !== false;
  return { path: resolve(directory, text), required: isRequired, at: item.at };
}

function readEnvFile(
  { path, required, at }: EnvFileEntry,
  { reader, lookUp }: EnvironmentContext,
): Map<string, string> {
  if (!existsSync(path)) {
    if (required) {
      reader.log.error('COMPOSE_ENV_FILE', at, `env file ${path} does not exist`, {
        hint: 'create it, or write {path: …, required: false}',
      });
    }
    return new Map();
  }
  const { values, faults } = parseEnvFile(readFileSync(path, 'utf8'), lookUp);
  for (const { line, message } of faults) {
    reader.log.error('COMPOSE_ENV_FILE', { file: path, line, column: 1 }, message);
  }
  return values;
}
