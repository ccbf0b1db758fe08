import type { Diagnostic } from '../diagnostic.ts';
import { ContractError } from '../diagnostic.ts';
import { checkDepth, checkSize } from './check-size.ts';
import { countKeys, findDuplicateKey } from './duplicate-keys.ts';
import { explainJsonError } from './explain-json-error.ts';
import { parseYaml } from './parse-yaml.ts';
import type { ContractDocument } from './place.ts';
import { isObject } from './place.ts';
import { positionAt } from './position.ts';
import { quote } from './quote.ts';

/** Large specifications have some twenty megabytes. */
const MAX_LENGTH = 64 * 1024 * 1024;

/**
 * Parses a text as JSON, or as YAML when it does not begin like JSON.
 *
 * @param uri - how the document is called in findings
 * @throws {ContractError} `DOCUMENT_EMPTY`, `DOCUMENT_SYNTAX` (duplicate keys included), `DOCUMENT_SEVERAL`,
 * `DOCUMENT_TOO_LARGE`, or `DOCUMENT_KIND` when it is no mapping
 */
export function openDocument(text: string, uri: string): ContractDocument {
  const content = text.startsWith('\uFEFF') ? text.slice(1) : text;
  refuseWhatIsNone(content, uri);
  const format = /^\s*\{/.test(content) ? 'json' : 'yaml';
  const root = format === 'json' ? parseJson(content, uri) : parseExpanding(content, uri);
  if (!isObject(root)) {
    throw new ContractError({
      ...kindOf(uri),
      message: 'this is no API description',
      expected: 'a mapping with "openapi", "swagger" or "asyncapi"',
      seen: Array.isArray(root) ? 'a list' : quote(String(root)),
    });
  }
  return { uri, format, text: content, root };
}

function kindOf(uri: string): Diagnostic & { readonly code: 'DOCUMENT_KIND' } {
  return { code: 'DOCUMENT_KIND', severity: 'error', message: '', file: uri, line: 1, column: 1 };
}

function refuseWhatIsNone(text: string, uri: string): void {
  const place = { severity: 'error', file: uri, line: 1, column: 1 } as const;
  if (text.length > MAX_LENGTH) {
    throw new ContractError({
      code: 'DOCUMENT_TOO_LARGE',
      ...place,
      message: 'the document is too large',
      expected: `at most ${MAX_LENGTH} characters`,
      seen: String(text.length),
    });
  }
  if (text.trim() === '') {
    const message = 'the document is empty';
    throw new ContractError({ code: 'DOCUMENT_EMPTY', ...place, message });
  }
  if (/^\s*<(?:!doctype|html|\?xml)/i.test(text)) {
    throw new ContractError({
      code: 'DOCUMENT_KIND',
      ...place,
      message: 'this is a web page or XML, no API description',
      expected: 'JSON or YAML',
      seen: quote(text.trim()),
      hint: 'was it saved from a page that asks to sign in, or is the address one of a viewer?',
    });
  }
}

function parseExpanding(text: string, uri: string): unknown {
  const root = parseYaml(text, uri);
  checkSize(root, uri);
  return root;
}

function parseJson(text: string, uri: string): unknown {
  let root: unknown;
  try {
    root = JSON.parse(text);
  } catch (error) {
    throw explainJsonError(text, uri, error);
  }
  // Counting is cheap; only when keys are missing from what was parsed it is looked which.
  if (countKeys(text) !== membersIn(root, uri)) refuseDuplicate(text, uri);
  return root;
}

/** In JSON nothing stands for something else, so that its size is that of its text; only its depth is looked at. */
function membersIn(root: unknown, uri: string): number {
  let count = 0;
  let depth = 0;
  let open: object[] = typeof root === 'object' && root !== null ? [root] : [];
  for (; open.length > 0; depth += 1) {
    checkDepth(depth, uri);
    const below: object[] = [];
    for (const value of open) {
      const inner: readonly unknown[] = Array.isArray(value) ? value : Object.values(value);
      if (!Array.isArray(value)) count += inner.length;
      for (const one of inner) if (typeof one === 'object' && one !== null) below.push(one);
    }
    open = below;
  }
  return count;
}

function refuseDuplicate(text: string, uri: string): void {
  const duplicate = findDuplicateKey(text);
  if (duplicate === undefined) return;
  throw new ContractError({
    code: 'DOCUMENT_SYNTAX',
    severity: 'error',
    file: uri,
    ...positionAt(text, duplicate.offset),
    message: `the key ${quote(duplicate.key)} stands here a second time`,
    hint: `it stands in line ${positionAt(text, duplicate.first).line} already; readers disagree about which of them holds`,
  });
}
