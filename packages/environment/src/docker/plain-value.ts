import type { Located } from '../compose/located.ts';

/** A value of a Compose file without its places. */
export type Plain = string | number | boolean | null | Plain[] | PlainMap;

/** A mapping of a Compose file. */
export interface PlainMap {
  [key: string]: Plain;
}

/** Takes the places off a value that was read. */
export function toPlain(located: Located): Plain {
  if (located.kind === 'scalar') return located.value;
  if (located.kind === 'list') return located.items.map(toPlain);
  return Object.fromEntries([...located.entries].map(([key, { value }]) => [key, toPlain(value)]));
}

/** The value when it is a mapping, an empty one otherwise. */
export function asMap(value: Plain | undefined): PlainMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

/** Compose writes many mappings also as a list of `key=value` or of keys. */
export function asMapping(value: Plain | undefined): PlainMap {
  if (!Array.isArray(value)) return asMap(value);
  return Object.fromEntries(
    value.map((item) => {
      const text = typeof item === 'string' ? item : JSON.stringify(item);
      const at = text.indexOf('=');
      return at < 0 ? [text, null] : [text.slice(0, at), text.slice(at + 1)];
    }),
  );
}

/** Doubles every `$`, because Compose would take it for a variable a second time. */
export function escapeDollars(value: Plain): Plain {
  if (typeof value === 'string') return value.replaceAll('$', '$$$$');
  if (Array.isArray(value)) return value.map(escapeDollars);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, escapeDollars(one)]));
}
