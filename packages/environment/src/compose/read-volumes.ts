import { homedir } from 'node:os';
import { isAbsolute, resolve } from 'node:path';

import type { FieldReader } from './field-reader.ts';
import type { Located, LocatedMap } from './located.ts';
import type { ComposeVolume } from './model.ts';

const LONG_KEYS = [
  'type',
  'source',
  'target',
  'read_only',
  'bind',
  'volume',
  'tmpfs',
  'consistency',
  'image',
];

/** What a volume is read against. */
export interface VolumeContext {
  readonly what: string;
  /** Folder that relative bind sources start from. */
  readonly directory: string;
  readonly reader: FieldReader;
  /** Names of the top-level `volumes`. */
  readonly named: ReadonlySet<string>;
}

/** Reads `volumes` of a service in short (`data:/data:ro`) and long form. */
export function readVolumes(value: Located, context: VolumeContext): ComposeVolume[] {
  const { reader, what } = context;
  if (value.kind !== 'list') {
    reader.refuse(value, what, 'a list such as ["data:/data"]');
    return [];
  }
  return value.items.flatMap((item) => {
    const volume = item.kind === 'map' ? readLong(item, context) : readShort(item, context);
    return volume === undefined ? [] : [volume];
  });
}

function readShort(item: Located, context: VolumeContext): ComposeVolume | undefined {
  const text = context.reader.text(item, context.what);
  if (text === undefined) return undefined;
  const [first = '', second, mode, ...more] = text.split(':');
  const target = second ?? first;
  if (more.length > 0 || !target.startsWith('/') || (mode !== undefined && mode === '')) {
    context.reader.log.error('COMPOSE_VOLUME', item.at, `cannot read ${context.what}`, {
      expected: '"[source:]/absolute/target[:ro]"',
      seen: JSON.stringify(text),
    });
    return undefined;
  }
  const location = item.at;
  if (second === undefined) return { type: 'volume', source: undefined, target, location };
  if (/^[./~]/.test(first)) {
    return { type: 'bind', source: bindPath(first, context.directory), target, location };
  }
  return namedVolume(first, { target, location }, context);
}

function readLong(map: LocatedMap, context: VolumeContext): ComposeVolume | undefined {
  const { reader, what, directory } = context;
  reader.onlyKeys(map, what, LONG_KEYS);
  const text = (key: string): string | undefined => {
    const value = map.entries.get(key)?.value;
    return value === undefined ? undefined : reader.text(value, `${what}.${key}`);
  };
  const type = text('type');
  const target = text('target');
  const source = text('source');
  const known = type === 'bind' || type === 'volume' || type === 'tmpfs';
  if (!known || target?.startsWith('/') !== true || (type === 'bind' && source === undefined)) {
    reader.log.error('COMPOSE_VOLUME', map.at, `cannot read ${what}`, {
      expected: 'type: bind, volume or tmpfs, an absolute target, and a source for bind',
    });
    return undefined;
  }
  const location = map.at;
  if (type === 'bind') {
    return { type, source: bindPath(source ?? '', directory), target, location };
  }
  if (type === 'volume' && source !== undefined) {
    return namedVolume(source, { target, location }, context);
  }
  return { type, source: undefined, target, location };
}

function namedVolume(
  name: string,
  place: Pick<ComposeVolume, 'target' | 'location'>,
  { named, reader }: VolumeContext,
): ComposeVolume | undefined {
  if (named.has(name)) return { type: 'volume', source: name, ...place };
  reader.log.error('COMPOSE_VOLUME', place.location, `undefined volume "${name}"`, {
    hint: `declare it under the top-level volumes, or write "./${name}" for a folder`,
  });
  return undefined;
}

function bindPath(source: string, directory: string): string {
  const expanded = source.replace(/^~(?=\/|$)/, homedir());
  return isAbsolute(expanded) ? expanded : resolve(directory, expanded);
}
