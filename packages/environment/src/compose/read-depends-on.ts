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

/** Adds what `links` imply: the linked service is started before, and goes by another name if one is given. */
export function readLinks(
  fields: Fields,
  dependsOn: Map<string, ComposeDependency>,
): Map<string, string> {
  const aliases = new Map<string, string>();
  const links = fields.get('links', (value, what) => fields.reader.texts(value, what)) ?? [];
  for (const { text, at } of links) {
    const [name = '', alias] = text.split(':');
    if (alias !== undefined) aliases.set(alias, name);
    if (dependsOn.has(name)) continue;
    dependsOn.set(name, {
      condition: 'service_started',
      required: true,
      restart: true,
      location: at,
    });
  }
  return aliases;
}
