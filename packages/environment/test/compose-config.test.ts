import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';

import type { ComposeHealthcheck, ComposeService } from '../src/index.ts';
import { readComposeFile } from '../src/index.ts';
import { fixture } from './scratch-project.ts';

/** Each folder holds the Compose files of one project as people write them. */
const CORPUS = fixture('valid-compose');
const NAMES = readdirSync(CORPUS);
/** The whole environment of both readers; HOME is where Docker finds its plugins. */
const ENV = { PATH: process.env['PATH'], HOME: process.env['HOME'], TOKEN: 'a token' };

test('there are at least 12 projects to compare', () => {
  assert.ok(NAMES.length >= 12);
});

describe('the model says what `docker compose config` says of', { skip: whyNot() }, () => {
  for (const name of NAMES) {
    test(name, () => {
      const folder = join(CORPUS, name);
      const files = ['compose.yaml', 'override.yaml'].filter((file) =>
        existsSync(join(folder, file)),
      );
      const paths = files.map((file) => join(folder, file));
      const { services, name: project } = readComposeFile(paths, { env: ENV });
      const peer = peerModel(folder, files);
      assert.equal(project, peer.name);
      assert.deepEqual([...services.keys()].toSorted(), Object.keys(peer.services).toSorted());
      for (const [key, service] of services) {
        const theirs = peer.services[key];
        assert.ok(theirs !== undefined);
        assert.deepEqual(ours(service), normal(theirs), `services.${key}`);
      }
    });
  }
});

