import type { SourceLocation } from '../diagnostic.ts';
import { didYouMean } from '../did-you-mean.ts';
import type { DiagnosticLog } from './diagnostic-log.ts';
import { describeLocated, isNothing } from './located.ts';
import type { Located, LocatedEntry, LocatedMap } from './located.ts';
import { parseDuration } from './parse-duration.ts';
import { splitShellWords } from './split-shell-words.ts';

/** More than these are not read to the end. */
const MAX_SHOWN_KEYS = 12;

function shown(key: string): string {
  return JSON.stringify(key.length > 80 ? `${key.slice(0, 80)}…` : key);
}

function knownKeys(known: readonly string[]): string {
  if (known.length > MAX_SHOWN_KEYS) return 'the Compose specification has no such key';
  return `known keys: ${known.join(', ')}`;
}

/** Reads values of a known form; what does not fit becomes a finding and undefined. */
export class FieldReader {
  readonly log: DiagnosticLog;

  constructor(log: DiagnosticLog) {
    this.log = log;
  }

  /** Reports that a value has the wrong form. */
  refuse(value: Located, what: string, expected: string): undefined {
    const detail = { expected, seen: describeLocated(value) };
    this.log.error('COMPOSE_TYPE', value.at, `cannot read ${what}`, detail);
  }

  map(value: Located, what: string): LocatedMap | undefined {
    return value.kind === 'map' ? value : this.refuse(value, what, 'a mapping');
  }

  text(value: Located, what: string): string | undefined {
    if (value.kind === 'scalar' && value.value !== null) return value.text;
    return this.refuse(value, what, 'a text');
  }

  /** Reports keys that are not in the list; `x-` keys are always allowed. */
  onlyKeys(map: LocatedMap, what: string, known: readonly string[]): void {
    for (const { key, keyAt } of map.entries.values()) {
      if (!known.includes(key) && !key.startsWith('x-'))
        this.unknownKey(key, { keyAt, what, known });
    }
  }

  unknownKey(
    key: string,
    place: { keyAt: SourceLocation; what: string; known: readonly string[] },
  ): void {
    // The search costs more than all else when a file is nothing but unknown keys.
    if (this.log.isFull) return;
    const meant = didYouMean(key, place.known);
    this.log.error(
      'COMPOSE_KEY_UNKNOWN',
      place.keyAt,
      `unknown key ${shown(key)} in ${place.what}`,
      {
        hint: meant === undefined ? knownKeys(place.known) : `did you mean "${meant}"?`,
      },
    );
  }

  /** A list of texts; a single text counts as a list of one. */
  texts(value: Located, what: string): { text: string; at: SourceLocation }[] {
    const items = value.kind === 'list' ? value.items : [value];
    return items.flatMap((item) => {
      const text = this.text(item, what);
      return text === undefined ? [] : [{ text, at: item.at }];
    });
  }

  /** A mapping `A: b` or a list of `A=b`; the value is undefined where none is given. */
  assignments(value: Located, what: string): Map<string, string | undefined> {
    if (value.kind === 'map') {
      return new Map([...value.entries.values()].map((entry) => this.#assignment(entry, what)));
    }
    if (value.kind !== 'list') {
      this.refuse(value, what, 'a mapping, or a list of KEY=value');
      return new Map();
    }
    return new Map(
      this.texts(value, what).map(({ text }) => {
        const equals = text.indexOf('=');
        return equals === -1 ? [text, undefined] : [text.slice(0, equals), text.slice(equals + 1)];
      }),
    );
  }

  #assignment({ key, value }: LocatedEntry, what: string): [string, string | undefined] {
    if (isNothing(value)) return [key, undefined];
    const text = this.text(value, `${what}.${key}`);
    if (value.kind === 'scalar' && value.written !== undefined) {
      const message = `${what}.${key} is the number ${text}, as Docker reads it`;
      const hint = 'put it into quotes to keep it as it is written';
      this.log.warn('COMPOSE_NUMBER', value.at, message, { seen: value.written, hint });
    }
    return [key, text];
  }

  /** A command as a list, or as a text that is split into words. */
  command(value: Located, what: string): string[] | undefined {
    if (value.kind === 'list') return this.texts(value, what).map(({ text }) => text);
    if (isNothing(value)) return undefined;
    const text = this.text(value, what);
    if (text === undefined) return undefined;
    return splitShellWords(text) ?? this.refuse(value, what, 'a command whose quotes are closed');
  }

  duration(value: Located, what: string): number | undefined {
    const text = this.text(value, what);
    if (text === undefined) return undefined;
    return (
      parseDuration(text) ?? this.refuse(value, what, 'a duration such as 10s, 250ms or 1m30s')
    );
  }

  integer(value: Located, what: string): number | undefined {
    const text = this.text(value, what);
    if (text === undefined) return undefined;
    return /^\d+$/.test(text) ? Number(text) : this.refuse(value, what, 'a whole number from 0');
  }

  boolean(value: Located, what: string): boolean | undefined {
    const text = this.text(value, what)?.toLowerCase();
    if (text === undefined) return undefined;
    // The words of YAML 1.1, which Docker's reader takes as well.
    if (/^(?:true|yes|y|on)$/.test(text)) return true;
    if (/^(?:false|no|n|off)$/.test(text)) return false;
    return this.refuse(value, what, 'true or false');
  }

  /** A number from 1 to 65535. */
  port(text: string, value: Located, what: string): number | undefined {
    const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
    if (port >= 1 && port <= 65_535) return port;
    this.log.error('COMPOSE_PORT', value.at, `${what} is not a port`, {
      expected: 'a number from 1 to 65535',
      seen: JSON.stringify(text),
    });
    return undefined;
  }
}
