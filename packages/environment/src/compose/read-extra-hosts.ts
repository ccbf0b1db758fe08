import type { FieldReader } from './field-reader.ts';
import type { Located } from './located.ts';

/** Reads `extra_hosts`: `name=address` or `name:address` in a list, or a mapping to one address or several. */
export function readExtraHosts(
  value: Located,
  what: string,
  reader: FieldReader,
): Map<string, string[]> {
  const hosts = new Map<string, string[]>();
  const add = (name: string, address: string): void => {
    hosts.set(name, [...(hosts.get(name) ?? []), address.replace(/^\[|\]$/g, '')]);
  };
  if (value.kind === 'map') {
    for (const { key, value: below } of value.entries.values()) {
      for (const { text } of reader.texts(below, `${what}.${key}`)) add(key, text);
    }
    return hosts;
  }
  for (const { text, at } of reader.texts(value, what)) {
    const [, name, address] = /^([^=:\s]+)[=:](\S+)$/.exec(text) ?? [];
    if (name !== undefined && address !== undefined) add(name, address);
    else {
      reader.log.error('COMPOSE_EXTRA_HOST', at, `cannot read ${what}`, {
        expected: '"name=address"',
        seen: JSON.stringify(text),
      });
    }
  }
  return hosts;
}
