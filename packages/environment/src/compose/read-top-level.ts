import type { FieldReader } from './field-reader.ts';
import { Fields } from './fields.ts';
import { isNothing, valueOf } from './located.ts';
import type { LocatedEntry, LocatedMap } from './located.ts';
import type { ComposeNamedVolume, ComposeNetwork } from './model.ts';

const VOLUME_KEYS = ['driver', 'driver_opts', 'external', 'labels', 'name'];
const NETWORK_KEYS = [
  'attachable',
  'driver',
  'driver_opts',
  'enable_ipv4',
  'enable_ipv6',
  'external',
  'internal',
  'ipam',
  'labels',
  'name',
];

/** Reads the top-level `volumes`. */
export function readNamedVolumes(
  root: LocatedMap,
  reader: FieldReader,
): Map<string, ComposeNamedVolume> {
  return readSection(root, 'volumes', {
    reader,
    keys: VOLUME_KEYS,
    read: (entry, fields) => ({
      name: entry.key,
      engineName: fields?.text('name'),
      external: fields !== undefined && isExternal(fields),
      hasOptions: fields !== undefined && hasOptions(fields),
      location: entry.keyAt,
    }),
  });
}

function hasOptions({ map }: Fields): boolean {
  const options = valueOf(map, 'driver_opts');
  return options?.kind === 'map' && options.entries.size > 0;
}

/** Reads the top-level `networks`. */
export function readNamedNetworks(
  root: LocatedMap,
  reader: FieldReader,
): Map<string, ComposeNetwork> {
  return readSection(root, 'networks', {
    reader,
    keys: NETWORK_KEYS,
    read: (entry, fields) => ({
      name: entry.key,
      engineName: fields?.text('name'),
      external: fields !== undefined && isExternal(fields),
      internal: fields?.boolean('internal') ?? false,
      location: entry.keyAt,
    }),
  });
}

/** Reads a top-level section of named things, each a mapping or nothing. */
export function readSection<Thing>(
  root: LocatedMap,
  section: string,
  how: {
    reader: FieldReader;
    keys: readonly string[];
    read: (entry: LocatedEntry, fields: Fields | undefined) => Thing | undefined;
  },
): Map<string, Thing> {
  const { reader, keys, read } = how;
  const found = new Map<string, Thing>();
  const value = valueOf(root, section);
  const entries = value === undefined ? undefined : reader.map(value, section)?.entries;
  for (const entry of entries?.values() ?? []) {
    const what = `${section}.${entry.key}`;
    const map = isNothing(entry.value) ? undefined : reader.map(entry.value, what);
    if (map === undefined && !isNothing(entry.value)) continue;
    if (map !== undefined) reader.onlyKeys(map, what, keys);
    const thing = read(entry, map === undefined ? undefined : new Fields(map, what, reader));
    if (thing !== undefined) found.set(entry.key, thing);
  }
  return found;
}

/** `external: true`, or the older `external: {name: …}`. */
export function isExternal(fields: Fields): boolean {
  const value = valueOf(fields.map, 'external');
  return value?.kind === 'map' || fields.boolean('external') === true;
}
