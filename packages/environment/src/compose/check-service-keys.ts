import type { Diagnostic, SourceLocation } from '../diagnostic.ts';
import type { Fields } from './fields.ts';
import { SERVICE_KEYS, treatServiceKey } from './known-keys.ts';
import { isNothing } from './located.ts';
import type { Located, LocatedEntry } from './located.ts';

/** Receives what cannot be applied natively; an error says that the service would be another one. */
export type ReportNative = (diagnostic: Diagnostic) => void;

/** Reports unknown keys, and those that are not applied without Docker. */
export function checkServiceKeys(fields: Fields, reportNative: ReportNative): void {
  const { map, what, reader } = fields;
  for (const entry of map.entries.values()) {
    const { key, keyAt } = entry;
    const treatment = treatServiceKey(key);
    switch (treatment.kind) {
      case 'applied':
        break;
      case 'unknown':
        reader.unknownKey(key, { keyAt, what, known: SERVICE_KEYS });
        break;
      case 'only-docker':
        if (isSaid(entry)) reportNative(onlyDocker(`${what}.${key}`, keyAt));
        break;
      case 'not-native':
        if (isSaid(entry)) reportNative(notApplied(`${what}.${key}`, keyAt, treatment.instead));
        break;
      default:
        treatment satisfies never;
    }
  }
  checkNetworkMode(fields, reportNative);
}

/** Whether a key asks for anything: `privileged: false` and `restart: no` do not. */
function isSaid({ key, value }: LocatedEntry): boolean {
  if (isNothing(value)) return false;
  if (value.kind === 'list') return value.items.length > 0;
  if (value.kind === 'map') return value.entries.size > 0;
  return value.value !== false && value.text !== '' && !(key === 'restart' && value.text === 'no');
}

function checkNetworkMode(fields: Fields, reportNative: ReportNative): void {
  const entry = fields.map.entries.get('network_mode');
  const mode = fields.text('network_mode');
  if (entry === undefined || mode === undefined || mode === 'host' || mode === 'bridge') return;
  const what = `${fields.what}.network_mode`;
  reportNative(
    mode === 'none'
      ? notApplied(what, entry.keyAt, 'the process can reach the network of the host')
      : onlyDocker(what, entry.keyAt),
  );
}

/** The finding that something is a little different natively. */
export function notApplied(what: string, at: SourceLocation, instead: string): Diagnostic {
  const message = `${what} is not applied natively`;
  return { code: 'COMPOSE_KEY_NOT_APPLIED', severity: 'warning', message, ...at, hint: instead };
}

/** The finding that a service cannot be what it is described as without Docker. */
export function onlyDocker(what: string, at: SourceLocation): Diagnostic {
  return {
    code: 'COMPOSE_KEY_ONLY_DOCKER',
    severity: 'error',
    message: `${what} cannot be applied without Docker`,
    ...at,
    hint: 'without it the service would not be the one that is described: use the docker driver, or say with x-native: {command: […]} what runs here instead',
  };
}

/** Number of containers, and what of `deploy` is not applied natively. */
export function readReplicas(fields: Fields, reportNative: ReportNative): number {
  const scale = fields.integer('scale');
  const deployed = fields.get('deploy', (value, what) =>
    readDeploy(value, what, { fields, reportNative }),
  );
  const replicas = scale ?? deployed ?? 1;
  const at = fields.map.entries.get(scale === undefined ? 'deploy' : 'scale')?.keyAt;
  if (replicas > 1 && at !== undefined) {
    const what = `${fields.what}.${scale === undefined ? 'deploy.replicas' : 'scale'}`;
    reportNative(notApplied(what, at, 'one replica runs'));
  }
  return replicas;
}

const DEPLOY_KEYS = [
  'endpoint_mode',
  'labels',
  'mode',
  'placement',
  'replicas',
  'resources',
  'restart_policy',
  'rollback_config',
  'update_config',
];

function readDeploy(
  value: Located,
  what: string,
  { fields, reportNative }: { fields: Fields; reportNative: ReportNative },
): number | undefined {
  const { reader } = fields;
  const map = reader.map(value, what);
  if (map === undefined) return undefined;
  reader.onlyKeys(map, what, DEPLOY_KEYS);
  const resources = map.entries.get('resources');
  if (resources !== undefined) {
    reportNative(notApplied(`${what}.resources`, resources.keyAt, 'resources are not limited'));
  }
  const restart = map.entries.get('restart_policy');
  if (restart !== undefined) {
    const instead = 'a service that ends stays down and is reported as died';
    reportNative(notApplied(`${what}.restart_policy`, restart.keyAt, instead));
  }
  const replicas = map.entries.get('replicas')?.value;
  return replicas === undefined || isNothing(replicas)
    ? undefined
    : reader.integer(replicas, `${what}.replicas`);
}
