import { didYouMean } from '../did-you-mean.ts';
import { notApplied } from './check-service-keys.ts';
import type { ReportNative } from './check-service-keys.ts';
import { Fields } from './fields.ts';
import { isNothing } from './located.ts';
import type { Located } from './located.ts';
import type { ComposeNetwork } from './model.ts';

const KEYS = [
  'aliases',
  'driver_opts',
  'gw_priority',
  'interface_name',
  'ipv4_address',
  'ipv6_address',
  'link_local_ips',
  'mac_address',
  'priority',
];

/** Reads `networks` of a service as a list or a mapping: the service's other names, by network. */
export function readServiceNetworks(
  fields: Fields,
  declared: ReadonlyMap<string, ComposeNetwork>,
  reportNative: ReportNative,
): Map<string, readonly string[]> {
  const { reader } = fields;
  const named = fields.get('networks', (value, what) => namesIn(value, what, fields)) ?? [];
  for (const { name, place } of named) {
    if (name === 'default' || declared.has(name)) continue;
    const meant = didYouMean(name, declared.keys());
    const hint =
      meant === undefined ? 'declare it under the top-level networks' : `did you mean "${meant}"?`;
    reader.log.error('COMPOSE_NETWORK', place.at, `undefined network "${name}"`, { hint });
  }
  const [first] = named;
  if (first !== undefined && named.every(({ name }) => declared.get(name)?.internal === true)) {
    const what = `${fields.what}.networks: internal`;
    reportNative(notApplied(what, first.place.at, 'the process can reach the outside'));
  }
  return new Map(
    named.map(({ name, below }) => [name, aliasesIn(below, { name, fields, reportNative })]),
  );
}

function aliasesIn(
  below: Located | undefined,
  { name, fields, reportNative }: { name: string; fields: Fields; reportNative: ReportNative },
): string[] {
  if (below === undefined || isNothing(below)) return [];
  const what = `${fields.what}.networks.${name}`;
  const map = fields.reader.map(below, what);
  if (map === undefined) return [];
  fields.reader.onlyKeys(map, what, KEYS);
  for (const key of ['ipv4_address', 'ipv6_address']) {
    const entry = map.entries.get(key);
    if (entry === undefined) continue;
    reportNative(notApplied(`${what}.${key}`, entry.keyAt, 'the service answers on 127.0.0.1'));
  }
  return new Fields(map, what, fields.reader).texts('aliases');
}

interface Named {
  readonly name: string;
  readonly place: Pick<Located, 'at'>;
  readonly below: Located | undefined;
}

function namesIn(value: Located, what: string, { reader }: Fields): Named[] {
  if (value.kind === 'map') {
    return [...value.entries.values()].map(({ key, keyAt, value: below }) => ({
      name: key,
      place: { at: keyAt },
      below,
    }));
  }
  if (value.kind === 'list') {
    return reader
      .texts(value, what)
      .map(({ text, at }) => ({ name: text, place: { at }, below: undefined }));
  }
  reader.refuse(value, what, 'a list of networks, or a mapping');
  return [];
}
