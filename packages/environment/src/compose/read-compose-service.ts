import type { FieldReader } from './field-reader.ts';
import type { LookUpVariable } from './interpolate.ts';
import { SERVICE_KEYS, treatServiceKey } from './known-keys.ts';
import type { Located, LocatedEntry, LocatedMap } from './located.ts';
import type { ComposeDependency, ComposeService } from './model.ts';
import { readBuild } from './read-build.ts';
import { readDependsOn } from './read-depends-on.ts';
import { readEnvironment } from './read-environment.ts';
import { readHealthcheck } from './read-healthcheck.ts';
import { readNative } from './read-native.ts';
import { readPorts } from './read-ports.ts';
import { readVolumes } from './read-volumes.ts';

/** What a service is read against. */
export interface ServiceContext {
  readonly directory: string;
  readonly reader: FieldReader;
  readonly lookUp: LookUpVariable;
  readonly namedVolumes: ReadonlySet<string>;
}

/** Reads one entry of `services`. */
export function readComposeService(
  entry: LocatedEntry,
  context: ServiceContext,
): ComposeService | undefined {
  const { reader, directory, lookUp, namedVolumes } = context;
  const { key: name, keyAt: location } = entry;
  const what = `services.${name}`;
  const map = reader.map(entry.value, what);
  if (map === undefined) return undefined;
  checkKeys(map, what, reader);
  const field = <Value>(
    key: string,
    read: (value: Located, what: string) => Value,
  ): Value | undefined => {
    const value = map.entries.get(key)?.value;
    return value === undefined ? undefined : read(value, `${what}.${key}`);
  };
  const text = (key: string): string | undefined =>
    field(key, (value, at) => reader.text(value, at));
  return {
    name,
    location,
    image: text('image'),
    build: field('build', (value, at) => readBuild(value, { what: at, directory, reader, lookUp })),
    command: field('command', (value, at) => reader.command(value, at)),
    entrypoint: field('entrypoint', (value, at) => reader.command(value, at)),
    workingDirectory: text('working_dir'),
    environment: readEnvironment(map, { what, directory, reader, lookUp }),
    ports: field('ports', (value, at) => readPorts(value, at, reader)) ?? [],
    expose: field('expose', (value, at) => readExpose(value, at, reader)) ?? [],
    dependsOn:
      field('depends_on', (value, at) => readDependsOn(value, at, reader)) ??
      new Map<string, ComposeDependency>(),
    healthcheck: field('healthcheck', (value, at) => readHealthcheck(value, at, reader)),
    volumes:
      field('volumes', (value, at) =>
        readVolumes(value, { what: at, directory, reader, named: namedVolumes }),
      ) ?? [],
    profiles:
      field('profiles', (value, at) => reader.texts(value, at).map((item) => item.text)) ?? [],
    restart: text('restart'),
    stopSignal: text('stop_signal'),
    stopGracePeriodMs: field('stop_grace_period', (value, at) => reader.duration(value, at)),
    aliases: readAliases(map, what, reader),
    native: field('x-native', (value, at) => readNative(value, { what: at, directory, reader })),
    sql: text('x-sql'),
  };
}

function checkKeys(map: LocatedMap, what: string, reader: FieldReader): void {
  for (const { key, keyAt } of map.entries.values()) {
    const treatment = treatServiceKey(key);
    switch (treatment.kind) {
      case 'applied':
        break;
      case 'unknown':
        reader.unknownKey(key, { keyAt, what, known: SERVICE_KEYS });
        break;
      case 'refused':
        reader.log.error('COMPOSE_KEY_UNSUPPORTED', keyAt, `${what}.${key} is not supported yet`, {
          hint: 'without it the service would not be the one that is described',
        });
        break;
      case 'not-applied':
        reader.log.warn(
          'COMPOSE_KEY_NOT_APPLIED',
          keyAt,
          `${what}.${key} is not applied natively`,
          {
            hint: treatment.instead,
          },
        );
        break;
      default:
        treatment satisfies never;
    }
  }
}

function readExpose(value: Located, what: string, reader: FieldReader): number[] {
  if (value.kind !== 'list') {
    reader.refuse(value, what, 'a list of ports');
    return [];
  }
  return value.items.flatMap((item) => {
    const text = reader.text(item, what)?.replace(/\/(?:tcp|udp)$/, '');
    const port = text === undefined ? undefined : reader.port(text, item, what);
    return port === undefined ? [] : [port];
  });
}

function readAliases(map: LocatedMap, what: string, reader: FieldReader): string[] {
  const names = ['container_name', 'hostname'].flatMap((key) => {
    const value = map.entries.get(key)?.value;
    return value === undefined ? [] : reader.texts(value, `${what}.${key}`);
  });
  const networks = map.entries.get('networks')?.value;
  const entries = networks?.kind === 'map' ? [...networks.entries.values()] : [];
  const aliases = entries.flatMap(({ value }) => {
    const found = value.kind === 'map' ? value.entries.get('aliases')?.value : undefined;
    return found === undefined ? [] : reader.texts(found, `${what}.networks.aliases`);
  });
  return [...names, ...aliases].map(({ text }) => text);
}
