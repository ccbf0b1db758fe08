import type { Diagnostic } from '../diagnostic.ts';
import { checkServiceKeys, readReplicas } from './check-service-keys.ts';
import type { ReportNative } from './check-service-keys.ts';
import type { FieldReader } from './field-reader.ts';
import { Fields } from './fields.ts';
import type { LookUpVariable } from './interpolate.ts';
import { treatServiceKey } from './known-keys.ts';
import { valueOf } from './located.ts';
import type { Located, LocatedEntry } from './located.ts';
import type {
  ComposeDependency,
  ComposeNamedVolume,
  ComposeNetwork,
  ComposeService,
  ComposeVolume,
  DriverFinding,
} from './model.ts';
import { readBuild } from './read-build.ts';
import { addImpliedDependencies, readDependsOn, readLinkAliases } from './read-depends-on.ts';
import { readEnvironment } from './read-environment.ts';
import { readExtraHosts } from './read-extra-hosts.ts';
import { readHealthcheck } from './read-healthcheck.ts';
import { readMountedFiles } from './read-mounted-files.ts';
import type { FileDeclarations, Report } from './read-mounted-files.ts';
import { readNative } from './read-native.ts';
import { readExpose, readPorts } from './read-ports.ts';
import { readServiceNetworks } from './read-service-networks.ts';
import { readTmpfs, readVolumes } from './read-volumes.ts';

/** What a service is read against. */
export interface ServiceContext {
  readonly directory: string;
  readonly reader: FieldReader;
  readonly lookUp: LookUpVariable;
  readonly volumes: ReadonlyMap<string, ComposeNamedVolume>;
  readonly networks: ReadonlyMap<string, ComposeNetwork>;
  readonly files: FileDeclarations;
}

/** A service with what drivers have to say about it, and the names it gives to others. */
export interface ServiceReading {
  readonly service: ComposeService;
  readonly findings: readonly DriverFinding[];
  /** Names of other services, by the name that `links` give them. */
  readonly links: ReadonlyMap<string, string>;
}

/** Reads one entry of `services`. */
export function readComposeService(
  entry: LocatedEntry,
  context: ServiceContext,
): ServiceReading | undefined {
  const { reader, directory, lookUp } = context;
  const { key: name, keyAt: location } = entry;
  const what = `services.${name}`;
  const map = reader.map(entry.value, what);
  if (map === undefined) return undefined;
  const fields = new Fields(map, what, reader);
  const findings = new Findings(name, fields);
  const dependsOn =
    fields.get('depends_on', (value, at) => readDependsOn(value, at, reader)) ??
    new Map<string, ComposeDependency>();
  addImpliedDependencies(fields, dependsOn);
  const reportNative: ReportNative = (diagnostic) => findings.add('native', diagnostic);
  checkServiceKeys(fields, reportNative);
  const networks = readServiceNetworks(fields, context.networks, reportNative);
  const service = {
    name,
    location,
    image: fields.get('image', (value, at) => readImage(value, at, reader)),
    build: fields.get('build', (value, at) =>
      readBuild(value, {
        what: at,
        directory,
        reader,
        lookUp,
        reportNative,
      }),
    ),
    command: fields.get('command', (value, at) => reader.command(value, at)),
    entrypoint: fields.get('entrypoint', (value, at) => reader.command(value, at)),
    workingDirectory: fields.text('working_dir'),
    environment: readEnvironment(fields, { directory, lookUp, missing: findings.missing }),
    ports: fields.get('ports', (value, at) => readPorts(value, at, reader)) ?? [],
    expose: fields.get('expose', (value, at) => readExpose(value, at, reader)) ?? [],
    dependsOn,
    healthcheck: fields.get('healthcheck', (value, at) => readHealthcheck(value, at, reader)),
    volumes: readMounts(fields, context, reportNative),
    files: readMountedFiles(fields, {
      declarations: context.files,
      missing: findings.missing,
      external: findings.onlyInEngine,
    }),
    networks,
    extraHosts:
      fields.get('extra_hosts', (value, at) => readExtraHosts(value, at, reader)) ??
      new Map<string, string[]>(),
    replicas: readReplicas(fields, reportNative),
    init: fields.boolean('init') === true,
    profiles: fields.texts('profiles'),
    restart: fields.get('restart', (value, at) => readRestart(value, at, reader)),
    stopSignal: fields.text('stop_signal'),
    stopGracePeriodMs: fields.duration('stop_grace_period'),
    aliases: [
      ...fields.texts('container_name'),
      ...fields.texts('hostname'),
      ...[...networks.values()].flat(),
    ],
    native: fields.get('x-native', (value, at) =>
      readNative(value, { what: at, directory, reader }),
    ),
    sql: fields.text('x-sql'),
  };
  checkHasImage(service, fields);
  return {
    service,
    findings: findings.found(service.native?.command !== undefined),
    links: readLinkAliases(fields),
  };
}