function whyNot(): string | false {
  try {
    const version = execFileSync('docker', ['compose', 'version', '--short'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return /^v?[2-9]/.test(version) ? false : `docker compose is ${version.trim()}, not version 2`;
  } catch {
    return 'there is no docker compose version 2 on this machine';
  }
}

/** The part of `docker compose config --format json` that is compared. */
interface PeerService {
  readonly image?: string;
  readonly build?: { context: string; dockerfile: string; target?: string; args?: Values };
  readonly command: string[] | null;
  readonly entrypoint: string[] | null;
  readonly working_dir?: string;
  readonly environment?: Values;
  readonly ports?: {
    target: number;
    published?: string;
    protocol: string;
    host_ip?: string;
  }[];
  readonly expose?: string[];
  readonly depends_on?: Record<string, { condition: string; required: boolean; restart?: boolean }>;
  readonly healthcheck?: {
    test?: string[];
    interval?: string;
    timeout?: string;
    retries?: number;
    start_period?: string;
    start_interval?: string;
    disable?: boolean;
  };
  readonly volumes?: { type: string; source?: string; target: string; read_only?: boolean }[];
  readonly tmpfs?: string[];
  readonly networks?: Record<string, { aliases?: string[] } | null>;
  readonly secrets?: Mount[];
  readonly configs?: Mount[];
  readonly extra_hosts?: string[];
  readonly profiles?: string[];
  readonly restart?: string;
  readonly init?: boolean;
  readonly scale?: number;
  readonly deploy?: { replicas?: number };
  readonly stop_signal?: string;
  readonly stop_grace_period?: string;
}

type Values = Record<string, string | null>;

interface Mount {
  readonly source: string;
  readonly target?: string;
  readonly mode?: string;
}

function peerModel(
  folder: string,
  files: readonly string[],
): { name: string; services: Record<string, PeerService> } {
  const argv = [
    'compose',
    '--profile',
    '*',
    ...files.flatMap((file) => ['--file', file]),
    'config',
    '--format',
    'json',
  ];
  const text = execFileSync('docker', argv, {
    cwd: folder,
    encoding: 'utf8',
    env: ENV,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  // What it writes can be read again: every dollar sign is doubled.
  return JSON.parse(text, (_, value: unknown) =>
    typeof value === 'string' ? value.replaceAll('$$', '$') : value,
  ) as ReturnType<typeof peerModel>;
}

/** What both readers are compared by; order only where it means something. */
interface Normal {
  readonly [key: string]: unknown;
}

function ours(service: ComposeService): Normal {
  const { build, healthcheck } = service;
  return {
    image: service.image,
    build: build && {
      context: build.context,
      dockerfile: build.dockerfile,
      target: build.target,
      args: Object.fromEntries(build.args),
    },
    command: service.command,
    entrypoint: service.entrypoint,
    workingDirectory: service.workingDirectory,
    environment: Object.fromEntries(service.environment),
    ports: service.ports
      .map(({ target, published, publishedRange, protocol, hostIp }) =>
        [hostIp, publishedRange?.join('-') ?? published, `${target}/${protocol}`]
          .filter((part) => part !== undefined)
          .join(' '),
      )
      .toSorted(),
    expose: service.expose.map(String).toSorted(),
    dependsOn: Object.fromEntries(
      [...service.dependsOn].map(([name, { condition, required, restart }]) => [
        name,
        { condition, required, restart },
      ]),
    ),
    healthcheck: healthcheck && oursHealthcheck(healthcheck),
    volumes: service.volumes
      .map(({ type, source, target, readOnly }) =>
        [type, source ?? '-', target, readOnly ? 'ro' : 'rw'].join(' '),
      )
      .toSorted(),
    networks: Object.fromEntries(
      service.networks.size === 0 ? [['default', []]] : service.networks,
    ),
    files: service.files
      .map(({ name, target, mode }) => `${name} ${target} ${mode?.toString(8) ?? '-'}`)
      .toSorted(),
    extraHosts: [...service.extraHosts]
      .flatMap(([name, addresses]) => addresses.map((address) => `${name}=${address}`))
      .toSorted(),
    profiles: service.profiles,
    restart: service.restart,
    init: service.init,
    replicas: service.replicas,
    stopSignal: service.stopSignal,
    stopGracePeriodMs: service.stopGracePeriodMs,
  };
}

function oursHealthcheck({ test: asked, ...times }: ComposeHealthcheck): Normal {
  switch (asked.form) {
    case 'none':
      return { test: 'none' };
    case 'exec':
      return { test: ['CMD', ...asked.command], ...times };
    case 'shell':
      return { test: ['CMD-SHELL', asked.script], ...times };
    case 'image':
      return { test: 'image', ...times };
    default:
      return asked satisfies never;
  }
}

function normal(peer: PeerService): Normal {
  return {
    image: peer.image,
    build: peer.build && normalBuild(peer.build),
    command: peer.command ?? undefined,
    entrypoint: peer.entrypoint ?? undefined,
    workingDirectory: peer.working_dir,
    environment: withoutNull(peer.environment),
    ...normalNetwork(peer),
    dependsOn: Object.fromEntries(
      Object.entries(peer.depends_on ?? {}).map(([name, { condition, required, restart }]) => [
        name,
        { condition, required, restart: restart ?? false },
      ]),
    ),
    healthcheck: peer.healthcheck && normalHealthcheck(peer.healthcheck),
    ...normalFiles(peer),
    profiles: peer.profiles ?? [],
    restart: peer.restart,
    init: peer.init ?? false,
    replicas: peer.scale ?? peer.deploy?.replicas ?? 1,
    stopSignal: peer.stop_signal,
    stopGracePeriodMs: goDurationMs(peer.stop_grace_period),
  };
}

function normalBuild(build: NonNullable<PeerService['build']>): Normal {
  const { context, dockerfile, target, args } = build;
  return { context, dockerfile: join(context, dockerfile), target, args: withoutNull(args) };
}

function normalNetwork({ ports, expose, networks, extra_hosts: extraHosts }: PeerService): Normal {
  return {
    ports: (ports ?? [])
      .map(({ target, published, protocol, host_ip: hostIp }) =>
        [hostIp, published, `${target}/${protocol}`].filter((part) => part !== undefined).join(' '),
      )
      .toSorted(),
    expose: (expose ?? []).filter((port) => !port.endsWith('/udp')).toSorted(),
    networks: Object.fromEntries(
      Object.entries(networks ?? {}).map(([name, value]) => [name, value?.aliases ?? []]),
    ),
    extraHosts: (extraHosts ?? []).toSorted(),
  };
}

function normalFiles({ volumes, tmpfs, secrets, configs }: PeerService): Normal {
  return {
    volumes: [
      ...(volumes ?? []).map(({ type, source, target, read_only: readOnly }) =>
        [type, source ?? '-', target, readOnly === true ? 'ro' : 'rw'].join(' '),
      ),
      ...(tmpfs ?? []).map((target) => `tmpfs - ${target} rw`),
    ].toSorted(),
    files: [
      ...(secrets ?? []).map((mount) => normalMount(mount, '/run/secrets')),
      ...(configs ?? []).map((mount) => normalMount(mount, '/')),
    ].toSorted(),
  };
}

function normalMount({ source, target = source, mode }: Mount, folder: string): string {
  const path = target.startsWith('/') ? target : join(folder, target);
  return `${source} ${path} ${mode?.replace(/^0/, '') ?? '-'}`;
}

function normalHealthcheck(peer: NonNullable<PeerService['healthcheck']>): Normal {
  if (peer.disable === true || peer.test?.[0] === 'NONE') return { test: 'none' };
  return {
    test: peer.test,
    intervalMs: goDurationMs(peer.interval) ?? 30_000,
    timeoutMs: goDurationMs(peer.timeout) ?? 30_000,
    startPeriodMs: goDurationMs(peer.start_period) ?? 0,
    startIntervalMs: goDurationMs(peer.start_interval),
    retries: peer.retries ?? 3,
  };
}

function withoutNull(values: Values | undefined): Values {
  return Object.fromEntries(Object.entries(values ?? {}).filter(([, value]) => value !== null));
}

/** Durations as Go writes them: `1h2m3s`, `2.5s`, `500ms`. */
function goDurationMs(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const [, hours = 0, minutes = 0, seconds = 0, millis = 0] =
    /^(?:([\d.]+)h)?(?:([\d.]+)m(?!s))?(?:([\d.]+)s)?(?:([\d.]+)ms)?$/.exec(text) ??
    assert.fail(text);
  return (
    Number(hours) * 3_600_000 + Number(minutes) * 60_000 + Number(seconds) * 1000 + Number(millis)
  );
}
