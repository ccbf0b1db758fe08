import { setTimeout as delay } from 'node:timers/promises';

import { failure } from '../../evidence/index.ts';
import type { WaitUntilStep } from '../../spec/scenario/index.ts';
import { sayDuration } from './preview.ts';
import type { ScenarioRun, StepResult, StepRun } from './step-run.ts';
import { stepTitle } from './step-title.ts';
import { BoundExceeded, DEFAULT_BOUND_MS } from './within-bound.ts';

type CarryOutInner = (
  step: WaitUntilStep['step'],
  run: ScenarioRun,
  outer: AbortSignal,
) => Promise<StepResult>;

/** Repeats the inner step until it passes or the bound is over; then the last failure is shown. */
export async function carryOutWaitUntil(
  step: WaitUntilStep,
  run: StepRun,
  carryOutInner: CarryOutInner,
): Promise<StepResult> {
  const boundMs = step.withinMs ?? DEFAULT_BOUND_MS;
  let last: StepResult | null = null;
  for (let tries = 1; ; tries += 1) {
    const attempt = { ...step.step, withinMs: step.step.withinMs ?? boundMs };
    const result = await inTime(carryOutInner(attempt, run, run.signal), run);
    // What came in time is worth more than the news that time is over.
    last = result !== null && (last === null || !run.signal.aborted) ? result : last;
    if (last !== null && !run.signal.aborted && last.outcome !== 'failed') return last;
    if (!run.signal.aborted) await inTime(delay(step.everyMs, null, { signal: run.signal }), run);
    if (run.signal.aborted) return gaveUp(step, { last, tries, boundMs }, run);
  }
}

/** The value, or null when the bound ran out while waiting for it. */
async function inTime<Value>(value: Promise<Value>, run: StepRun): Promise<Value | null> {
  try {
    return await value;
  } catch (error) {
    if (!run.signal.aborted) throw error;
    if (!(run.signal.reason instanceof BoundExceeded)) throw run.signal.reason;
    return null;
  }
}

function gaveUp(
  step: WaitUntilStep,
  about: { readonly last: StepResult | null; readonly tries: number; readonly boundMs: number },
  run: StepRun,
): StepResult {
  const { last, tries, boundMs } = about;
  if (!(run.signal.reason instanceof BoundExceeded)) throw run.signal.reason;
  const tried = `${String(tries)} ${tries === 1 ? 'try' : 'tries'}`;
  const message = `${stepTitle(step)} did not hold within ${sayDuration(boundMs)} (${tried})`;
  if (last === null || last.outcome === 'passed') {
    const seen = run.progress.seen ?? 'no answer';
    return {
      outcome: 'failed',
      failure: failure(message, { source: step.step.source, expected: 'an answer', seen }),
      evidence: run.progress.evidence,
    };
  }
  const { expected, seen, source, detail, message: lastMessage } = last.failure;
  const said = [`last: ${lastMessage}`, detail ?? ''].filter((part) => part !== '').join('\n');
  return {
    outcome: 'failed',
    failure: failure(message, { source: source ?? step.step.source, expected, seen, detail: said }),
    evidence: last.evidence,
  };
}
