import type { Diagnostic } from '../diagnostic.ts';
import { didYouMean } from '../did-you-mean.ts';

/** One instruction of a Dockerfile, its continued lines joined. */
export interface Instruction {
  /** Upper case. */
  readonly keyword: string;
  /** `--flag=value` before the arguments. */
  readonly flags: ReadonlyMap<string, string>;
  readonly text: string;
  /** The arguments when they are a JSON list of texts. */
  readonly list: readonly string[] | undefined;
  readonly line: number;
}

const KEYWORDS = [
  'ADD',
  'ARG',
  'CMD',
  'COPY',
  'ENTRYPOINT',
  'ENV',
  'EXPOSE',
  'FROM',
  'HEALTHCHECK',
  'LABEL',
  'MAINTAINER',
  'ONBUILD',
  'RUN',
  'SHELL',
  'STOPSIGNAL',
  'USER',
  'VOLUME',
  'WORKDIR',
];

/** Splits a Dockerfile into instructions: comments, line continuations, the `escape` directive, heredocs of RUN. */
export function readInstructions(
  text: string,
  file: string,
): { instructions: Instruction[]; diagnostics: Diagnostic[] } {
  const lines = text.split(/\r?\n/);
  const escape = /^#\s*escape\s*=\s*`/im.test(lines.slice(0, 3).join('\n')) ? '`' : '\\';
  const instructions: Instruction[] = [];
  const diagnostics: Diagnostic[] = [];
  for (let index = 0; index < lines.length;) {
    const line = index + 1;
    const logical = joinLines(lines, index, escape);
    index = logical.next;
    if (logical.text === '') continue;
    const parsed = parseInstruction(logical.text, line);
    const finding = checkInstruction(parsed, { file, text: logical.text });
    if (finding === undefined) instructions.push(parsed);
    else diagnostics.push(finding);
    index = skipHeredocs(logical.text, { lines, index, keyword: parsed.keyword });
  }
  return { instructions, diagnostics };
}

function joinLines(
  lines: readonly string[],
  start: number,
  escape: string,
): { text: string; next: number } {
  let text = '';
  let index = start;
  for (; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    // Inside a continued instruction Docker leaves out comments and empty lines.
    if (/^\s*#/.test(line) || (text !== '' && line.trim() === '')) {
      if (text === '') return { text, next: index + 1 };
      continue;
    }
    const trimmed = line.trimEnd();
    if (!trimmed.endsWith(escape)) return { text: (text + trimmed).trim(), next: index + 1 };
    text += trimmed.slice(0, -1);
  }
  return { text: text.trim(), next: index };
}

function parseInstruction(text: string, line: number): Instruction {
  const [, keyword = '', rest = ''] = /^(\S+)\s*([^]*)$/.exec(text) ?? [];
  const flags = new Map<string, string>();
  let body = rest;
  for (;;) {
    const flag = /^--([a-z-]+)(?:=(\S*))?\s*/.exec(body);
    if (flag === null) break;
    flags.set(flag[1] ?? '', flag[2] ?? 'true');
    body = body.slice(flag[0].length);
  }
  return { keyword: keyword.toUpperCase(), flags, text: body, list: parseList(body), line };
}

/** Docker takes what is no valid list of texts for the shell form. */
function parseList(text: string): string[] | undefined {
  if (!text.startsWith('[')) return undefined;
  try {
    const parsed: unknown = JSON.parse(text);
    const isList = Array.isArray(parsed) && parsed.every((item) => typeof item === 'string');
    return isList ? parsed : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function checkInstruction(
  { keyword, line }: Instruction,
  { file, text }: { file: string; text: string },
): Diagnostic | undefined {
  const place = { severity: 'error', file, line, column: 1 } as const;
  if (!KEYWORDS.includes(keyword)) {
    const meant = didYouMean(keyword, KEYWORDS);
    const hint = meant === undefined ? undefined : { hint: `did you mean "${meant}"?` };
    const message = `unknown instruction ${keyword}`;
    return { code: 'DOCKERFILE_INSTRUCTION', message, ...place, ...hint };
  }
  if ((keyword === 'COPY' || keyword === 'ADD') && heredocNames(text).length > 0) {
    const message = `${keyword} of a heredoc is not supported natively`;
    const hint = 'put the text into a file of the build context and copy that';
    return { code: 'DOCKERFILE_HEREDOC', message, ...place, hint };
  }
  return undefined;
}

function skipHeredocs(
  text: string,
  at: { lines: readonly string[]; index: number; keyword: string },
): number {
  let { index } = at;
  if (!['RUN', 'COPY', 'ADD'].includes(at.keyword)) return index;
  for (const name of heredocNames(text)) {
    while (index < at.lines.length && at.lines[index]?.trim() !== name) index += 1;
    index += 1;
  }
  return index;
}

function heredocNames(text: string): string[] {
  return [...text.matchAll(/<<-?(["']?)([A-Za-z_]\w*)\1/g)].map((match) => match[2] ?? '');
}
