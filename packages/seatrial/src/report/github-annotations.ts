import type { Diagnostic, RunRecord, SourcePosition } from '../evidence/index.ts';
import type { Concern } from './concerns.ts';
import { concernsOf, isAlarming } from './concerns.ts';
import { clip, oneLine, plainText } from './plain-text.ts';

/** What GitHub shows of one step; it drops the rest without a word. */
const MAX_PER_LEVEL = 10;
const MAX_MESSAGE_CHARS = 2_000;

interface Annotation {
  readonly level: 'error' | 'warning';
  readonly title: string;
  readonly message: string;
  readonly position: Partial<SourcePosition> | null;
}

/**
 * Workflow commands for stdout: at most 10 errors and 10 warnings, most important first. When there
 * are more, the last one of its level says how many are in the summary.
 *
 * @see https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
 */
export function renderGithubAnnotations(record: RunRecord): string {
  const annotations = [
    ...concernsOf(record).filter(isShown).map(fromConcern),
    ...record.warnings.map(fromDiagnostic),
  ];
  const lines = (['error', 'warning'] as const).flatMap((level) =>
    bounded(
      level,
      annotations.filter((annotation) => annotation.level === level),
    ).map(command),
  );
  return lines.map((line) => `${line}\n`).join('');
}

/** A check that nobody requires and that did not run is no news. */
function isShown(concern: Concern): boolean {
  return concern.outcome !== 'skipped' || concern.decides;
}

function fromConcern(concern: Concern): Annotation {
  const { id, title, test, message, expected, seen, rerun, position } = concern;
  const lines = [
    test === null ? message : `${test}: ${message}`,
    expected === null ? '' : `expected: ${expected}`,
    seen === null ? '' : `seen: ${seen}`,
    rerun === null ? '' : `rerun: ${rerun}`,
  ];
  return {
    level: isAlarming(concern) ? 'error' : 'warning',
    title: `${outcomeWord(concern)}: ${id} ${title}`,
    message: lines.filter((line) => line !== '').join('\n'),
    position,
  };
}

function outcomeWord(concern: Concern): string {
  return concern.outcome === 'skipped' ? 'not proven' : concern.outcome;
}

function fromDiagnostic(diagnostic: Diagnostic): Annotation {
  const { severity, code, message, hint, file, line, column } = diagnostic;
  return {
    level: severity,
    title: code,
    message: hint === undefined ? message : `${message}\n${hint}`,
    position:
      file === undefined
        ? null
        : {
            file,
            ...(line === undefined ? {} : { line }),
            ...(column === undefined ? {} : { column }),
          },
  };
}

function bounded(level: Annotation['level'], all: readonly Annotation[]): readonly Annotation[] {
  if (all.length <= MAX_PER_LEVEL) {
    return all;
  }
  const shown = all.slice(0, MAX_PER_LEVEL - 1);
  const rest = all.length - shown.length;
  const message = `${rest} more ${level}s are in the summary of this job`;
  return [...shown, { level, title: 'Seatrial', message, position: null }];
}

function command({ level, title, message, position }: Annotation): string {
  const properties = {
    ...(position === null
      ? {}
      : { file: position.file, line: position.line, col: position.column }),
    title: clip(oneLine(title), 200),
  };
  const text = Object.entries(properties)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}=${escapeProperty(String(value))}`);
  return `::${level} ${text.join(',')}::${escapeData(clip(plainText(message), MAX_MESSAGE_CHARS))}`;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(plainText(text)).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
