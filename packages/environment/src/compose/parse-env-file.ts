import { interpolate } from './interpolate.ts';
import type { LookUpVariable } from './interpolate.ts';

/** What a line of an env file could not be read as. */
export interface EnvFileFault {
  /** 1-based. */
  readonly line: number;
  readonly message: string;
}

/** What a file says, and what could not be read of it. */
export interface EnvFileReading {
  readonly values: Map<string, string>;
  readonly faults: EnvFileFault[];
}

/**
 * Reads `KEY=value` lines: comments, `export`, single quotes (literal), double quotes (escapes, several lines),
 * variables outside single quotes. A key without `=` takes its value from the caller's environment.
 */
export function parseEnvFile(text: string, lookUp: LookUpVariable): EnvFileReading {
  const values = new Map<string, string>();
  const faults: EnvFileFault[] = [];
  const known = (name: string): string | undefined => lookUp(name) ?? values.get(name);
  let line = 1;
  for (let index = 0; index < text.length;) {
    const { end, key, value } = readStatement(text, index);
    const found = value === undefined ? inherited(key, lookUp) : value(known);
    if (typeof found === 'string' && key !== undefined) values.set(key, found);
    else if (typeof found === 'object') faults.push({ line, message: found.fault });
    line += text.slice(index, end + 1).split('\n').length - 1;
    index = end + 1;
  }
  return { values, faults };
}

function inherited(key: string | undefined, lookUp: LookUpVariable): string | undefined {
  return key === undefined ? undefined : lookUp(key);
}

type Value = (lookUp: LookUpVariable) => string | Fault;

interface Fault {
  readonly fault: string;
}

interface Statement {
  /** Place of the line break behind it. */
  readonly end: number;
  readonly key?: string;
  readonly value?: Value;
}

const KEY = /[ \t]*(?:export[ \t]+)?([A-Za-z_][\w.-]*)[ \t]*/y;
const QUOTED = /'[^']*'|"(?:\\[^]|[^"\\])*"/y;

function readStatement(text: string, start: number): Statement {
  const end = lineEnd(text, start);
  const line = text.slice(start, end);
  if (/^\s*(?:#|$)/.test(line)) return { end };
  KEY.lastIndex = start;
  const [whole = '', key] = KEY.exec(text) ?? [];
  const sign = start + whole.length;
  if (key !== undefined && (sign >= end || text[sign] === '\r')) return { end, key };
  if (key === undefined || (text[sign] !== '=' && text[sign] !== ':')) {
    return { end, value: () => unreadable(line) };
  }
  const rest = text.slice(sign + 1, end);
  const from = sign + 1 + (rest.length - rest.trimStart().length);
  if (from < end && (text[from] === "'" || text[from] === '"')) return readQuoted(text, from, key);
  const plain = rest.split(/[ \t]#|^#/, 1)[0]?.trim() ?? '';
  return { end, key, value: (lookUp) => expanded(plain, lookUp) };
}

function readQuoted(text: string, from: number, key: string): Statement {
  QUOTED.lastIndex = from;
  const [quoted] = QUOTED.exec(text) ?? [];
  if (quoted === undefined) {
    const fault = `the quote of ${key} is not closed`;
    return { end: lineEnd(text, from), key, value: () => ({ fault }) };
  }
  const end = lineEnd(text, from + quoted.length);
  const behind = text.slice(from + quoted.length, end).trim();
  if (behind === '' || behind.startsWith('#')) {
    return { end, key, value: (lookUp) => unquoted(quoted, lookUp) };
  }
  const fault = `something stands behind the closing quote of ${key}`;
  return { end, key, value: () => ({ fault }) };
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end === -1 ? text.length : end;
}

function unreadable(line: string): Fault {
  const seen = line.trim();
  const shown = JSON.stringify(seen.length > 80 ? `${seen.slice(0, 80)}…` : seen);
  return { fault: `cannot read ${shown}; expected KEY=value` };
}

/** Reads `KEY=value` lines where the value is every character behind the first `=`, as `docker run --env-file` does. */
export function parseRawEnvFile(text: string, lookUp: LookUpVariable): EnvFileReading {
  const values = new Map<string, string>();
  const faults: EnvFileFault[] = [];
  for (const [index, whole] of text.split(/\r?\n/).entries()) {
    const line = whole.trimStart();
    if (line === '' || line.startsWith('#')) continue;
    const equals = line.indexOf('=');
    const key = equals === -1 ? line.trimEnd() : line.slice(0, equals);
    const value = equals === -1 ? lookUp(key) : line.slice(equals + 1);
    if (key === '' || /\s/.test(key)) {
      const message = unreadable(line).fault;
      faults.push({ line: index + 1, message });
    } else if (value !== undefined) values.set(key, value);
  }
  return { values, faults };
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

function unquoted(quoted: string, lookUp: LookUpVariable): string | Fault {
  const body = quoted.slice(1, -1);
  if (quoted.startsWith("'")) return body;
  const plain = body.replace(/\\([^])/g, (pair, char: string) =>
    char === '$' ? '$$' : (ESCAPES[char] ?? (char === '"' || char === '\\' ? char : pair)),
  );
  return expanded(plain, lookUp);
}

function expanded(text: string, lookUp: LookUpVariable): string | Fault {
  const result = interpolate(text, lookUp);
  return result.ok ? result.text : { fault: result.message };
}
