/** Keys of a service that are applied natively. */
const APPLIED = [
  'build',
  'command',
  'container_name',
  'depends_on',
  'entrypoint',
  'env_file',
  'environment',
  'expose',
  'healthcheck',
  'hostname',
  'image',
  'networks',
  'ports',
  'profiles',
  'stop_grace_period',
  'stop_signal',
  'volumes',
  'working_dir',
] as const;

/** Keys that change nothing a test could see. */
const WITHOUT_EFFECT = [
  'annotations',
  'attach',
  'init',
  'label_file',
  'labels',
  'logging',
  'platform',
  'provider',
  'pull_policy',
  'pull_refresh_after',
  'stdin_open',
  'storage_opt',
  'tty',
  'develop',
] as const;

/** Keys that would change behaviour a little: the service runs, and the difference is reported as a warning. */
const NOT_APPLIED: Readonly<Record<string, string>> = {
  restart: 'a service that ends stays down and is reported as died',
  user: 'the process runs as the calling user',
  deploy: 'resources are not limited and there is one replica',
  scale: 'there is one replica',
  cpus: 'resources are not limited',
  cpu_count: 'resources are not limited',
  cpu_percent: 'resources are not limited',
  cpu_period: 'resources are not limited',
  cpu_quota: 'resources are not limited',
  cpu_rt_period: 'resources are not limited',
  cpu_rt_runtime: 'resources are not limited',
  cpu_shares: 'resources are not limited',
  cpuset: 'resources are not limited',
  blkio_config: 'resources are not limited',
  mem_limit: 'resources are not limited',
  mem_reservation: 'resources are not limited',
  mem_swappiness: 'resources are not limited',
  memswap_limit: 'resources are not limited',
  oom_kill_disable: 'resources are not limited',
  oom_score_adj: 'resources are not limited',
  pids_limit: 'resources are not limited',
  ulimits: 'resources are not limited',
  shm_size: 'resources are not limited',
  cap_add: 'the process has the rights of the calling user',
  cap_drop: 'the process has the rights of the calling user',
  group_add: 'the process has the rights of the calling user',
  security_opt: 'the process has the rights of the calling user',
  userns_mode: 'the process has the rights of the calling user',
  privileged: 'the process has the rights of the calling user',
  read_only: 'the file system can be written',
  sysctls: 'the settings of the host hold',
  dns: 'the resolver of the host is used',
  dns_opt: 'the resolver of the host is used',
  dns_search: 'the resolver of the host is used',
  domainname: 'the name of the host is used',
  mac_address: 'the network of the host is used',
  cgroup: 'the process runs in the group of the caller',
  cgroup_parent: 'the process runs in the group of the caller',
  ipc: 'the process shares the host',
  pid: 'the process shares the host',
  uts: 'the process shares the host',
  isolation: 'the process shares the host',
  runtime: 'the process shares the host',
};

/** Keys without which the service would not be the one that was described; they are refused. */
const REFUSED = [
  'configs',
  'credential_spec',
  'device_cgroup_rules',
  'devices',
  'extends',
  'external_links',
  'extra_hosts',
  'gpus',
  'links',
  'models',
  'network_mode',
  'post_start',
  'pre_stop',
  'secrets',
  'tmpfs',
  'use_api_socket',
  'volumes_from',
] as const;

/** Every key the Compose specification knows in a service. */
export const SERVICE_KEYS: readonly string[] = [
  ...APPLIED,
  ...WITHOUT_EFFECT,
  ...Object.keys(NOT_APPLIED),
  ...REFUSED,
];

/** What becomes of a key of a service. */
export type KeyTreatment =
  | { readonly kind: 'applied' }
  | { readonly kind: 'not-applied'; readonly instead: string }
  | { readonly kind: 'refused' }
  | { readonly kind: 'unknown' };

/** Says what becomes of a key of a service. */
export function treatServiceKey(key: string): KeyTreatment {
  const instead = NOT_APPLIED[key];
  if (instead !== undefined) return { kind: 'not-applied', instead };
  if ((REFUSED as readonly string[]).includes(key)) return { kind: 'refused' };
  if (key.startsWith('x-') || SERVICE_KEYS.includes(key)) return { kind: 'applied' };
  return { kind: 'unknown' };
}

/** Top-level keys that are applied, or have no effect natively. */
export const TOP_LEVEL_KEYS: readonly string[] = [
  'name',
  'version',
  'services',
  'networks',
  'volumes',
];

/** Top-level keys without which the services would not be those that were described. */
export const REFUSED_TOP_LEVEL_KEYS: readonly string[] = [
  'configs',
  'secrets',
  'include',
  'models',
];
