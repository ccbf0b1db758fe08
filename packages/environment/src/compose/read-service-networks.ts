import { didYouMean } from '../did-you-mean.ts';
import { Fields } from './fields.ts';
import { isNothing } from './located.ts';
import type { Located } from './located.ts';

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
  declared: ReadonlyMap<string, unknown>,
): Map<string, readonly string[]> {
  const networks = new Map<string, readonly string[]>();
  fields.get('networks', (value, what) => {
    const { reader } = fields;
    const names = namesIn(value, what, fields);
    for (const { name, place, below } of names) {
      const aliases: string[] = [];
      if (below !== undefined && !isNothing(below)) {
        const map = reader.map(below, `${what}.${name}`);
        if (map !== undefined) reader.onlyKeys(map, `${what}.${name}`, KEYS);
        if (map !== undefined)
          aliases.push(...new Fields(map, `${what}.${name}`, reader).texts('aliases'));
      }
      if (name !== 'default' && !declared.has(name)) {
        const meant = didYouMean(name, declared.keys());
        reader.log.error('COMPOSE_NETWORK', place.at, `undefined network "${name}"`, {
          hint:
            meant === undefined
              ? 'declare it under the top-level networks'
              : `did you mean "${meant}"?`,
        });
      }
      networks.set(name, aliases);
    }
  });
  return networks;
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
