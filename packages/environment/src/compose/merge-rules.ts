import type { Located } from './located.ts';

/**
 * How a key is merged other than by its form: `replace` as a whole; `assignments` as a mapping, also when written as
 * `KEY=value`; `names` as a mapping, also when written as a list of names; `list` as a list, also when written as one
 * text; `hosts` as a list, also when written as a mapping; `build` also when written as the context alone; `logging` only for the same driver.
 */
export type MergeRule =
  | 'replace'
  | 'assignments'
  | 'names'
  | 'list'
  | 'hosts'
  | 'build'
  | 'logging';

/** Paths below the top level; `*` stands for any name. */
const RULES: Readonly<Record<string, MergeRule>> = {
  'networks.*.labels': 'assignments',
  'volumes.*.labels': 'assignments',
  'services.*.annotations': 'assignments',
  'services.*.build': 'build',
  'services.*.build.additional_contexts': 'assignments',
  'services.*.build.args': 'assignments',
  'services.*.build.labels': 'assignments',
  'services.*.command': 'replace',
  'services.*.depends_on': 'names',
  'services.*.deploy.labels': 'assignments',
  'services.*.dns': 'list',
  'services.*.dns_opt': 'list',
  'services.*.dns_search': 'list',
  'services.*.entrypoint': 'replace',
  'services.*.env_file': 'list',
  'services.*.environment': 'assignments',
  'services.*.extra_hosts': 'hosts',
  'services.*.healthcheck.test': 'replace',
  'services.*.label_file': 'list',
  'services.*.labels': 'assignments',
  'services.*.logging': 'logging',
  'services.*.models': 'names',
  'services.*.networks': 'names',
  'services.*.sysctls': 'assignments',
  'services.*.tmpfs': 'list',
  'services.*.x-native.command': 'replace',
  'services.*.x-native.environment': 'assignments',
  'services.*.x-native.prepare': 'replace',
};

/** The rule of a path such as `['services', 'web', 'command']`. */
export function mergeRuleOf(path: readonly string[]): MergeRule | undefined {
  return RULES[patternOf(path)];
}

type KeyOf = (item: Located) => string | undefined;

const UNIQUE: Readonly<Record<string, KeyOf>> = {
  'services.*.build.tags': textOf,
  'services.*.cap_add': textOf,
  'services.*.cap_drop': textOf,
  'services.*.configs': mountKey('/'),
  'services.*.devices': shortOrTarget,
  'services.*.dns': textOf,
  'services.*.dns_opt': textOf,
  'services.*.dns_search': textOf,
  'services.*.env_file': (item) => textOf(item) ?? fieldOf(item, 'path'),
  'services.*.expose': textOf,
  'services.*.extra_hosts': textOf,
  'services.*.links': textOf,
  'services.*.networks.*.aliases': textOf,
  'services.*.ports': portKey,
  'services.*.profiles': textOf,
  'services.*.secrets': mountKey('/run/secrets/'),
  'services.*.tmpfs': textOf,
  'services.*.volumes': shortOrTarget,
};

/** What makes two items of a list the same one; undefined when they are just appended. */
export function uniqueKeyOf(path: readonly string[]): KeyOf | undefined {
  return UNIQUE[patternOf(path)];
}

function patternOf(path: readonly string[]): string {
  const [section = '', , ...rest] = path;
  if (path.length < 2) return section;
  const [key, , ...deeper] = rest;
  const below = key === 'networks' && deeper.length > 0 ? [key, '*', ...deeper] : rest;
  return [section, '*', ...below].join('.');
}

function textOf(item: Located): string | undefined {
  return item.kind === 'scalar' ? item.text : undefined;
}

function fieldOf(item: Located, key: string): string | undefined {
  const value = item.kind === 'map' ? item.entries.get(key)?.value : undefined;
  return value === undefined ? undefined : textOf(value);
}

/** `source:target:mode` or the long form. */
function shortOrTarget(item: Located): string | undefined {
  const text = textOf(item);
  if (text === undefined) return fieldOf(item, 'target');
  const [first, second] = text.split(':');
  return second ?? first;
}

function mountKey(folder: string): KeyOf {
  return (item) => {
    const name = textOf(item) ?? fieldOf(item, 'target') ?? fieldOf(item, 'source') ?? '';
    return name.startsWith('/') ? name : `${folder}${name}`;
  };
}

function portKey(item: Located): string | undefined {
  const text = textOf(item);
  if (text !== undefined) return text.replace(/\/tcp$/, '');
  const target = fieldOf(item, 'target') ?? '';
  const published = fieldOf(item, 'published');
  const hostIp = fieldOf(item, 'host_ip');
  const protocol = fieldOf(item, 'protocol') ?? 'tcp';
  const outer = [hostIp, published].filter((part) => part !== undefined);
  return `${[...outer, target].join(':')}${protocol === 'tcp' ? '' : `/${protocol}`}`;
}
