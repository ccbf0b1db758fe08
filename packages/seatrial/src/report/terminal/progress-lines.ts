import { OUTCOMES } from '../../evidence/index.ts';
import { formatDuration } from '../duration.ts';
import { type Line, span } from './line.ts';
import { countSpan } from './outcome-span.ts';
import type { RunProgress, RunningCheck } from './run-progress.ts';

const FRAMES = {
  unicode: ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'],
  ascii: ['|', '/', '-', '\\'],
};
const FRAME_MS = 80;

export interface ProgressView {
  readonly nowMs: number;
  readonly unicode: boolean;
  /** Lines there is room for. */
  readonly rows: number;
}

/** The tree of what is going on: services while they start, then checks by work item. */
export function progressLines(progress: RunProgress, view: ProgressView): readonly Line[] {
  const lines = [...serviceLines(progress, view), ...checkLines(progress, view)];
  if (lines.length <= view.rows) {
    return lines;
  }
  const shown = lines.slice(0, Math.max(0, view.rows - 1));
  return [...shown, [span(`  … ${lines.length - shown.length} more lines`, 'gray')]];
}

function serviceLines(progress: RunProgress, view: ProgressView): readonly Line[] {
  const waiting = [...progress.services.values()].filter((one) => one.state === 'starting');
  if (progress.phase !== 'starting' || waiting.length === 0) {
    return [];
  }
  const ready = [...progress.services.values()].filter((one) => one.state === 'ready').length;
  const head = [
    spinner(view),
    span(' Services', 'bold'),
    span(`  ${ready}/${progress.services.size} ready`),
  ];
  const rows = waiting.map((service) => [
    span('  '),
    spinner(view),
    span(` ${service.name}  `),
    span(elapsed(view.nowMs - service.sinceMs), 'gray'),
  ]);
  return [head, ...rows];
}

function checkLines(progress: RunProgress, view: ProgressView): readonly Line[] {
  if (progress.running.size === 0 && progress.finished === 0) {
    return [];
  }
  const counts = OUTCOMES.map((outcome) => [outcome, progress.counts.get(outcome) ?? 0] as const)
    .filter(([, count]) => count > 0)
    .flatMap(([outcome, count]) => [span('  '), countSpan(outcome, count)]);
  const title = progress.phase === 'stopping' ? ' Stopping' : ' Checks';
  const head: Line = [
    spinner(view),
    span(title, 'bold'),
    span(`  ${progress.finished}/${progress.total}`),
    ...counts,
    span(`  ${elapsed(view.nowMs - (progress.startedMs ?? view.nowMs))}`, 'gray'),
  ];
  const byWorkItem = [...Map.groupBy(progress.running.values(), ({ check }) => check.workItem)];
  const tree = byWorkItem.flatMap(([workItem, running]) => [
    [span(`  ${workItem ?? 'project'}`, 'gray')],
    ...running.flatMap((one) => runningLines(one, view)),
  ]);
  return [head, ...tree];
}

function runningLines(running: RunningCheck, view: ProgressView): readonly Line[] {
  const { check, attempt, sinceMs, last, tests } = running;
  const line: Line = [
    span('    '),
    spinner(view),
    span(` ${check.id}`, 'bold'),
    // Before the title: a line that is too long loses its end.
    span(`  ${elapsed(view.nowMs - sinceMs)}`, 'gray'),
    ...(attempt > 1 ? [span(`  attempt ${attempt}`, 'yellow')] : []),
    ...(tests > 0 ? [span(`  ${tests} tests`, 'gray')] : []),
    span(`  ${check.title}`),
  ];
  return last === null ? [line] : [line, [span(`      ${last}`, 'gray')]];
}

/** Tenths of a second: what changes more often than it can be read is noise. */
function elapsed(elapsedMs: number): string {
  return elapsedMs < 60_000 ? `${(elapsedMs / 1000).toFixed(1)} s` : formatDuration(elapsedMs);
}

function spinner(view: ProgressView): ReturnType<typeof span> {
  const frames = view.unicode ? FRAMES.unicode : FRAMES.ascii;
  return span(frames[Math.floor(view.nowMs / FRAME_MS) % frames.length] ?? '', 'cyan');
}

/** Plain text for a log: what has been going on for at least `leastMs`; null when nothing has. */
export function stillRunning(progress: RunProgress, nowMs: number, leastMs: number): string | null {
  const services = [...progress.services.values()]
    .filter((one) => one.state === 'starting' && progress.phase === 'starting')
    .map(({ name, sinceMs }) => ({ name: `service ${name}`, sinceMs }));
  const checks = [...progress.running.values()].map(({ check, sinceMs, last }) => ({
    name: last === null ? check.id : `${check.id} after ${last}`,
    sinceMs,
  }));
  const long = [...services, ...checks].filter(({ sinceMs }) => nowMs - sinceMs >= leastMs);
  return long.length === 0
    ? null
    : long.map(({ name, sinceMs }) => `${name} (${formatDuration(nowMs - sinceMs)})`).join(', ');
}
