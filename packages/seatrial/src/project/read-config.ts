import { join } from 'node:path';

import type { z } from 'zod';

import type { Diagnostic } from '../evidence/index.ts';
import { suggest } from '../evidence/index.ts';
import { configFileSchema } from './config-schema.ts';
import { describeJson, formatJsonPath, parseJsonDocument } from './json-document.ts';
import type { JsonDocument, JsonPath } from './json-document.ts';
import { normaliseConfig } from './normalise-config.ts';
import type { ProjectConfig } from './project-config.ts';
import { readTextFile } from './read-text-file.ts';

const CONFIG_FILE = '.session/config.json';

/** A config as it was read; with an error among the diagnostics, `config` holds defaults and must not be used. */
export interface ConfigReading {
  readonly config: ProjectConfig;
  /** Null when the file does not exist or is not JSON. */
  readonly document: JsonDocument | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads `.session/config.json`; a file that is absent means defaults, a malformed one never does. */
export async function readConfig(root: string): Promise<ConfigReading> {
  const text = await readTextFile(join(root, CONFIG_FILE));
  return text === null ? { ...normaliseConfig({}, null), document: null } : parseConfig(text);
}

/** The same for the text of a config file. */
export function parseConfig(text: string): ConfigReading {
  const { document, diagnostics } = parseJsonDocument(CONFIG_FILE, text);
  if (document === null) return { ...normaliseConfig({}, null), document, diagnostics };
  const parsed = configFileSchema.safeParse(document.value);
  if (!parsed.success) {
    const found = parsed.error.issues.map((issue) => diagnosticOf(issue, document));
    return { ...normaliseConfig({}, null), document, diagnostics: found };
  }
  return { ...normaliseConfig(parsed.data, document), document };
}

type Issue = z.core.$ZodIssue;

function diagnosticOf(issue: Issue, document: JsonDocument): Diagnostic {
  const path = issue.path.filter((part) => typeof part !== 'symbol');
  const name = formatJsonPath(path);
  const seen = valueAt(document.value, path);
  const known = issue.code === 'invalid_value' ? issue.values.map(String) : [];
  const hint = typeof seen === 'string' && known.length > 0 ? suggest(seen, known) : undefined;
  return {
    code: seen === undefined ? 'CONFIG_MISSING_KEY' : 'CONFIG_WRONG_TYPE',
    severity: 'error',
    message:
      seen === undefined ? `${name} is missing` : `${name === '' ? 'the file' : name} is wrong`,
    ...document.positionOf(path),
    expected: expectedBy(issue),
    seen: describeJson(seen),
    hint,
  };
}

function expectedBy(issue: Issue): string {
  if (issue.code === 'invalid_type') {
    return issue.expected === 'int' ? 'an integer' : withArticle(issue.expected);
  }
  if (issue.code === 'invalid_value') {
    return `one of ${issue.values.map((value) => JSON.stringify(value)).join(', ')}`;
  }
  if (issue.code === 'invalid_union') return 'a string or a list of strings';
  if (issue.code === 'too_big') return `at most ${issue.maximum}`;
  if (issue.code === 'too_small') {
    return `${issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum}`;
  }
  return issue.message;
}

function withArticle(type: string): string {
  if (type === 'record') return 'an object';
  return /^[aeio]/.test(type) ? `an ${type}` : `a ${type}`;
}

function valueAt(value: unknown, path: JsonPath): unknown {
  let current = value;
  for (const part of path) {
    if (typeof current !== 'object' || current === null) return undefined;
    current = (current as Readonly<Record<string | number, unknown>>)[part]; // any object has keys
  }
  return current;
}
