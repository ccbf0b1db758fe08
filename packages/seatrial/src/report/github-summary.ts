import type { CheckRecord, EnvironmentRecord, RunRecord } from '../evidence/index.ts';
import type { Concern } from './concerns.ts';
import { concernsOf } from './concerns.ts';
import { formatDuration } from './duration.ts';
import { formatPosition } from './first-difference.ts';
import { clip, oneLine, plainText } from './plain-text.ts';
import { providedBy } from './provided-by.ts';

/** GitHub refuses a whole summary above 1 MiB; a little stays free for what else the step writes. */
const MAX_BYTES = 1_000 * 1024;
const MAX_DETAIL_CHARS = 4_000;
const MAX_CELL_CHARS = 200;

/**
 * Markdown for `$GITHUB_STEP_SUMMARY`: verdict, what needs attention, then everything else. Above
 * 1,000 KiB the least important lines are left out and a note says how many.
 */
export function renderGithubSummary(record: RunRecord): string {
  const pieces = [
    ...heading(record),
    ...concernsOf(record).flatMap(concernPiece),
    ...requirementRows(record),
    ...environmentRows(record.environment),
    ...checkRows(record),
    ...warningRows(record),
  ];
  return withinBudget([...pieces, footer(record)]);
}

function withinBudget(pieces: readonly string[]): string {
  const kept: string[] = [];
  let leftBytes = MAX_BYTES - 200;
  for (const piece of pieces) {
    const bytes = Buffer.byteLength(piece) + 1;
    if (bytes > leftBytes) {
      const rest = pieces.length - kept.length;
      kept.push(
        `\n> ${rest} more lines were left out to stay below GitHub's 1 MiB; all is in \`run.json\`.`,
      );
      break;
    }
    leftBytes -= bytes;
    kept.push(piece);
  }
  return `${kept.join('\n')}\n`;
}

function heading(record: RunRecord): readonly string[] {
  const { word, reason, counts } = record.verdict;
  const tally = Object.entries(counts).filter(([, count]) => count > 0);
  return [
    `## Seatrial: ${word}`,
    '',
    `**${markdown(reason)}**`,
    '',
    `${tally.map(([outcome, count]) => `${count} ${outcome}`).join(' · ') || 'no checks'} · ${formatDuration(record.durationMs)}`,
    '',
  ];
}

function concernPiece(concern: Concern): readonly string[] {
  const { id, title, outcome, test, message, position, rerun } = concern;
  const word = outcome === 'skipped' ? 'not proven' : outcome;
  const summary = `<summary><b>${word}</b> ${code(id)} ${markdown(title)}: ${markdown(message)}</summary>`;
  const lines = [
    `<details${concern.decides ? ' open' : ''}>${summary}`,
    '',
    test === null ? '' : `Test ${code(test)}\n`,
    codeBlock(differenceText(concern)),
    position === null ? '' : `At ${code(formatPosition(position))}\n`,
    rerun === null ? '' : `Rerun ${code(rerun)}\n`,
    '</details>',
    '',
  ];
  return [lines.join('\n')];
}

function differenceText(concern: Concern): string {
  const { expected, seen, detail } = concern;
  const lines = [
    expected === null ? '' : `expected: ${expected}`,
    seen === null ? '' : `seen:     ${seen}`,
    detail ?? '',
  ];
  return lines.filter((line) => line !== '').join('\n');
}

function requirementRows(record: RunRecord): readonly string[] {
  if (record.requirements.length === 0) {
    return [];
  }
  const rows = record.requirements.map(
    ({ id, title, state, checks }) =>
      `| ${code(id)} | ${markdown(title)} | ${state} | ${checks.map(code).join(' ')} |`,
  );
  return [
    '### Requirements',
    '',
    '| id | requirement | state | checks |',
    '| - | - | - | - |',
    ...rows,
    '',
  ];
}

function environmentRows(environment: EnvironmentRecord | null): readonly string[] {
  if (environment === null || environment.services.length + environment.notProven.length === 0) {
    return [];
  }
  const rows = environment.services.map((service) => {
    const { name, readyAfterMs, died } = service;
    const state = died === null ? 'up' : `died: ${died.exit}`;
    const ready = readyAfterMs === null ? 'never ready' : formatDuration(readyAfterMs);
    return `| ${code(name)} | ${markdown(providedBy(service))} | ${ready} | ${markdown(state)} |`;
  });
  return [
    '### Environment',
    '',
    '| service | provided by | ready after | state |',
    '| - | - | - | - |',
    ...rows,
    ...environment.notProven.map(
      ({ service, reason }) => `| ${code(service)} | ${markdown(reason)} | never | not proven |`,
    ),
    '',
  ];
}

function checkRows(record: RunRecord): readonly string[] {
  const rows = record.checks.map((check) => checkRow(check));
  return ['### Checks', '', '| check | | outcome | took |', '| - | - | - | -: |', ...rows, ''];
}

function checkRow(check: CheckRecord): string {
  const outcome = check.outcome === 'skipped' ? `skipped: ${check.reason ?? ''}` : check.outcome;
  const took = check.startedMs === null ? '' : formatDuration(check.durationMs);
  return `| ${code(check.id)} | ${markdown(check.title)} | ${markdown(outcome)} | ${took} |`;
}

function warningRows(record: RunRecord): readonly string[] {
  if (record.warnings.length === 0) {
    return [];
  }
  const rows = record.warnings.map(
    ({ code: name, message, file, line }) =>
      `- ${code(name)} ${markdown(message)}${file === undefined ? '' : ` (${code(line === undefined ? file : `${file}:${line}`)})`}`,
  );
  return ['### Warnings', '', ...rows, ''];
}

function footer(record: RunRecord): string {
  const { git, machine, seed, shard, runId } = record;
  const parts = [
    `run ${code(runId)}`,
    git === null
      ? ''
      : `commit ${code(git.commit.slice(0, 12))}${git.dirty ? ' with changes' : ''}`,
    shard === null ? '' : `shard ${shard.index}/${shard.total}`,
    seed === null ? '' : `seed ${seed}`,
    `${markdown(machine.platform)}, ${machine.cpus} CPUs, Node ${markdown(machine.node)}`,
    `Seatrial ${markdown(record.seatrialVersion)}`,
  ];
  return `<sub>${parts.filter((part) => part !== '').join(' · ')}</sub>`;
}

/** Text that Markdown and HTML leave as it is, on one line. */
function markdown(text: string): string {
  return clip(oneLine(text), MAX_CELL_CHARS).replaceAll(
    /[\\`*_{}[\]<>&#|!~@:+]/g,
    (character) => `&#${character.codePointAt(0)};`,
  );
}

function code(text: string): string {
  return `<code>${markdown(text)}</code>`;
}

function codeBlock(text: string): string {
  if (text === '') {
    return '';
  }
  const body = clip(plainText(text), MAX_DETAIL_CHARS);
  const longest = Math.max(0, ...[...body.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(Math.max(3, longest + 1));
  return `${fence}\n${body}\n${fence}\n`;
}
