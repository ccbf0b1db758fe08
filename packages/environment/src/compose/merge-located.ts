import type { DiagnosticLog } from './diagnostic-log.ts';
import { describeLocated, isNothing, locatedText } from './located.ts';
import type { Located, LocatedEntry, LocatedList, LocatedMap } from './located.ts';
import { mergeRuleOf, uniqueKeyOf } from './merge-rules.ts';
import type { MergeRule } from './merge-rules.ts';

/**
 * Lays one Compose document over another: scalars replace, mappings grow key by key, lists grow, and the exceptions
 * of the specification (see merge-rules.ts). Every value keeps its own place.
 *
 * @see https://github.com/compose-spec/compose-spec/blob/main/13-merge.md
 */
export function mergeComposeMaps(
  base: LocatedMap,
  over: LocatedMap,
  log: DiagnosticLog,
): LocatedMap {
  return new Merger(log).mergeMaps(base, over, []);
}

/** Lays a service over the one that it extends. */
export function mergeServices(base: LocatedMap, over: LocatedMap, log: DiagnosticLog): LocatedMap {
  return new Merger(log).mergeMaps(base, over, ['services', '*']);
}

/** Takes away what `!reset` marks, once nothing is merged any more. */
export function withoutTags<Value extends Located>(value: Value): Value;
export function withoutTags(value: Located): Located {
  const { tag: _tag, ...plain } = value;
  if (plain.kind === 'list') {
    const items = plain.items.filter(({ tag }) => tag !== 'reset').map((item) => withoutTags(item));
    return { ...plain, items };
  }
  if (plain.kind === 'scalar') return plain;
  const entries = [...plain.entries.values()].filter(({ value: { tag } }) => tag !== 'reset');
  return {
    ...plain,
    entries: new Map(
      entries.map((entry) => [entry.key, { ...entry, value: withoutTags(entry.value) }]),
    ),
  };
}

class Merger {
  readonly #log: DiagnosticLog;

  constructor(log: DiagnosticLog) {
    this.#log = log;
  }

  mergeMaps(base: LocatedMap, over: LocatedMap, path: readonly string[]): LocatedMap {
    const entries = new Map(base.entries);
    for (const entry of over.entries.values()) {
      const { key, value } = entry;
      const below = entries.get(key);
      // An entry that is laid over another goes where that one stands, as its order is of no meaning to Compose.
      if (below === undefined || value.tag !== undefined) entries.set(key, entry);
      // What was taken away stays so, also for the files below this one.
      else if (below.value.tag === 'reset')
        entries.set(key, { ...entry, value: { ...value, tag: 'override' } });
      else entries.set(key, this.#mergeEntry(below, entry, [...path, key]));
    }
    return { ...base, entries };
  }

  #mergeEntry(base: LocatedEntry, over: LocatedEntry, path: readonly string[]): LocatedEntry {
    const value = this.#merge(base.value, over.value, path);
    // What grew from both files is found where it began.
    const keyAt = value.kind === 'map' && value.at === base.value.at ? base.keyAt : over.keyAt;
    return { key: over.key, keyAt, value };
  }

  #merge(base: Located, over: Located, path: readonly string[]): Located {
    const rule = mergeRuleOf(path);
    if (rule === 'replace') return over;
    if (isNothing(over)) return base;
    if (isNothing(base)) return over;
    const [below, above] = [inOneForm(base, rule), inOneForm(over, rule)];
    if (below.kind === 'map' && above.kind === 'map')
      return this.#mergeBoth(below, above, { path, rule });
    if (below.kind === 'list' && above.kind === 'list') return joinLists(below, above, path);
    if (below.kind === above.kind) return over;
    this.#log.error(
      'COMPOSE_MERGE',
      over.at,
      `${path.join('.')} cannot be laid over that of another file`,
      {
        expected: describeLocated(base),
        seen: describeLocated(over),
        hint: 'write !override before the value to replace the other one',
      },
    );
    return base;
  }

  #mergeBoth(
    base: LocatedMap,
    over: LocatedMap,
    { path, rule }: { path: readonly string[]; rule: MergeRule | undefined },
  ): LocatedMap {
    return rule === 'logging' && driverOf(base) !== driverOf(over)
      ? over
      : this.mergeMaps(base, over, path);
  }
}

/** Options of one logging driver say nothing to another. */
function driverOf(logging: LocatedMap): string {
  const driver = logging.entries.get('driver')?.value;
  return driver?.kind === 'scalar' ? driver.text : '';
}

/** The short form and the long form of a value are merged as the long one. */
function inOneForm(value: Located, rule: MergeRule | undefined): Located {
  switch (rule) {
    case 'assignments':
      return value.kind === 'list' ? assignmentsOf(value) : value;
    case 'names':
      return value.kind === 'list' ? namesOf(value) : value;
    case 'list':
      return value.kind === 'scalar' ? { kind: 'list', at: value.at, items: [value] } : value;
    case 'hosts':
      return value.kind === 'map' ? hostsOf(value) : value;
    case 'build':
      return value.kind === 'scalar' ? entryMap(value, 'context') : value;
    case 'replace':
    case 'logging':
    case undefined:
      return value;
    default:
      return rule satisfies never;
  }
}

function entryMap(value: Located, key: string): LocatedMap {
  return { kind: 'map', at: value.at, entries: new Map([[key, { key, keyAt: value.at, value }]]) };
}

function assignmentsOf(list: LocatedList): Located {
  const entries = new Map<string, LocatedEntry>();
  for (const item of list.items) {
    // Leaves what is malformed to the reader, who says so.
    if (item.kind !== 'scalar') return list;
    const equals = item.text.indexOf('=');
    const key = equals === -1 ? item.text : item.text.slice(0, equals);
    const value: Located =
      equals === -1
        ? { kind: 'scalar', at: item.at, value: null, text: '' }
        : locatedText(item.text.slice(equals + 1), item.at);
    entries.set(key, { key, keyAt: item.at, value });
  }
  return { kind: 'map', at: list.at, entries };
}

function namesOf(list: LocatedList): Located {
  const entries = new Map<string, LocatedEntry>();
  for (const item of list.items) {
    if (item.kind !== 'scalar') return list;
    const value: Located = { kind: 'map', at: item.at, entries: new Map() };
    entries.set(item.text, { key: item.text, keyAt: item.at, value });
  }
  return { kind: 'map', at: list.at, entries };
}

function hostsOf(map: LocatedMap): Located {
  const items: Located[] = [];
  for (const { key, value } of map.entries.values()) {
    const addresses = value.kind === 'list' ? value.items : [value];
    for (const address of addresses) {
      if (address.kind !== 'scalar') return map;
      items.push(locatedText(`${key}=${address.text}`, address.at));
    }
  }
  return { kind: 'list', at: map.at, items };
}

/** Appends; an item with the same key as an earlier one (the target of a mount, a port) takes its place. */
function joinLists(base: LocatedList, over: LocatedList, path: readonly string[]): LocatedList {
  const keyOf = uniqueKeyOf(path);
  const items: Located[] = [];
  const places = new Map<string, number>();
  for (const item of [...base.items, ...over.items]) {
    const key = keyOf?.(item);
    const place = key === undefined ? undefined : places.get(key);
    if (place !== undefined) items[place] = item;
    else {
      if (key !== undefined) places.set(key, items.length);
      items.push(item);
    }
  }
  return { ...base, items };
}
