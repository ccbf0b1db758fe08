import type { CheckResult, Failure } from '../../evidence/index.ts';
import { failure } from '../../evidence/index.ts';
import type { Background, ScenarioBlock, Step } from '../../spec/scenario/index.ts';
import type { CheckContext } from '../check-context.ts';
import { carryOutStep } from './carry-out-step.ts';
import { Connections } from './connections.ts';
import { Redaction } from './redaction.ts';
import { ScenarioScope } from './scope.ts';
import type { ScenarioRun, StepResult } from './step-run.ts';
import { stepTitle } from './step-title.ts';

/** Carries out the background's steps and the scenario's own, in order; the first that fails ends it. */
export async function carryOutSteps(
  block: ScenarioBlock,
  background: Background | null,
  context: CheckContext,
): Promise<CheckResult> {
  const { environment, projectRoot, reaper, env } = context;
  await using connections = new Connections();
  const redaction = new Redaction(environment);
  const scope = new ScenarioScope(environment, (name, value) => redaction.add(name, value));
  const shared = { environment, projectRoot, reaper, env };
  const run = { ...shared, background, scope, redaction, connections };
  for (const [index, step] of [...(background?.steps ?? []), ...block.steps].entries()) {
    const result = await emitStep({ step, index }, run, context);
    if (result.outcome !== 'passed') return result;
  }
  return { outcome: 'passed' };
}

type Ending =
  | { readonly outcome: 'passed' }
  | { readonly outcome: 'failed' | 'error'; readonly failure: Failure };

async function emitStep(
  { step, index }: { readonly step: Step; readonly index: number },
  run: ScenarioRun,
  context: CheckContext,
): Promise<Ending> {
  const startedAt = performance.now();
  const result = await carryOutOrEnd(step, run, context.signal);
  const found = result.outcome === 'passed' ? null : run.redaction.failure(result.failure);
  context.emit({
    type: 'step.finished',
    check: context.description.id,
    attempt: context.attempt,
    index,
    title: stepTitle(step),
    outcome: result.outcome,
    durationMs: performance.now() - startedAt,
    source: step.source,
    failure: found,
    evidence: result.evidence,
  });
  return result.outcome === 'passed' || found === null
    ? { outcome: 'passed' }
    : { outcome: result.outcome, failure: found };
}

async function carryOutOrEnd(
  step: Step,
  run: ScenarioRun,
  signal: AbortSignal,
): Promise<StepResult> {
  try {
    return await carryOutStep(step, run, signal);
  } catch (error) {
    if (!signal.aborted) throw error;
    const { source } = step;
    const found = failure(`${stepTitle(step)} was interrupted`, { source, seen: 'the run ended' });
    return { outcome: 'error', failure: found, evidence: null };
  }
}
