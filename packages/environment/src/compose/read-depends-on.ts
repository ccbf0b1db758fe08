import { didYouMean } from '../did-you-mean.ts';
import type { FieldReader } from './field-reader.ts';
import { Fields } from './fields.ts';
import { describeLocated, valueOf } from './located.ts';
import type { Located } from './located.ts';
import { DEPENDENCY_CONDITIONS } from './model.ts';
import type { ComposeDependency } from './model.ts';

/** Reads `depends_on` as a list of names or as a mapping with conditions. */
export function readDependsOn(
  value: Located,
  what: string,
  reader: FieldReader,
): Map<string, ComposeDependency> {
  const found = new Map<string, ComposeDependency>();
  if (value.kind === 'list') {
    for (const { text, at } of reader.texts(value, what)) {
      found.set(text, {
        condition: 'service_started',
        required: true,
        restart: false,
        location: at,
      });
    }
  } else if (value.kind === 'map') {
    for (const { key, keyAt, value: item } of value.entries.values()) {
      const dependency = readDependency(item, `${what}.${key}`, reader);
      if (dependency !== undefined) found.set(key, { ...dependency, location: keyAt });
    }
  } else reader.refuse(value, what, 'a list of services, or a mapping with conditions');
  return found;
}

function readDependency(
  value: Located,
  what: string,
  reader: FieldReader,
): Omit<ComposeDependency, 'location'> | undefined {
  const map = reader.map(value, what);
  if (map === undefined) return undefined;
  reader.onlyKeys(map, what, ['condition', 'required', 'restart']);
  const fields = new Fields(map, what, reader);
  const condition = valueOf(map, 'condition');
  const text = condition === undefined ? 'service_started' : reader.text(condition, what);
  const known = DEPENDENCY_CONDITIONS.find((name) => name === text);
  if (known === undefined) {
    const meant = didYouMean(text ?? '', DEPENDENCY_CONDITIONS);
    reader.log.error('COMPOSE_CONDITION', condition?.at ?? map.at, `unknown condition in ${what}`, {
      expected: DEPENDENCY_CONDITIONS.join(', '),
      seen: describeLocated(condition ?? map),
      ...(meant === undefined ? {} : { hint: `did you mean "${meant}"?` }),
    });
    return undefined;
  }
  const required = fields.boolean('required') !== false;
  return { condition: known, required, restart: fields.boolean('restart') === true };
}

/** A service that another key than `depends_on` needs, with the text that names it. */
interface Implied {
  readonly name: string;
  readonly restart: boolean;
  readonly location: ComposeDependency['location'];
}

/** Adds the services that have to be there before because of another key: whose network, files or name is used. */
export function addImpliedDependencies(
  fields: Fields,
  dependsOn: Map<string, ComposeDependency>,
): void {
  for (const { name, restart, location } of impliedBy(fields)) {
    if (dependsOn.has(name)) continue;
    dependsOn.set(name, { condition: 'service_started', required: true, restart, location });
  }
}

function impliedBy({ map, reader, what }: Fields): Implied[] {
  const linked = textsOf('links').map(({ text, at }) => ({
    name: text.split(':')[0] ?? '',
    restart: true,
    location: at,
  }));
  const shared = ['network_mode', 'ipc', 'pid']
    .flatMap(textsOf)
    .flatMap(({ text, at }) =>
      text.startsWith('service:')
        ? [{ name: text.slice('service:'.length), restart: true, location: at }]
        : [],
    );
  const mounted = textsOf('volumes_from').flatMap(({ text, at }) =>
    text.startsWith('container:')
      ? []
      : [{ name: text.split(':')[0] ?? '', restart: false, location: at }],
  );
  return [...linked, ...shared, ...mounted];

  function textsOf(key: string): ReturnType<FieldReader['texts']> {
    const value = valueOf(map, key);
    return value === undefined ? [] : reader.texts(value, `${what}.${key}`);
  }
}

/** Names of other services, by the other name that `links` give them. */
export function readLinkAliases(fields: Fields): Map<string, string> {
  const aliases = new Map<string, string>();
  for (const link of fields.texts('links')) {
    const [name = '', alias] = link.split(':');
    if (alias !== undefined) aliases.set(alias, name);
  }
  return aliases;
}
