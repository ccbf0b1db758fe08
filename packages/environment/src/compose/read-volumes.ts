import { notApplied, onlyDocker } from './check-service-keys.ts';
import type { ReportNative } from './check-service-keys.ts';
import type { FieldReader } from './field-reader.ts';
import { Fields } from './fields.ts';
import type { Located, LocatedMap } from './located.ts';
import type { ComposeNamedVolume, ComposeVolume } from './model.ts';
import { absolutePath } from './rebase-paths.ts';

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

/** Kinds of mounts that only an engine has. */
const ONLY_DOCKER = ['cluster', 'image', 'npipe'];

/** What a volume is read against. */
export interface VolumeContext {
  readonly what: string;
  /** Folder that relative bind sources start from. */
  readonly directory: string;
  readonly reader: FieldReader;
  /** Names of the top-level `volumes`. */
  readonly named: ReadonlyMap<string, ComposeNamedVolume>;
  readonly reportNative: ReportNative;
}

/** Reads `volumes` of a service in short (`data:/data:ro`) and long form. */
export function readVolumes(value: Located, context: VolumeContext): ComposeVolume[] {
  const { reader, what } = context;
  if (value.kind !== 'list') {
    reader.refuse(value, what, 'a list such as ["data:/data"]');
    return [];
  }
  const volumes = value.items.flatMap((item) => {
    const volume = item.kind === 'map' ? readLong(item, context) : readShort(item, context);
    return volume === undefined ? [] : [volume];
  });
  // As Compose has it, the last one wins a target.
  return [...new Map(volumes.map((volume) => [volume.target, volume])).values()];
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
  const readOnly = mode?.split(',').includes('ro') === true;
  const place = { target, readOnly, location: item.at };
  if (second === undefined) return { type: 'volume', source: undefined, ...place };
  if (/^[./~]/.test(first)) {
    return { type: 'bind', source: absolutePath(context.directory, first), ...place };
  }
  return namedVolume(first, place, context);
}

function readLong(map: LocatedMap, context: VolumeContext): ComposeVolume | undefined {
  const { reader, what, directory } = context;
  reader.onlyKeys(map, what, LONG_KEYS);
  const fields = new Fields(map, what, reader);
  const type = fields.text('type');
  const target = fields.text('target');
  const source = fields.text('source');
  if (type !== undefined && ONLY_DOCKER.includes(type) && target !== undefined) {
    context.reportNative(onlyDocker(`${what} of type ${type}`, map.at));
    return undefined;
  }
  const known = type === 'bind' || type === 'volume' || type === 'tmpfs';
  if (!known || target?.startsWith('/') !== true || (type === 'bind' && source === undefined)) {
    reader.log.error('COMPOSE_VOLUME', map.at, `cannot read ${what}`, {
      expected: 'type: bind, volume or tmpfs, an absolute target, and a source for bind',
    });
    return undefined;
  }
  const place = { target, readOnly: fields.boolean('read_only') === true, location: map.at };
  if (type === 'bind') return { type, source: absolutePath(directory, source ?? ''), ...place };
  if (type === 'volume' && source !== undefined) return namedVolume(source, place, context);
  return { type, source: undefined, ...place };
}

function namedVolume(
  name: string,
  place: Pick<ComposeVolume, 'target' | 'readOnly' | 'location'>,
  { named, reader, what, reportNative }: VolumeContext,
): ComposeVolume | undefined {
  const volume = named.get(name);
  if (volume !== undefined) {
    const instead = 'a folder of the run takes its place, empty at first';
    if (volume.external || volume.hasOptions) {
      reportNative(notApplied(`${what}: volume "${name}"`, place.location, instead));
    }
    return { type: 'volume', source: name, ...place };
  }
  reader.log.error('COMPOSE_VOLUME', place.location, `undefined volume "${name}"`, {
    hint: `declare it under the top-level volumes, or write "./${name}" for a folder`,
  });
  return undefined;
}

/** Reads `tmpfs` of a service: `/run` or `/run:size=64m`, one or a list. */
export function readTmpfs(value: Located, what: string, reader: FieldReader): ComposeVolume[] {
  return reader.texts(value, what).flatMap(({ text, at }) => {
    const [target = ''] = text.split(':');
    if (target.startsWith('/')) {
      return [{ type: 'tmpfs', source: undefined, target, readOnly: false, location: at }];
    }
    reader.log.error('COMPOSE_VOLUME', at, `cannot read ${what}`, {
      expected: '"/absolute/target[:options]"',
      seen: JSON.stringify(text),
    });
    return [];
  });
}
