import { formatDiagnostic } from '../../evidence/index.ts';
import type { Failure, RunEvent } from '../../evidence/index.ts';
import { formatDuration } from '../duration.ts';
import { isBroken } from '../first-difference.ts';
import { type Line, span } from './line.ts';
import { outcomeSpan } from './outcome-span.ts';
import { type RunProgress, outcomeOf } from './run-progress.ts';

const MAX_LOG_LINES = 10;

type EventOf<Type extends RunEvent['type']> = Extract<RunEvent, { type: Type }>;

/** What the lines of an event are made with. */
interface Setting {
  readonly progress: RunProgress;
  readonly form: 'symbol' | 'word';
}

type LinesOf = {
  readonly [Type in RunEvent['type']]?: (event: EventOf<Type>, setting: Setting) => readonly Line[];
};

const LINES: LinesOf = {
  'service.ready': readyLines,
  'environment.images': ({ services, log }) => [
    [span(`building or pulling images of ${services.join(', ')}`), span(`  ${log}`, 'gray')],
  ],
  'service.not-proven': notProvenLines,
  'service.died': deathLines,
  'fixture.applied': fixtureLines,
  'environment.failed': (event, { form }) => [
    [outcomeSpan('error', form), span(` ${event.code}`, 'bold'), span(` ${event.failure.message}`)],
  ],
  'test.finished': testLines,
  'check.finished': checkLines,
  warning: (event) =>
    formatDiagnostic(event.diagnostic)
      .split('\n')
      .map((line) => [span(line, 'yellow')]),
  'run.interrupted': (event) => [[span(`${interruption(event)}: stopping what runs`, 'yellow')]],
  'run.crashed': (event, { form }) => [
    [outcomeSpan('error', form), span(` Seatrial itself broke: ${event.failure.message}`)],
  ],
};

/** The lines that an event leaves behind for good; most leave none. */
export function eventLines(event: RunEvent, setting: Setting): readonly Line[] {
  // The table pairs each type with its own event, which an index by a union cannot say.
  const linesOf = LINES[event.type] as
    | ((event: RunEvent, setting: Setting) => readonly Line[])
    | undefined;
  return linesOf?.(event, setting) ?? [];
}

function readyLines(event: EventOf<'service.ready'>, { form, progress }: Setting): readonly Line[] {
  const took = span(`  ${formatDuration(event.afterMs)}`, 'gray');
  const provider = progress.services.get(event.service)?.provider ?? null;
  const isStandIn = provider?.startsWith('EMULATOR') === true;
  const by = provider === null ? [] : [span(`  ${provider}`, isStandIn ? 'yellow' : 'gray')];
  return [[outcomeSpan('passed', form), span(` service ${event.service} ready`), took, ...by]];
}

function notProvenLines(event: EventOf<'service.not-proven'>, { form }: Setting): readonly Line[] {
  return [
    [
      outcomeSpan('skipped', form),
      span(` service ${event.service} cannot run here: ${event.reason}`),
    ],
    [span(`    to prove it: ${event.remedy}`, 'gray')],
  ];
}

function fixtureLines(event: EventOf<'fixture.applied'>, { form }: Setting): readonly Line[] {
  const took = span(`  ${formatDuration(event.durationMs)}`, 'gray');
  const into = event.service === null ? '' : ` for ${event.service}`;
  return [[outcomeSpan('passed', form), span(` fixture ${event.file}${into}`), took]];
}

function deathLines(event: EventOf<'service.died'>, { form }: Setting): readonly Line[] {
  return [
    [outcomeSpan('failed', form), span(` service ${event.service} ended by itself: ${event.exit}`)],
    ...event.logTail.slice(-MAX_LOG_LINES).map((line) => [span(`    ${line}`, 'gray')]),
  ];
}

function interruption(event: EventOf<'run.interrupted'>): string {
  return event.by === 'timeout'
    ? `out of time (${event.detail})`
    : `interrupted by ${event.detail}`;
}

function checkLines(
  event: EventOf<'check.finished'>,
  { progress, form }: Setting,
): readonly Line[] {
  const outcome = outcomeOf(event);
  const head: Line = [
    outcomeSpan(outcome, form),
    span(` ${event.check}`, 'bold'),
    span(`  ${progress.check(event.check)?.title ?? ''}`),
    span(`  ${outcome === 'skipped' ? 'not run' : formatDuration(event.durationMs)}`, 'gray'),
    ...(event.attempt > 1 ? [span(`  attempt ${event.attempt}`, 'yellow')] : []),
  ];
  if ('failure' in event) {
    // The tests of a suite have already said what differs.
    const isSuite = progress.check(event.check)?.kind === 'suite';
    const contrast = isSuite ? { expected: null, seen: null } : {};
    return [head, ...failureLines({ ...event.failure, ...contrast })];
  }
  return 'reason' in event ? [head, [span(`    ${event.reason}`, 'gray')]] : [head];
}

function testLines(event: EventOf<'test.finished'>, { form }: Setting): readonly Line[] {
  if (!isBroken(event.outcome)) {
    return [];
  }
  const head: Line = [
    outcomeSpan(event.outcome, form),
    span(` ${event.check}`, 'bold'),
    span(`  ${event.name}`),
  ];
  return event.failure === null ? [head] : [head, ...failureLines(event.failure)];
}

/** Message, expected and seen, indented below what they belong to. */
export function failureLines(why: Pick<Failure, 'message' | 'expected' | 'seen'>): readonly Line[] {
  const [message = '', ...more] = why.message.trim().split('\n');
  return [
    [span(`    ${message}`)],
    ...more.slice(0, MAX_LOG_LINES).map((line) => [span(`    ${line}`, 'gray')]),
    ...(why.expected === null
      ? []
      : [[span('    expected  ', 'gray'), span(why.expected, 'green')]]),
    ...(why.seen === null ? [] : [[span('    seen      ', 'gray'), span(why.seen, 'red')]]),
  ];
}
