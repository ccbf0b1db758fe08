import { homedir } from 'node:os';
import { isAbsolute, resolve } from 'node:path';

import { locatedText } from './located.ts';
import type { Located, LocatedMap, LocatedScalar } from './located.ts';

/** A change of one value. */
type Change = (value: Located) => Located;

/** Makes a path absolute as Compose does: `~` is the home, what has no slash in front starts from the folder. */
export function absolutePath(directory: string, path: string): string {
  const expanded = path.replace(/^~(?=\/|$)/, homedir());
  return isAbsolute(expanded) ? expanded : resolve(directory, expanded);
}

/** A build context may lie elsewhere: a repository, an archive, an image. */
export function isRemote(context: string): boolean {
  return /^(?:[a-z][a-z\d+.-]*:\/\/|git@|github\.com\/|docker-image:|service:|target:)/i.test(
    context,
  );
}

/** Makes the relative paths of a service absolute, because it is going to stand in a file of another folder. */
export function rebaseService(service: LocatedMap, directory: string): LocatedMap {
  const path: Change = onText((text) => absolutePath(directory, text));
  const context: Change = onText((text) => (isRemote(text) ? text : absolutePath(directory, text)));
  const changes: Readonly<Record<string, Change>> = {
    build: (value) =>
      value.kind === 'map'
        ? changed(value, { context, additional_contexts: onEach(assignment(context)) })
        : context(value),
    env_file: onItems(onPathOr('path', path)),
    label_file: onItems(path),
    volumes: onItems((item) => rebaseVolume(item, directory)),
    develop: (value) => inMap(value, { watch: onItems(onPathOr('path', path)) }),
    'x-native': (value) => (value.kind === 'map' ? rebaseNative(value, directory, path) : value),
  };
  return changed(service, changes);
}

/** Makes all relative paths of a file absolute. */
export function rebaseDocument(document: LocatedMap, directory: string): LocatedMap {
  const path: Change = onText((text) => absolutePath(directory, text));
  const file: Change = onEach((value) => inMap(value, { file: path }));
  return changed(document, {
    services: onEach((value) =>
      value.kind === 'map' ? withContext(rebaseService(value, directory), directory) : value,
    ),
    secrets: file,
    configs: file,
  });
}

/** A build of an included file that names no context is made of that file's folder. */
function withContext(service: LocatedMap, directory: string): LocatedMap {
  return changed(service, {
    build: (value) => {
      if (value.kind !== 'map' || value.entries.has('context')) return value;
      const entry = { key: 'context', keyAt: value.at, value: locatedText(directory, value.at) };
      return { ...value, entries: new Map(value.entries).set('context', entry) };
    },
  });
}

function rebaseNative(native: LocatedMap, directory: string, path: Change): LocatedMap {
  if (native.entries.has('cwd')) return changed(native, { cwd: path });
  const entry = { key: 'cwd', keyAt: native.at, value: locatedText(directory, native.at) };
  return { ...native, entries: new Map(native.entries).set('cwd', entry) };
}

function rebaseVolume(item: Located, directory: string): Located {
  if (item.kind === 'map') {
    const type = item.entries.get('type')?.value;
    if (type?.kind !== 'scalar' || type.text !== 'bind') return item;
    return changed(item, { source: onText((text) => absolutePath(directory, text)) });
  }
  return onText((text) => {
    const [source = '', ...rest] = text.split(':');
    return rest.length > 0 && /^[.~]/.test(source)
      ? [absolutePath(directory, source), ...rest].join(':')
      : text;
  })(item);
}

function changed(map: LocatedMap, changes: Readonly<Record<string, Change>>): LocatedMap {
  const entries = new Map(map.entries);
  for (const [key, change] of Object.entries(changes)) {
    const entry = entries.get(key);
    if (entry !== undefined) entries.set(key, { ...entry, value: change(entry.value) });
  }
  return { ...map, entries };
}

function inMap(value: Located, changes: Readonly<Record<string, Change>>): Located {
  return value.kind === 'map' ? changed(value, changes) : value;
}

function onText(change: (text: string) => string): Change {
  return (value) =>
    value.kind === 'scalar' && typeof value.value === 'string' && value.text !== ''
      ? textLike(value, change(value.text))
      : value;
}

function textLike(value: LocatedScalar, text: string): LocatedScalar {
  return { ...value, value: text, text };
}

function onEach(change: Change): Change {
  return (value) => {
    if (value.kind === 'list') return { ...value, items: value.items.map(change) };
    if (value.kind === 'scalar') return value;
    const entries = [...value.entries.values()].map(
      (entry) => [entry.key, { ...entry, value: change(entry.value) }] as const,
    );
    return { ...value, entries: new Map(entries) };
  };
}

/** The items of a list, or the one text that stands for it. */
function onItems(change: Change): Change {
  return (value) =>
    value.kind === 'list' ? { ...value, items: value.items.map(change) } : change(value);
}

function onPathOr(key: string, change: Change): Change {
  return (value) => (value.kind === 'map' ? changed(value, { [key]: change }) : change(value));
}

/** `NAME=path` in a list, or just the path in a mapping. */
function assignment(change: Change): Change {
  return (value) => {
    const equals = value.kind === 'scalar' ? value.text.indexOf('=') : -1;
    if (value.kind !== 'scalar' || equals === -1) return change(value);
    const path = change(locatedText(value.text.slice(equals + 1), value.at));
    const name = value.text.slice(0, equals + 1);
    return path.kind === 'scalar' ? textLike(value, `${name}${path.text}`) : value;
  };
}
