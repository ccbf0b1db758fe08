import type { FieldReader } from './field-reader.ts';
import { valueOf } from './located.ts';
import type { Located, LocatedMap } from './located.ts';

/** Reads one kind of value; the second argument names it in messages. */
type Read<Value> = (value: Located, what: string) => Value;

/** The keys of one mapping, read by name; a key without a value counts as absent. */
export class Fields {
  readonly map: LocatedMap;
  /** How messages call the mapping, such as `services.web`. */
  readonly what: string;
  readonly reader: FieldReader;

  constructor(map: LocatedMap, what: string, reader: FieldReader) {
    this.map = map;
    this.what = what;
    this.reader = reader;
  }

  get<Value>(key: string, read: Read<Value>): Value | undefined {
    const value = valueOf(this.map, key);
    return value === undefined ? undefined : read(value, `${this.what}.${key}`);
  }

  text(key: string): string | undefined {
    return this.get(key, (value, what) => this.reader.text(value, what));
  }

  boolean(key: string): boolean | undefined {
    return this.get(key, (value, what) => this.reader.boolean(value, what));
  }

  integer(key: string): number | undefined {
    return this.get(key, (value, what) => this.reader.integer(value, what));
  }

  duration(key: string): number | undefined {
    return this.get(key, (value, what) => this.reader.duration(value, what));
  }

  texts(key: string): string[] {
    const found = this.get(key, (value, what) => this.reader.texts(value, what));
    return (found ?? []).map(({ text }) => text);
  }
}
