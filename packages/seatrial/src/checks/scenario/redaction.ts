import type { StartedEnvironment } from '@seatrial/environment';

import type { Failure, Json } from '../../evidence/index.ts';

const SECRET_NAME = /key|token|secret|password/i;
const SECRET_HEADER = /^(?:proxy-)?authorization$|^(?:set-)?cookie$/i;
/** Fewer letters of a secret tell nothing. */
const MIN_CUT_LENGTH = 4;
const MAX_HEADER_LENGTH = 1000;
/** A value like `1` or `true` behind a secret-sounding name that no spec asked for is not a secret. */
const MIN_UNASKED_LENGTH = 8;

/** Takes secrets out of everything that leaves a scenario. */
export class Redaction {
  readonly #secrets = new Map<string, string>();
  #pattern: RegExp | null = null;
  #longest = 0;

  /** @param environment - its long secret-sounding variables are never shown, asked for or not */
  constructor(environment: StartedEnvironment | null) {
    if (environment === null) return;
    for (const service of environment.services.keys()) {
      for (const [variable, value] of Object.entries(environment.environmentOf(service))) {
        if (value.length >= MIN_UNASKED_LENGTH) this.add(`${service}.${variable}`, value);
      }
    }
  }

  /** Remembers the value of `${service.VARIABLE}` when its name sounds like a secret. */
  add(name: string, value: string): void {
    const variable = name.slice(name.lastIndexOf('.') + 1);
    if (value === '' || !SECRET_NAME.test(variable)) return;
    for (const written of [value, JSON.stringify(value).slice(1, -1), encodeURIComponent(value)]) {
      if (this.#secrets.has(written)) continue;
      this.#secrets.set(written, `«${name}»`);
      this.#longest = Math.max(this.#longest, written.length);
      this.#pattern = null;
    }
  }

  /** The text without secrets, at most `limit` characters of it. */
  text(text: string, limit = Number.POSITIVE_INFINITY): string {
    if (this.#secrets.size === 0) return text.length > limit ? text.slice(0, limit) : text;
    const isCut = text.length > limit + this.#longest;
    const safe = (isCut ? text.slice(0, limit + this.#longest) : text).replace(
      (this.#pattern ??= this.#compile()),
      (secret) => this.#secrets.get(secret) ?? '«secret»',
    );
    // The end of a cut text may be the beginning of a secret.
    return safe.slice(0, Math.min(limit, isCut ? safe.length - this.#longest : safe.length));
  }

  /** Headers for evidence. */
  headers(headers: Readonly<Record<string, string | readonly string[] | undefined>>): Json {
    const safe: Record<string, Json> = {};
    for (const [name, value] of Object.entries(headers)) {
      if (value === undefined) continue;
      const text = typeof value === 'string' ? value : value.join(', ');
      const redacted = this.text(text, MAX_HEADER_LENGTH);
      safe[name] = SECRET_HEADER.test(name) ? onlyNames(redacted, name) : redacted;
    }
    return safe;
  }

  /** Plain data for evidence. */
  json(value: Json): Json {
    if (typeof value === 'string') return this.text(value);
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return (value as readonly Json[]).map((item) => this.json(item));
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [this.text(key), this.json(inner)]),
    );
  }

  failure(failure: Failure): Failure {
    const { message, expected, seen, detail, source } = failure;
    const safe = (text: string | null): string | null =>
      text === null ? null : this.#shortened(text);
    return {
      message: this.#shortened(message),
      source,
      expected: safe(expected),
      seen: safe(seen),
      detail: safe(detail),
    };
  }

  /** A text whose parts were cut with `…`: the piece before it may be the beginning of a secret. */
  #shortened(text: string): string {
    const [first = '', ...others] = this.text(text).split('…');
    let safe = first;
    for (const other of others) safe = `${this.#withoutBeginning(safe)}…${other}`;
    return safe;
  }

  #withoutBeginning(text: string): string {
    for (const [secret, name] of this.#secrets) {
      for (
        let length = Math.min(secret.length, text.length);
        length >= MIN_CUT_LENGTH;
        length -= 1
      ) {
        if (text.endsWith(secret.slice(0, length))) return text.slice(0, -length) + name;
      }
    }
    return text;
  }

  #compile(): RegExp {
    const longestFirst = [...this.#secrets.keys()].toSorted((a, b) => b.length - a.length);
    return new RegExp(longestFirst.map((secret) => escapePattern(secret)).join('|'), 'g');
  }
}

/** The names of the variables in a secret header, and nothing else of it. */
function onlyNames(redacted: string, header: string): string {
  const names = redacted.match(/«[^»]*»/g);
  return names === null ? `«${header}»` : names.join(' ');
}

function escapePattern(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`);
}
