import type { NotProvenRecord, RunRecord } from '../evidence/index.ts';
import type { Concern } from './concerns.ts';
import { concernsOf } from './concerns.ts';
import { formatDuration } from './duration.ts';
import { formatPosition } from './first-difference.ts';
import { bareReason } from './not-proven.ts';
import { clip, oneLine, plainText } from './plain-text.ts';
import { providedBy } from './provided-by.ts';
import type { ReportPaths } from './report-paths.ts';

/** What the hooks of coding agents let through. */
const MAX_CHARS = 10_000;
/** Space that the last line, which says what was left out, may need. */
const RESERVED_CHARS = 300;
const MAX_VALUE_CHARS = 300;
const MAX_DETAIL_CHARS = 600;

/**
 * The run in at most 10,000 characters for a reader with a small context: verdict, then what needs
 * attention, most important first, each with its first difference and the command that repeats it.
 * The same record always gives the same text.
 */
export function renderAgent(record: RunRecord, paths: ReportPaths): string {
  const head = headLines(record, paths).join('\n');
  const concerns = concernsOf(record);
  const blocks: string[] = [];
  let left = MAX_CHARS - RESERVED_CHARS - head.length;
  for (const concern of concerns) {
    const block = blockOf(concern, blocks.length + 1);
    if (block.length + 2 > left) {
      break;
    }
    left -= block.length + 2;
    blocks.push(block);
  }
  const rest = concerns.length - blocks.length;
  const more = rest === 0 ? [] : [`${rest} more: ${clip(paths.runFolder, 200)}/run.json`];
  return `${[head, ...blocks, ...more].join('\n\n')}\n`;
}

function headLines(record: RunRecord, paths: ReportPaths): readonly string[] {
  const { word, reason, exitCode, counts } = record.verdict;
  const tally = Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([outcome, count]) => `${count} ${outcome}`);
  const folder = clip(paths.runFolder, 400);
  return [
    `VERDICT: ${word} (exit ${exitCode}): ${clip(oneLine(reason), 500)}`,
    `checks: ${tally.join(', ') || 'none'}; took ${formatDuration(record.durationMs)}`,
    ...environmentLines(record),
    `all evidence: ${folder}/run.json, for people: ${folder}/report.html`,
  ];
}

/** What ran, and what stood in for something: a reader must not take an emulator for the product. */
function environmentLines({ environment }: RunRecord): readonly string[] {
  if (environment === null) {
    return [];
  }
  const { driver, services, notProven } = environment;
  const ran = services.map((service) => `${service.name} (${providedBy(service)})`);
  return [
    clip(oneLine(`services, ${driver} driver: ${ran.join('; ') || 'none'}`), 600),
    ...(notProven.length === 0
      ? []
      : [clip(oneLine(`not run here: ${notProven.map(whyNotRun).join('; ')}`), 600)]),
  ];
}

function whyNotRun({ service, reason, remedy }: NotProvenRecord): string {
  return `${service}: ${reason}, to prove it: ${remedy}`;
}

function blockOf(concern: Concern, number: number): string {
  const { id, title, outcome, test, message, expected, seen, position, rerun, detail } = concern;
  const word = outcome === 'skipped' ? 'not proven' : outcome;
  const lines = [
    `${number}. ${word.toUpperCase()} ${short(id)} ${short(title)}`,
    test === null ? '' : `   test: ${short(test)}`,
    `   ${short(outcome === 'skipped' ? bareReason(message) : message)}`,
    expected === null ? '' : `   expected: ${short(expected)}`,
    seen === null ? '' : `   seen: ${short(seen)}`,
    position === null ? '' : `   at: ${formatPosition(position)}`,
    rerun === null || outcome === 'skipped' ? '' : `   rerun: ${clip(oneLine(rerun), 500)}`,
    detail === null || expected !== null ? '' : indented(lastChars(plainText(detail))),
  ];
  return lines.filter((line) => line !== '').join('\n');
}

function short(text: string): string {
  return clip(oneLine(text), MAX_VALUE_CHARS);
}

/** The end of a log or a stack, whole lines where possible: that is where the cause stands. */
function lastChars(text: string): string {
  const trimmed = text.trimEnd();
  if (trimmed.length <= MAX_DETAIL_CHARS) {
    return trimmed;
  }
  const end = trimmed.slice(-MAX_DETAIL_CHARS).toWellFormed();
  const cut = end.indexOf('\n');
  return `…${cut === -1 ? end : end.slice(cut)}`;
}

function indented(text: string): string {
  return text
    .split('\n')
    .map((line) => `   | ${line}`)
    .join('\n');
}