const IMAGE = /^[\w.-]+(?::\d+)?(?:\/[\w.-]+)*(?::[\w][\w.-]{0,127})?(?:@[a-z\d]+:[a-f\d]+)?$/i;

function readImage(value: Located, what: string, reader: FieldReader): string | undefined {
  const text = reader.text(value, what);
  if (text === undefined || (text.length <= 500 && IMAGE.test(text))) return text;
  return reader.refuse(
    value,
    what,
    'an image such as postgres:18 or registry.example.com/team/api',
  );
}

function readRestart(value: Located, what: string, reader: FieldReader): string | undefined {
  const text = reader.text(value, what);
  if (text === undefined) return undefined;
  if (/^(?:no|false|always|unless-stopped|on-failure(?::\d+)?)$/.test(text)) return text;
  return reader.refuse(value, what, 'no, always, unless-stopped or on-failure[:times]');
}

function checkHasImage(
  { name, location, image, build, native }: ComposeService,
  { map, reader }: Fields,
): void {
  const isSaid = ['image', 'build', 'provider'].some((key) => valueOf(map, key) !== undefined);
  if (isSaid || image !== undefined || build !== undefined || native?.command !== undefined) return;
  // One that is called otherwise by mistake has been reported already.
  if ([...map.entries.keys()].some((key) => treatServiceKey(key).kind === 'unknown')) return;
  // A wrong x-native as well.
  if (native === undefined && valueOf(map, 'x-native') !== undefined) return;
  const message = `service "${name}" has no image and no build`;
  const hint = 'add image: or build:, or x-native: {command: […]} when it runs only without Docker';
  reader.log.error('COMPOSE_IMAGE_MISSING', location, message, { hint });
}

function readMounts(
  fields: Fields,
  { directory, reader, volumes }: ServiceContext,
  reportNative: ReportNative,
): ComposeVolume[] {
  const mounted = fields.get('volumes', (value, what) =>
    readVolumes(value, { what, directory, reader, named: volumes, reportNative }),
  );
  const temporary = fields.get('tmpfs', (value, what) => readTmpfs(value, what, reader));
  return [...(mounted ?? []), ...(temporary ?? [])];
}

/** Collects what drivers have to say about one service. */
class Findings {
  readonly #service: string;
  readonly #fields: Fields;
  readonly #found: DriverFinding[] = [];

  constructor(service: string, fields: Fields) {
    this.#service = service;
    this.#fields = fields;
  }

  add(driver: DriverFinding['driver'], diagnostic: Diagnostic): void {
    this.#found.push({ driver, service: this.#service, diagnostic });
  }

  /** What is not there is an error at once, or when it is needed if a profile may hold the service back. */
  readonly missing: Report = (code, at, message, hint) => {
    if (valueOf(this.#fields.map, 'profiles') === undefined) {
      this.#fields.reader.log.error(code, at, message, { hint });
    } else this.add('any', { code, severity: 'error', message, ...at, hint });
  };

  readonly onlyInEngine: Report = (code, at, message, hint) => {
    this.add('native', { code, severity: 'error', message, ...at, hint });
  };

  /** A service that says what runs natively has decided about what it does not get there. */
  found(isNative: boolean): DriverFinding[] {
    if (!isNative) return this.#found;
    return this.#found.map((finding) =>
      finding.driver === 'native'
        ? { ...finding, diagnostic: { ...finding.diagnostic, severity: 'warning' } }
        : finding,
    );
  }
}
