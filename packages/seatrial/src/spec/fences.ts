import { didYouMean } from '../evidence/index.ts';
import type { SourcePosition } from '../evidence/index.ts';
import type { Complaints } from './complaints.ts';
import type { Code } from './markdown.ts';

const KINDS = ['scenario', 'background'] as const;
export type FenceKind = (typeof KINDS)[number];

/** The kind a fence's info string (`yaml scenario`) gives it; null for an example or a snippet. */
export function fenceKind(code: Code, complaints: Complaints): FenceKind | null {
  const language = code.language.toLowerCase();
  const [word = ''] = code.meta.toLowerCase().split(/\s+/);
  const isYaml = language === 'yaml' || language === 'yml';
  const kind = KINDS.find((known) => known === word);
  if (isYaml && kind !== undefined) return kind;
  const meant = isYaml ? word : language.replace(/^ya?ml[-_:]?/, '');
  const near = meant === '' ? undefined : didYouMean(meant, KINDS);
  // A name far from ours (`yaml perf`) is another tool's.
  if (near === undefined || (!isYaml && near !== meant)) return null;
  complaints.error('SPEC_UNKNOWN_BLOCK', code, 'this fence is not carried out', {
    expected: 'the info string "yaml scenario" or "yaml background"',
    seen: JSON.stringify(`${code.language} ${code.meta}`.trim()),
    hint: `did you mean "yaml ${near}"?`,
  });
  return null;
}

/** Where the first character inside a fence stands, whatever quotes and lists it is nested in. */
export function fenceOrigin(code: Code, file: string, lines: readonly string[]): SourcePosition {
  const { line } = code;
  const values = code.value.split('\n');
  const filled = values.findIndex((value) => value.trim() !== '');
  const raw = lines[line + filled] ?? '';
  const column = filled === -1 ? 1 : raw.length - (values[filled]?.length ?? 0) + 1;
  return { file, line: line + 1, column: Math.max(1, column) };
}

/** Complains of a fence that nothing closes: the rest of the file would silently belong to it. */
export function checkClosed(code: Code, complaints: Complaints): boolean {
  if (code.closed) return true;
  const words = { expected: 'a closing fence', seen: 'the end of its container', hint: 'add ```' };
  complaints.error('SPEC_FENCE_UNCLOSED', code, 'this fence is not closed', words);
  return false;
}
