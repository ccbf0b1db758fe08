/** Keys of a service that both drivers apply, or that change nothing a test could see. */
const APPLIED = [
  'annotations',
  'attach',
  'build',
  'command',
  'configs',
  'container_name',
  'depends_on',
  'deploy',
  'develop',
  'entrypoint',
  'env_file',
  'environment',
  'expose',
  'extra_hosts',
  'healthcheck',
  'hostname',
  'image',
  'init',
  'label_file',
  'labels',
  'links',
  'logging',
  'network_mode',
  'networks',
  'platform',
  'ports',
  'profiles',
  'pull_policy',
  'pull_refresh_after',
  'scale',
  'secrets',
  'stdin_open',
  'stop_grace_period',
  'stop_signal',
  'storage_opt',
  'tmpfs',
  'tty',
  'volumes',
  'working_dir',
] as const;

const LIMITS = 'resources are not limited';
const RIGHTS = 'the process has the rights of the calling user';
const RESOLVER = 'the resolver of the host is used';
const SHARED = 'the process shares the host';
const GROUP = 'the process runs in the group of the caller';

/** Keys that would change behaviour a little: natively the service runs, and the difference is a warning. */
const NOT_NATIVE: Readonly<Record<string, string>> = {
  restart: 'a service that ends stays down and is reported as died',
  user: 'the process runs as the calling user',
  cpus: LIMITS,
  cpu_count: LIMITS,
  cpu_percent: LIMITS,
  cpu_period: LIMITS,
  cpu_quota: LIMITS,
  cpu_rt_period: LIMITS,
  cpu_rt_runtime: LIMITS,
  cpu_shares: LIMITS,
  cpuset: LIMITS,
  blkio_config: LIMITS,
  mem_limit: LIMITS,
  mem_reservation: LIMITS,
  mem_swappiness: LIMITS,
  memswap_limit: LIMITS,
  oom_kill_disable: LIMITS,
  oom_score_adj: LIMITS,
  pids_limit: LIMITS,
  ulimits: LIMITS,
  shm_size: LIMITS,
  cap_add: RIGHTS,
  cap_drop: RIGHTS,
  group_add: RIGHTS,
  security_opt: RIGHTS,
  userns_mode: RIGHTS,
  privileged: RIGHTS,
  read_only: 'the file system can be written',
  sysctls: 'the settings of the host hold',
  dns: RESOLVER,
  dns_opt: RESOLVER,
  dns_search: RESOLVER,
  domainname: 'the name of the host is used',
  mac_address: 'the network of the host is used',
  cgroup: GROUP,
  cgroup_parent: GROUP,
  ipc: SHARED,
  pid: SHARED,
  uts: SHARED,
  isolation: SHARED,
  runtime: SHARED,
};

/** Keys without which the service would not be the one that is described: natively it is not started. */
const ONLY_DOCKER = [
  'credential_spec',
  'device_cgroup_rules',
  'devices',
  'external_links',
  'gpus',
  'models',
  'post_start',
  'pre_stop',
  'provider',
  'use_api_socket',
  'volumes_from',
] as const;

/** Every key the Compose specification knows in a service; `extends` is resolved before. */
export const SERVICE_KEYS: readonly string[] = [
  ...APPLIED,
  ...Object.keys(NOT_NATIVE),
  ...ONLY_DOCKER,
  'extends',
];

/** What becomes of a key of a service. */
export type KeyTreatment =
  | { readonly kind: 'applied' }
  /** Natively another thing holds instead. */
  | { readonly kind: 'not-native'; readonly instead: string }
  | { readonly kind: 'only-docker' }
  | { readonly kind: 'unknown' };

/** Says what becomes of a key of a service. */
export function treatServiceKey(key: string): KeyTreatment {
  const instead = Object.hasOwn(NOT_NATIVE, key) ? NOT_NATIVE[key] : undefined;
  if (instead !== undefined) return { kind: 'not-native', instead };
  if ((ONLY_DOCKER as readonly string[]).includes(key)) return { kind: 'only-docker' };
  if (key.startsWith('x-') || SERVICE_KEYS.includes(key)) return { kind: 'applied' };
  return { kind: 'unknown' };
}

/** Top-level keys; `include` is resolved before. */
export const TOP_LEVEL_KEYS: readonly string[] = [
  'name',
  'version',
  'services',
  'networks',
  'volumes',
  'secrets',
  'configs',
  'models',
  'include',
];
