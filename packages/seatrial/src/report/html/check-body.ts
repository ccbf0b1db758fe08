import { isDeepStrictEqual } from 'node:util';

import type {
  AttemptRecord,
  CheckRecord,
  Failure,
  StepRecord,
  TestRecord,
} from '../../evidence/index.ts';
import { formatDuration } from '../duration.ts';
import { formatPosition, isBroken } from '../first-difference.ts';
import { clip } from '../plain-text.ts';
import { commandLine, failureBlock, sourceLine } from './difference-block.ts';
import { evidenceBlocks } from './evidence.ts';
import { mark } from './marks.ts';
import { type Markup, NOTHING, html } from './markup.ts';
import type { SizeBudget } from './size-budget.ts';

/** What unfolds below a check: why, steps or tests, where it is written, how to repeat it. */
export function checkBody(check: CheckRecord, budget: SizeBudget): Markup {
  const { reason, failure } = check;
  const why = html`${reason !== null && html`<p class="message">${clip(reason, 1_000)}</p>`}
  ${failure !== null && checkFailure(check, failure)}`;
  return html`<div class="body">
    ${budget.admit(why) ? why : LEFT_OUT} ${attempts(check, budget)} ${tests(check.tests, budget)}
    ${sourceLine(formatPosition(check.source))} ${commandLine(check.rerun)}
  </div>`;
}

/** Only the message where a step or a test says the rest below. */
function checkFailure(check: CheckRecord, failure: Failure): Markup {
  const parts = [...check.attempts.flatMap((attempt) => attempt.steps), ...check.tests];
  const isToldBelow = parts.some((part) => isDeepStrictEqual(core(part.failure), core(failure)));
  return isToldBelow
    ? html`<p class="message">${clip(failure.message, 1_000)}</p>`
    : failureBlock(failure);
}

/** Expected, seen and place: the message and the detail of a check say more than those of its parts. */
function core(failure: Failure | null): unknown {
  return failure && [failure.expected, failure.seen, failure.source];
}

const LEFT_OUT = html`<p class="trimmed">Left out to keep this page small; all is in run.json.</p>`;

function attempts(check: CheckRecord, budget: SizeBudget): readonly Markup[] {
  return check.attempts.map((attempt) => {
    const isOnly = check.attempts.length === 1;
    return html`${!isOnly && attemptHeading(attempt)}${resets(attempt)}${steps(attempt.steps, budget)}`;
  });
}

/** What was brought back before the first step, and what that cost. */
function resets({ resets: done }: AttemptRecord): Markup {
  if (done.length === 0) {
    return NOTHING;
  }
  const each = done.map(
    ({ service, how, durationMs }) => `${service} by ${how} in ${formatDuration(durationMs)}`,
  );
  return html`<p class="aside">Reset before it: ${each.join(', ')}</p>`;
}

function attemptHeading(attempt: AttemptRecord): Markup {
  const { outcome, durationMs } = attempt;
  return html`<h4>
    ${mark(outcome)} Attempt ${attempt.attempt}
    <span class="aside"
      >${'failure' in attempt && clip(attempt.failure.message, 200)}
      ${formatDuration(durationMs)}</span
    >
  </h4>`;
}

function steps(records: readonly StepRecord[], budget: SizeBudget): Markup {
  if (records.length === 0) {
    return NOTHING;
  }
  const shown: Markup[] = [];
  for (const record of records) {
    const markup = step(record);
    if (!budget.admit(markup)) {
      const rest = records.length - shown.length;
      shown.push(
        html`<li class="trimmed">${rest} steps are left out here; all is in run.json.</li>`,
      );
      break;
    }
    shown.push(markup);
  }
  return html`<ol class="steps">
    ${shown}
  </ol>`;
}

function step(record: StepRecord): Markup {
  const { outcome, title, durationMs, failure, source, evidence } = record;
  return html`<li>
    <details${outcome === 'passed' ? NOTHING : html` open`}>
      <summary>
        ${mark(outcome)} <span class="title">${clip(title, 300)}</span>
        <span class="took">${formatDuration(durationMs)}</span>
      </summary>
      ${failure !== null && failureBlock(failure)} ${evidenceBlocks(evidence)}
      ${failure === null && sourceLine(formatPosition(source))}
    </details>
  </li>`;
}

function tests(records: readonly TestRecord[], budget: SizeBudget): Markup {
  if (records.length === 0) {
    return NOTHING;
  }
  // Broken tests claim their room first, but stand where the runner reported them.
  const admitted = new Map<TestRecord, Markup>();
  for (const record of records.toSorted((one, other) => weight(one) - weight(other))) {
    const markup = test(record);
    if (budget.admit(markup)) {
      admitted.set(record, markup);
    }
  }
  const rest = records.length - admitted.size;
  const byFile = [...Map.groupBy(records, (record) => record.file ?? '')];
  return html`${byFile.map(([file, group]) => {
    const shown = group.map((record) => admitted.get(record) ?? NOTHING);
    return html`${file !== '' && html`<h4 class="file"><code>${file}</code></h4>`}
      <ul class="tests">
        ${shown}
      </ul>`;
  })}
  ${rest > 0 && html`<p class="trimmed">${rest} tests are left out here; all is in run.json.</p>`}`;
}

function weight(record: TestRecord): number {
  return isBroken(record.outcome) ? 0 : 1;
}

function test(record: TestRecord): Markup {
  const { name, outcome, durationMs, reason, failure, ids } = record;
  return html`<li>
    <p class="line">
      ${mark(outcome)} <span class="title">${clip(name, 300)}</span>
      ${ids.map((id) => html`<span class="tag">${id}</span>`)}
      <span class="took">${formatDuration(durationMs)}</span>
    </p>
    ${reason !== null && html`<p class="message">${clip(reason, 500)}</p>`}
    ${failure !== null && failureBlock(failure)}
  </li>`;
}
