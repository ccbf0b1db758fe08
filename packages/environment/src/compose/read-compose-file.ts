import { dirname, join, resolve } from 'node:path';

import { EnvironmentError } from '../diagnostic.ts';
import type { SourceLocation } from '../diagnostic.ts';
import { checkContainerNames } from './check-container-names.ts';
import { checkDependencies } from './check-dependencies.ts';
import { checkPublishedPorts } from './check-published-ports.ts';
import { DiagnosticLog } from './diagnostic-log.ts';
import { FieldReader } from './field-reader.ts';
import { Fields } from './fields.ts';
import { TOP_LEVEL_KEYS } from './known-keys.ts';
import { loadSource } from './load-source.ts';
import type { LocatedMap } from './located.ts';
import { valueOf } from './located.ts';
import { withoutTags } from './merge-located.ts';
import type { ComposeModel, ComposeService, DriverFinding } from './model.ts';
import { finalProjectName, PROJECT_NAME, projectNameOf, withProjectName } from './project-name.ts';
import { readComposeService } from './read-compose-service.ts';
import type { ServiceContext } from './read-compose-service.ts';
import { readFileDeclarations } from './read-mounted-files.ts';
import { readNamedNetworks, readNamedVolumes } from './read-top-level.ts';
import { readVariables } from './read-variables.ts';

/** How Compose files are read. */
export interface ReadComposeOptions {
  /** Variables for interpolation; they win over `.env` beside the first file. Default `process.env`. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Profiles that are switched on, besides those in `COMPOSE_PROFILES`. */
  readonly profiles?: readonly string[];
}

/**
 * Reads a Compose file, or several of which each is laid over the ones before it, with interpolation and `.env`;
 * paths become absolute, and relative ones start from the folder of the first file.
 *
 * @throws {EnvironmentError} `COMPOSE_INVALID` with all findings, each with file, line and column;
 * `DEPENDENCY_CYCLE` when cycles are all that is wrong
 */
export function readComposeFile(
  path: string | readonly string[],
  options: ReadComposeOptions = {},
): ComposeModel {
  const files = (typeof path === 'string' ? [path] : path).map((file) => resolve(file));
  const log = new DiagnosticLog();
  const directory = dirname(files[0] ?? resolve('compose.yaml'));
  const env = options.env ?? process.env;
  const dotEnv = join(directory, '.env');
  const given = readVariables(dotEnv, { lookUp: (name) => env[name], log, at: undefined });
  const lookUp = withProjectName(given, projectNameOf(files, given, directory));
  const context = { directory, lookUp, log, includedBy: [], budget: { files: 0, values: 0 } };
  const source = withoutTags(loadSource(files, context));
  // What could not be read would only be called unknown or missing below.
  if (log.errors.length > 0) throw invalid(log);
  const model = readModel(source, { directory, lookUp, reader: new FieldReader(log) });
  checkServices(model.services, source, log);
  if (log.errors.length > 0) throw invalid(log);
  const active = lookUp('COMPOSE_PROFILES')?.split(',').filter(Boolean) ?? [];
  const activeProfiles = [...(options.profiles ?? []), ...active];
  const name = finalProjectName(model.name, given) ?? lookUp(PROJECT_NAME) ?? '';
  return { ...model, name, files, directory, activeProfiles, source, warnings: log.warnings };
}

type Model = Pick<ComposeModel, 'services' | 'volumes' | 'networks' | 'findings'> & {
  readonly name: string | undefined;
};

function readModel(
  source: LocatedMap,
  context: Pick<ServiceContext, 'directory' | 'lookUp' | 'reader'>,
): Model {
  const { reader } = context;
  reader.onlyKeys(source, 'the Compose file', TOP_LEVEL_KEYS);
  const volumes = readNamedVolumes(source, reader);
  const networks = readNamedNetworks(source, reader);
  const files = readFileDeclarations(source, context);
  const { services, findings } = readServices(source, { ...context, volumes, networks, files });
  const name = new Fields(source, 'the Compose file', reader).text('name');
  return { name, services, volumes, networks, findings };
}

function checkServices(
  services: ComposeModel['services'],
  source: LocatedMap,
  log: DiagnosticLog,
): void {
  checkDependencies(services, log);
  checkPublishedPorts(services, log);
  const section = valueOf(source, 'services');
  checkContainerNames(services, section?.kind === 'map' ? section : undefined, log);
  if (services.size === 0 && log.errors.length === 0) {
    log.error('COMPOSE_EMPTY', source.at, 'the file has no services', { expected: 'services: …' });
  }
}

function invalid(log: DiagnosticLog): EnvironmentError {
  const onlyCycles = log.errors.every(({ code }) => code === 'DEPENDENCY_CYCLE');
  const diagnostics = [...log.errors, ...log.warnings];
  return new EnvironmentError(onlyCycles ? 'DEPENDENCY_CYCLE' : 'COMPOSE_INVALID', diagnostics);
}

function readServices(
  root: LocatedMap,
  context: ServiceContext,
): { services: Map<string, ComposeService>; findings: DriverFinding[] } {
  const { reader } = context;
  const section = valueOf(root, 'services');
  const entries = section === undefined ? undefined : reader.map(section, 'services')?.entries;
  const services = new Map<string, ComposeService>();
  const findings: DriverFinding[] = [];
  const linked: [alias: string, name: string][] = [];
  for (const entry of entries?.values() ?? []) {
    checkName(entry.key, entry.keyAt, reader);
    const reading = readComposeService(entry, context);
    if (reading === undefined) continue;
    services.set(entry.key, reading.service);
    findings.push(...reading.findings);
    linked.push(...reading.links);
  }
  for (const [alias, name] of linked) addAlias(services, name, alias);
  return { services, findings };
}

function addAlias(services: Map<string, ComposeService>, name: string, alias: string): void {
  const service = services.get(name);
  if (service === undefined || service.name === alias || service.aliases.includes(alias)) return;
  services.set(name, { ...service, aliases: [...service.aliases, alias] });
}

function checkName(name: string, at: SourceLocation, reader: FieldReader): void {
  if (/^[a-zA-Z0-9._-]+$/.test(name)) return;
  reader.log.error('COMPOSE_NAME', at, `"${name}" cannot be the name of a service`, {
    expected: 'letters, digits, ".", "_" and "-"',
  });
}
