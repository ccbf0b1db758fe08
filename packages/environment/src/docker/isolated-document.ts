import type { LocatedMap } from '../compose/located.ts';
import type { ComposeService } from '../compose/model.ts';
import { asMap, asMapping, escapeDollars, toPlain } from './plain-value.ts';
import type { Plain, PlainMap } from './plain-value.ts';

/** What makes a Compose file one of ours, which can run beside every other one. */
export interface IsolationOptions {
  /** All files as one, interpolated. */
  readonly source: LocatedMap;
  /** The services to create. */
  readonly services: readonly ComposeService[];
  /** TCP ports to publish, by service: container port to port of the engine's machine, undefined for any free one. */
  readonly ports: ReadonlyMap<string, ReadonlyMap<number, number | undefined>>;
  /** Names for images that are built and have none. */
  readonly imageOf: (service: string) => string;
  /** Put on every container, network and volume. */
  readonly labels: Readonly<Record<string, string>>;
  /** More mounts of a service: its secrets and configs. */
  readonly mountsOf: (service: ComposeService) => readonly PlainMap[];
  /** Networks that exist already and that a service joins as well, and more lines of its `/etc/hosts`. */
  readonly edgesOf: (service: string) => {
    readonly networks: readonly string[];
    readonly hosts: readonly string[];
  };
  /** Ports are published on loopback only; a remote engine's would not be reached there. */
  readonly onLoopback: boolean;
}

/** Label with which everything of an environment is found by eye; Compose's own labels find it by project. */
export const ENVIRONMENT_LABEL = 'seatrial.environment';

/**
 * Keys of a service that are left out: names and ports of the host, which would clash; the order of starting and
 * restarts, which are ours (a crash is to be seen as a death); log drivers that cannot be read; what is merged already.
 */
const LEFT_OUT = [
  'attach',
  'configs',
  'container_name',
  'depends_on',
  'develop',
  'env_file',
  'logging',
  'ports',
  'profiles',
  'restart',
  'scale',
  'secrets',
];

/** The engine writes a log of its own, faster than it can be read when its lines are short; this bounds it. */
const LOGGING: PlainMap = {
  driver: 'json-file',
  options: { 'max-size': '256m', 'max-file': '2' },
};

/** Writes the Compose file anew, as JSON, which is YAML too. */
export function isolatedDocument(options: IsolationOptions): string {
  const root = asMap(toPlain(options.source));
  const services = asMap(root['services']);
  const document: PlainMap = {
    services: Object.fromEntries(
      options.services.map((service) => [
        service.name,
        isolateService(service, asMap(services[service.name]), options),
      ]),
    ),
  };
  const used = asMap(document['services']);
  for (const section of ['networks', 'volumes']) {
    const entries = Object.entries(asMap(root[section]));
    document[section] = Object.fromEntries(
      entries.map(([name, value]) => [name, isolateShared(asMap(value), options)]),
    );
  }
  const networks = asMap(document['networks']);
  const usesDefault = Object.values(used).some((service) => joinsDefault(asMap(service)));
  if (usesDefault && networks['default'] === undefined)
    networks['default'] = { labels: { ...options.labels } };
  for (const { name } of options.services) {
    for (const network of options.edgesOf(name).networks)
      networks[network] = { external: true, name: network };
  }
  document['networks'] = networks;
  return `${JSON.stringify(escapeDollars(document), undefined, 2)}\n`;
}

function isolateService(
  service: ComposeService,
  written: PlainMap,
  options: IsolationOptions,
): PlainMap {
  const kept = Object.entries(written).filter(
    ([key]) => !LEFT_OUT.includes(key) && !key.startsWith('x-'),
  );
  const result: PlainMap = Object.fromEntries(kept);
  result['environment'] = Object.fromEntries(service.environment);
  result['logging'] = LOGGING;
  result['labels'] = { ...asMapping(written['labels']), ...options.labels };
  if (service.build !== undefined) {
    const { context, dockerfile, args } = service.build;
    const build = typeof written['build'] === 'string' ? {} : asMap(written['build']);
    const place: PlainMap = build['dockerfile_inline'] === undefined ? { dockerfile } : {};
    result['build'] = { ...build, context, ...place, args: Object.fromEntries(args) };
    result['image'] = service.image ?? options.imageOf(service.name);
  }
  if (written['deploy'] !== undefined) {
    const { restart_policy: _, replicas: __, ...deploy } = asMap(written['deploy']);
    result['deploy'] = deploy;
  }
  if (service.replicas !== 1) result['scale'] = service.replicas;
  const mounts = options.mountsOf(service);
  if (mounts.length > 0) {
    const volumes = written['volumes'];
    result['volumes'] = [...(Array.isArray(volumes) ? volumes : []), ...mounts];
  }
  if (written['network_mode'] === undefined || written['network_mode'] === 'bridge')
    result['ports'] = publish(service, options);
  if (written['network_mode'] === undefined) Object.assign(result, join(service, written, options));
  return result;
}

/** The networks of a service: its own, with the alias that `container_name` was, and those of its edges. */
function join(service: ComposeService, written: PlainMap, options: IsolationOptions): PlainMap {
  const result: PlainMap = {};
  const alias = written['container_name'];
  if (typeof alias === 'string') result['networks'] = withAlias(written['networks'], alias);
  const { networks, hosts } = options.edgesOf(service.name);
  if (networks.length === 0) return result;
  const own = asMapping(result['networks'] ?? written['networks'] ?? ['default']);
  const ofEdges = Object.fromEntries(networks.map((name) => [name, {}]));
  return {
    networks: { ...own, ...ofEdges },
    extra_hosts: [...hostLines(service), ...hosts],
  };
}

function hostLines({ extraHosts }: ComposeService): string[] {
  return [...extraHosts].flatMap(([name, addresses]) => addresses.map((one) => `${name}:${one}`));
}

function publish(service: ComposeService, { ports, onLoopback }: IsolationOptions): Plain[] {
  const udp = service.ports.filter(({ protocol }) => protocol === 'udp');
  const wanted = [
    ...[...(ports.get(service.name) ?? [])].map(([port, host = '']) => `${host}:${port}/tcp`),
    ...udp.map(({ target }) => `:${target}/udp`),
  ];
  return [...new Set(wanted)].map((port) =>
    onLoopback ? `127.0.0.1:${port}` : port.replace(/^:/, ''),
  );
}

/** A container's own name is an address for its neighbours; it stays one though the container has another name. */
function withAlias(networks: Plain | undefined, alias: string): PlainMap {
  const joined = networks === undefined || networks === null ? ['default'] : networks;
  return Object.fromEntries(
    Object.entries(asMapping(joined)).map(([name, value]) => {
      const network = asMap(value);
      const aliases = Array.isArray(network['aliases']) ? network['aliases'] : [];
      return [name, { ...network, aliases: [...aliases, alias] }];
    }),
  );
}

function isolateShared(written: PlainMap, { labels }: IsolationOptions): PlainMap {
  const { external } = written;
  // Somebody else's: used as it is, never labelled, never removed.
  if (external !== undefined && external !== false && external !== null) return written;
  // A name of its own would be the same in every environment.
  const { name: _, ...rest } = written;
  return { ...rest, labels: { ...asMapping(written['labels']), ...labels } };
}

function joinsDefault(service: PlainMap): boolean {
  if (service['network_mode'] !== undefined) return false;
  const { networks } = service;
  if (networks === undefined || networks === null) return true;
  return Object.hasOwn(asMapping(networks), 'default');
}
