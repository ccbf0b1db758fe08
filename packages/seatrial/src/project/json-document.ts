import { findNodeAtLocation, getNodeValue, parseTree, printParseErrorCode } from 'jsonc-parser';
import type { JSONPath, Node, ParseError } from 'jsonc-parser';

import type { Diagnostic, SourcePosition } from '../evidence/index.ts';

export type JsonPath = JSONPath;

/** A JSON file that knows where each of its values stands. */
export interface JsonDocument {
  readonly file: string;
  readonly value: unknown;
  /** Of the value at the path, or of the nearest thing around it that exists. */
  readonly positionOf: (path: JsonPath) => SourcePosition;
  /** Of the key itself, for a complaint about its name. */
  readonly positionOfKey: (path: JsonPath) => SourcePosition;
}

/**
 * Reads strict JSON: comments and trailing commas are refused, because other readers of the same file
 * would. A byte order mark is let pass.
 *
 * @param file - as it is shown in diagnostics
 * @returns either the document or one diagnostic for the first place that cannot be read
 */
export function parseJsonDocument(
  file: string,
  text: string,
): { readonly document: JsonDocument | null; readonly diagnostics: readonly Diagnostic[] } {
  const source = text.startsWith('\uFEFF') ? ` ${text.slice(1)}` : text;
  const errors: ParseError[] = [];
  const root = parseTree(source, errors, { disallowComments: true, allowTrailingComma: false });
  const positionAt = positionFinder(file, source);
  const [first] = errors;
  if (first !== undefined) {
    return { document: null, diagnostics: [syntaxDiagnostic(source, first, positionAt)] };
  }
  if (root === undefined) throw new Error(`${file} holds no value, and the parser names no error`);
  return {
    document: {
      file,
      value: getNodeValue(root),
      positionOf: (path) => positionAt(nearestNode(root, path).offset),
      positionOfKey: (path) => {
        const node = findNodeAtLocation(root, [...path]);
        const key = node?.parent?.type === 'property' ? node.parent : nearestNode(root, path);
        return positionAt(key.offset);
      },
    },
    diagnostics: [],
  };
}

function nearestNode(root: Node, path: JsonPath): Node {
  for (let length = path.length; length > 0; length -= 1) {
    const node = findNodeAtLocation(root, path.slice(0, length));
    if (node !== undefined) return node;
  }
  return root;
}

function positionFinder(file: string, text: string): (offset: number) => SourcePosition {
  let starts: number[] | null = null;
  return (offset) => {
    starts ??= [0, ...Array.from(text.matchAll(/\r\n|\r|\n/g), (end) => end.index + end[0].length)];
    let line = starts.length - 1;
    while (line > 0 && (starts[line] ?? 0) > offset) line -= 1;
    return { file, line: line + 1, column: offset - (starts[line] ?? 0) + 1 };
  };
}

const EXPECTED: Readonly<Record<string, string>> = {
  InvalidSymbol: 'a JSON value',
  InvalidNumberFormat: 'a number such as 1, -2.5 or 1e3',
  PropertyNameExpected: 'a key in double quotes',
  ValueExpected: 'a JSON value',
  ColonExpected: 'a colon',
  CommaExpected: 'a comma',
  CloseBraceExpected: '}',
  CloseBracketExpected: ']',
  EndOfFileExpected: 'the end of the file',
  UnexpectedEndOfString: 'a closing double quote',
  UnexpectedEndOfNumber: 'a digit',
  InvalidUnicode: 'four hexadecimal digits',
  InvalidEscapeCharacter: 'one of \\" \\\\ \\/ \\b \\f \\n \\r \\t \\u',
  InvalidCharacter: 'no control characters',
};

function syntaxDiagnostic(
  text: string,
  error: ParseError,
  positionAt: (offset: number) => SourcePosition,
): Diagnostic {
  const name = printParseErrorCode(error.error);
  const base = { code: 'JSON_MALFORMED', severity: 'error' } as const;
  if (name === 'InvalidCommentToken' || name === 'UnexpectedEndOfComment') {
    const seen = JSON.stringify(text.slice(error.offset, error.offset + 2));
    const message = 'the file is not JSON: it holds a comment';
    return { ...base, ...positionAt(error.offset), message, seen, hint: 'remove the comment' };
  }
  const before = text.slice(0, error.offset).trimEnd();
  if (before.endsWith(',') && /^[}\]]/.test(text.slice(error.offset))) {
    const message = 'the file is not JSON: a comma stands after the last element';
    return { ...base, ...positionAt(before.length - 1), message, seen: '","', hint: 'remove it' };
  }
  const seen = text.slice(error.offset, error.offset + Math.min(Math.max(error.length, 1), 40));
  return {
    ...base,
    ...positionAt(error.offset),
    message: 'the file is not JSON',
    expected: EXPECTED[name] ?? 'JSON',
    seen: seen === '' ? 'the end of the file' : JSON.stringify(seen),
  };
}

/** The type and the value, short, for a diagnostic: `string "80"`. */
export function describeJson(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  const kind = Array.isArray(value) ? 'array' : typeof value;
  const text = JSON.stringify(value);
  return `${kind} ${text.length > 60 ? `${text.slice(0, 59)}…` : text}`;
}

/** `quality_gates.security.fail_on`, `trial.suites[0].name`. */
export function formatJsonPath(path: JsonPath): string {
  return path
    .map((part, index) =>
      typeof part === 'number' ? `[${part}]` : index === 0 ? part : `.${part}`,
    )
    .join('');
}
