import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

import { EnvironmentError } from '../diagnostic.ts';
import type { Diagnostic, SourceLocation } from '../diagnostic.ts';
import { checkDependencies } from './check-dependencies.ts';
import { DiagnosticLog } from './diagnostic-log.ts';
import { FieldReader } from './field-reader.ts';
import type { LookUpVariable } from './interpolate.ts';
import { REFUSED_TOP_LEVEL_KEYS, TOP_LEVEL_KEYS } from './known-keys.ts';
import type { LocatedMap } from './located.ts';
import type { ComposeModel, ComposeService } from './model.ts';
import { parseEnvFile } from './parse-env-file.ts';
import { readComposeService } from './read-compose-service.ts';
import { readLocated } from './read-located.ts';

/** How a Compose file is read. */
export interface ReadComposeOptions {
  /** Variables for interpolation; they win over `.env` beside the file. Default `process.env`. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Profiles that are switched on, besides those in `COMPOSE_PROFILES`. */
  readonly profiles?: readonly string[];
}

/** Real Compose files have a few kilobytes. */
const MAX_SIZE_BYTES = 1024 * 1024;

/**
 * Reads a Compose file with interpolation and `.env`; paths become absolute.
 *
 * @throws {EnvironmentError} `COMPOSE_INVALID` with all findings, each with file, line and column;
 * `DEPENDENCY_CYCLE` when cycles are all that is wrong
 */
export function readComposeFile(path: string, options: ReadComposeOptions = {}): ComposeModel {
  const file = resolve(path);
  const log = new DiagnosticLog();
  const directory = dirname(file);
  const lookUp = variables(directory, options.env ?? process.env, log);
  const root = readLocated(readText(file), { file, lookUp, log });
  const reader = new FieldReader(log);
  const map = root === undefined ? undefined : reader.map(root, 'the Compose file');
  if (map === undefined) throw invalid(log);
  checkTopLevel(map, reader);
  const services = readServices(map, { directory, reader, lookUp });
  checkDependencies(services, log);
  if (services.size === 0 && log.errors.length === 0) {
    log.error('COMPOSE_EMPTY', map.at, 'the file has no services', { expected: 'services: …' });
  }
  if (log.errors.length > 0) throw invalid(log);
  const name = map.entries.get('name')?.value;
  const active = lookUp('COMPOSE_PROFILES')?.split(',').filter(Boolean) ?? [];
  return {
    file,
    directory,
    name: (name === undefined ? undefined : reader.text(name, 'name')) ?? basename(directory),
    services,
    activeProfiles: [...(options.profiles ?? []), ...active],
    warnings: log.warnings,
  };
}

function invalid(log: DiagnosticLog): EnvironmentError {
  const onlyCycles = log.errors.every(({ code }) => code === 'DEPENDENCY_CYCLE');
  const diagnostics = [...log.errors, ...log.warnings];
  return new EnvironmentError(onlyCycles ? 'DEPENDENCY_CYCLE' : 'COMPOSE_INVALID', diagnostics);
}

function readText(file: string): string {
  const size = statSync(file, { throwIfNoEntry: false })?.size;
  if (size !== undefined && size <= MAX_SIZE_BYTES) return readFileSync(file, 'utf8');
  const finding: Diagnostic =
    size === undefined
      ? {
          code: 'COMPOSE_FILE_MISSING',
          severity: 'error',
          message: 'the Compose file does not exist',
          file,
        }
      : {
          code: 'COMPOSE_TOO_LARGE',
          severity: 'error',
          message: 'the Compose file is too large',
          expected: `at most ${MAX_SIZE_BYTES} bytes`,
          seen: `${size} bytes`,
          file,
          line: 1,
          column: 1,
        };
  throw new EnvironmentError('COMPOSE_INVALID', [finding]);
}

function variables(
  directory: string,
  env: Readonly<Record<string, string | undefined>>,
  log: DiagnosticLog,
): LookUpVariable {
  const file = join(directory, '.env');
  if (!existsSync(file)) return (name) => env[name];
  const { values, faults } = parseEnvFile(readFileSync(file, 'utf8'), (name) => env[name]);
  for (const { line, message } of faults) {
    log.error('COMPOSE_ENV_FILE', { file, line, column: 1 }, message);
  }
  return (name) => env[name] ?? values.get(name);
}

function checkTopLevel(map: LocatedMap, reader: FieldReader): void {
  const known = [...TOP_LEVEL_KEYS, ...REFUSED_TOP_LEVEL_KEYS];
  reader.onlyKeys(map, 'the Compose file', known);
  for (const key of REFUSED_TOP_LEVEL_KEYS) {
    const entry = map.entries.get(key);
    if (entry === undefined) continue;
    reader.log.error('COMPOSE_KEY_UNSUPPORTED', entry.keyAt, `${key} is not supported yet`);
  }
}

function readServices(
  map: LocatedMap,
  context: { directory: string; reader: FieldReader; lookUp: LookUpVariable },
): Map<string, ComposeService> {
  const { reader } = context;
  const volumes = map.entries.get('volumes')?.value;
  const namedVolumes = new Set(volumes?.kind === 'map' ? volumes.entries.keys() : []);
  const section = map.entries.get('services')?.value;
  const entries = section === undefined ? undefined : reader.map(section, 'services')?.entries;
  const services = new Map<string, ComposeService>();
  for (const entry of entries?.values() ?? []) {
    checkName(entry.key, entry.keyAt, reader);
    const service = readComposeService(entry, { ...context, namedVolumes });
    if (service !== undefined) services.set(entry.key, service);
  }
  return services;
}

function checkName(name: string, at: SourceLocation, reader: FieldReader): void {
  if (/^[a-zA-Z0-9._-]+$/.test(name)) return;
  reader.log.error('COMPOSE_NAME', at, `"${name}" cannot be the name of a service`, {
    expected: 'letters, digits, ".", "_" and "-"',
  });
}
