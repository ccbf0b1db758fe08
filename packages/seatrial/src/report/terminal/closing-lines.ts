import { OUTCOMES } from '../../evidence/index.ts';
import type { RunRecord, VerdictWord } from '../../evidence/index.ts';
import { type Concern, concernsOf } from '../concerns.ts';
import { formatDuration } from '../duration.ts';
import { formatPosition } from '../first-difference.ts';
import { notProven } from '../not-proven.ts';
import { clip } from '../plain-text.ts';
import type { ReportPaths } from '../report-paths.ts';
import { failureLines } from './event-lines.ts';
import { type Line, span } from './line.ts';
import { countSpan, outcomeSpan } from './outcome-span.ts';

const MAX_CONCERNS = 30;
/** An interrupted run leaves many checks that were not run; a few of them tell it all. */
const MAX_SKIPPED = 5;
const MAX_VALUE_CHARS = 500;
const MAX_DETAIL_LINES = 12;

const VERDICT_COLORS: Readonly<Record<VerdictWord, 'green' | 'red' | 'yellow'>> = {
  ready: 'green',
  'not ready': 'red',
  'not proven': 'yellow',
};

/** How a run ends on a terminal: what needs attention, the counts, the verdict, the page to open. */
export function closingLines(
  record: RunRecord,
  paths: ReportPaths,
  form: 'symbol' | 'word',
): readonly Line[] {
  const concerns = concernsOf(record).filter((one) => one.decides || one.outcome !== 'skipped');
  const shown = shortened(concerns);
  const rest = concerns.length - shown.length;
  return [
    ...shown.flatMap((concern, index) => {
      const isListed = concern.outcome === 'skipped' && shown[index - 1]?.outcome === 'skipped';
      return [...(isListed ? [] : [[]]), ...concernLines(concern, form)];
    }),
    ...(rest > 0 ? [[span(`… and ${rest} more in the report`, 'gray')]] : []),
    [],
    countsLine(record),
    [],
    ...verdictLines(record, paths),
  ];
}

function shortened(concerns: readonly Concern[]): readonly Concern[] {
  const skipped = concerns.filter(({ outcome }) => outcome === 'skipped');
  const told = new Set(skipped.slice(0, MAX_SKIPPED));
  return concerns
    .filter((concern) => concern.outcome !== 'skipped' || told.has(concern))
    .slice(0, MAX_CONCERNS);
}

function concernLines(concern: Concern, form: 'symbol' | 'word'): readonly Line[] {
  const { id, title, outcome, test, message, position, rerun, detail } = concern;
  const head: Line = [outcomeSpan(outcome, form), span(` ${id}`, 'bold'), span(`  ${title}`)];
  if (outcome === 'skipped') {
    return [[...head, span(`  ${notProven(message)}`, 'gray')]];
  }
  return [
    head,
    ...(test === null ? [] : [[span(`    ${test}`, 'bold')]]),
    ...failureLines({
      message,
      expected: short(concern.expected),
      seen: short(concern.seen),
    }),
    ...(detail === null || concern.expected !== null ? [] : detailLines(detail)),
    ...(position === null
      ? []
      : [[span('    at        ', 'gray'), span(formatPosition(position), 'cyan')]]),
    ...(rerun === null ? [] : [[span('    rerun     ', 'gray'), span(rerun)]]),
  ];
}

function short(text: string | null): string | null {
  return text === null ? null : clip(text, MAX_VALUE_CHARS);
}

function detailLines(detail: string): readonly Line[] {
  return detail
    .trimEnd()
    .split('\n')
    .slice(-MAX_DETAIL_LINES)
    .map((line) => [span(`    ${line}`, 'gray')]);
}

function countsLine(record: RunRecord): Line {
  const counts = OUTCOMES.filter((outcome) => record.verdict.counts[outcome] > 0).flatMap(
    (outcome) => [countSpan(outcome, record.verdict.counts[outcome]), span('  ')],
  );
  return [...counts, span(formatDuration(record.durationMs), 'gray')];
}

function verdictLines(record: RunRecord, paths: ReportPaths): readonly Line[] {
  const { word, reason } = record.verdict;
  const file = `${paths.runFolder}/report.html`;
  const url = paths.runFolderUrl === undefined ? {} : { url: `${paths.runFolderUrl}/report.html` };
  return [
    [span(` ${word.toUpperCase()} `, 'bold', 'inverse', VERDICT_COLORS[word]), span(`  ${reason}`)],
    [span('report  ', 'gray'), { text: file, style: ['cyan'], ...url }],
  ];
}
