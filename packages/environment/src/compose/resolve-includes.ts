import { dirname, join, resolve } from 'node:path';

import type { SourceLocation } from '../diagnostic.ts';
import { FieldReader } from './field-reader.ts';
import type { LookUpVariable } from './interpolate.ts';
import type { LoadContext } from './load-context.ts';
import { isNothing, valueOf } from './located.ts';
import type { Located, LocatedEntry, LocatedMap } from './located.ts';
import { withoutTags } from './merge-located.ts';
import { readVariables } from './read-variables.ts';
import { rebaseDocument } from './rebase-paths.ts';

/** What `include` is resolved with. */
export interface IncludeContext extends LoadContext {
  readonly file: string;
  readonly load: (files: readonly string[], context: LoadContext, at: SourceLocation) => LocatedMap;
}

const SECTIONS = ['services', 'volumes', 'networks', 'secrets', 'configs', 'models'];

/** Takes in the files that a file includes, each with its own folder and variables; nothing may be defined twice. */
export function resolveIncludes(document: LocatedMap, context: IncludeContext): LocatedMap {
  const include = document.entries.get('include');
  if (include === undefined) return document;
  const entries = new Map(document.entries);
  entries.delete('include');
  let merged: LocatedMap = { ...document, entries };
  const reader = new FieldReader(context.log);
  if (include.value.kind !== 'list') {
    if (!isNothing(include.value)) reader.refuse(include.value, 'include', 'a list of files');
    return merged;
  }
  for (const item of include.value.items) {
    const included = loadIncluded(item, context, reader);
    if (included !== undefined) merged = takeIn(merged, included, context);
  }
  return merged;
}

function loadIncluded(
  item: Located,
  context: IncludeContext,
  reader: FieldReader,
): LocatedMap | undefined {
  const { directory, log, includedBy, file, load } = context;
  const map = item.kind === 'map' ? item : undefined;
  if (map !== undefined) reader.onlyKeys(map, 'include', ['path', 'project_directory', 'env_file']);
  const path = map === undefined ? item : valueOf(map, 'path');
  if (path === undefined) return reader.refuse(item, 'include', 'a path');
  const files = reader.texts(path, 'include').map(({ text }) => resolve(directory, text));
  const [main] = files;
  if (main === undefined) return undefined;
  const chain = [...includedBy, file];
  if (chain.includes(main)) {
    const message = `files include each other: ${[...chain.slice(chain.indexOf(main)), main].join(' -> ')}`;
    log.error('COMPOSE_INCLUDE', path.at, message, { hint: 'take one of these include away' });
    return undefined;
  }
  if (!checkPresent(files, path.at, context)) return undefined;
  const home = map === undefined ? undefined : valueOf(map, 'project_directory');
  const homeText = home === undefined ? undefined : reader.text(home, 'include.project_directory');
  const folder = homeText === undefined ? dirname(main) : resolve(directory, homeText);
  const variables = map === undefined ? undefined : valueOf(map, 'env_file');
  const lookUp = lookUpOf(variables, folder, context, reader);
  const inner = { ...context, directory: folder, lookUp, includedBy: chain };
  const loaded = load(files, inner, path.at);
  return rebaseDocument(withoutTags(loaded), folder);
}

function checkPresent(
  files: readonly string[],
  at: SourceLocation,
  { log }: IncludeContext,
): boolean {
  const remote = files.find((file) => /:\/|^oci:|\.git(?:$|[#:])/.test(file));
  if (remote === undefined) return true;
  log.error('COMPOSE_INCLUDE', at, `cannot include ${remote} from another place`, {
    expected: 'a file of this machine',
  });
  return false;
}

function lookUpOf(
  files: Located | undefined,
  folder: string,
  { directory, lookUp, log }: IncludeContext,
  reader: FieldReader,
): LookUpVariable {
  if (files === undefined) {
    return readVariables(join(folder, '.env'), { lookUp, log, at: undefined });
  }
  let found = lookUp;
  for (const { text, at } of reader.texts(files, 'include.env_file')) {
    found = readVariables(resolve(directory, text), { lookUp: found, log, at });
  }
  return found;
}

function takeIn(into: LocatedMap, from: LocatedMap, { log }: IncludeContext): LocatedMap {
  const entries = new Map(into.entries);
  for (const section of SECTIONS) {
    const added = from.entries.get(section);
    const present = entries.get(section);
    if (added?.value.kind !== 'map') continue;
    if (present?.value.kind !== 'map') {
      entries.set(section, added);
      continue;
    }
    const both = new Map(present.value.entries);
    for (const entry of added.value.entries.values()) {
      const own = both.get(entry.key);
      if (own === undefined) both.set(entry.key, entry);
      else if (!isSame(own.value, entry.value)) refuseTwice(section, own, entry);
    }
    entries.set(section, { ...present, value: { ...present.value, entries: both } });
  }
  return { ...into, entries };

  function refuseTwice(section: string, own: LocatedEntry, other: LocatedEntry): void {
    const message = `${section}.${own.key} is defined here and in an included file`;
    log.error('COMPOSE_INCLUDE', own.keyAt, message, {
      seen: `the other one in ${other.keyAt.file}:${other.keyAt.line}`,
      hint: 'give one of them another name, or overlay the included file in include: [{path: [file, overlay]}]',
    });
  }
}

/** Whether two values are the same wherever they stand. */
function isSame(one: Located, other: Located): boolean {
  if (one.kind === 'scalar') return other.kind === 'scalar' && one.value === other.value;
  if (one.kind === 'list') {
    if (other.kind !== 'list' || one.items.length !== other.items.length) return false;
    return one.items.every((item, index) => {
      const beside = other.items[index];
      return beside !== undefined && isSame(item, beside);
    });
  }
  if (other.kind !== 'map' || one.entries.size !== other.entries.size) return false;
  return [...one.entries].every(([key, { value }]) => {
    const beside = other.entries.get(key)?.value;
    return beside !== undefined && isSame(value, beside);
  });
}
