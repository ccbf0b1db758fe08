import { interpolate } from './interpolate.ts';
import type { LookUpVariable } from './interpolate.ts';

/** What a line of an env file could not be read as. */
export interface EnvFileFault {
  /** 1-based. */
  readonly line: number;
  readonly message: string;
}

/**
 * Reads `KEY=value` lines: comments, `export`, single quotes (literal), double quotes (escapes, several lines),
 * variables outside single quotes. A key without `=` takes its value from the caller's environment.
 */
export function parseEnvFile(
  text: string,
  lookUp: LookUpVariable,
): { values: Map<string, string>; faults: EnvFileFault[] } {
  const values = new Map<string, string>();
  const faults: EnvFileFault[] = [];
  const pattern =
    /^[ \t]*(?:#.*|(?:export[ \t]+)?([A-Za-z_][\w.-]*)(?:[ \t]*=[ \t]*('[^']*'|"(?:\\[^]|[^"\\])*"|[^\r\n]*?))?[ \t]*(?:[ \t]#.*)?|)\r?$/my;
  let line = 1;
  let index = 0;
  while (index < text.length) {
    pattern.lastIndex = index;
    const match = pattern.exec(text);
    const end = text.indexOf('\n', index);
    const lineEnd = end === -1 ? text.length : end;
    if (match === null || match.index !== index) {
      const seen = text.slice(index, lineEnd).trim();
      faults.push({ line, message: `cannot read ${JSON.stringify(seen)}; expected KEY=value` });
      index = lineEnd + 1;
      line += 1;
      continue;
    }
    const [whole, key, raw] = match;
    if (key !== undefined) {
      const known = (name: string): string | undefined => lookUp(name) ?? values.get(name);
      const value = raw === undefined ? lookUp(key) : readValue(raw, known);
      if (typeof value === 'string') values.set(key, value);
      else if (value !== undefined) faults.push({ line, message: value.fault });
    }
    line += whole.split('\n').length;
    index += whole.length + 1;
  }
  return { values, faults };
}

/** Reads `KEY=value` lines where the value is every character behind the first `=`, as `docker run --env-file` does. */
export function parseRawEnvFile(
  text: string,
  lookUp: LookUpVariable,
): { values: Map<string, string>; faults: EnvFileFault[] } {
  const values = new Map<string, string>();
  const faults: EnvFileFault[] = [];
  for (const [index, whole] of text.split(/\r?\n/).entries()) {
    const line = whole.trimStart();
    if (line === '' || line.startsWith('#')) continue;
    const equals = line.indexOf('=');
    const key = equals === -1 ? line.trimEnd() : line.slice(0, equals);
    const value = equals === -1 ? lookUp(key) : line.slice(equals + 1);
    if (key === '' || /\s/.test(key)) {
      const message = `cannot read ${JSON.stringify(line)}; expected KEY=value`;
      faults.push({ line: index + 1, message });
    } else if (value !== undefined) values.set(key, value);
  }
  return { values, faults };
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

function readValue(raw: string, lookUp: LookUpVariable): string | { fault: string } {
  if (raw.startsWith("'") && raw.endsWith("'") && raw.length > 1) return raw.slice(1, -1);
  const quoted = raw.startsWith('"') && raw.endsWith('"') && raw.length > 1;
  const body = quoted
    ? raw
        .slice(1, -1)
        .replace(/\\([^])/g, (pair, char: string) =>
          char === '$' ? '$$' : (ESCAPES[char] ?? (char === '"' || char === '\\' ? char : pair)),
        )
    : raw;
  const result = interpolate(body, lookUp);
  return result.ok ? result.text : { fault: result.message };
}
