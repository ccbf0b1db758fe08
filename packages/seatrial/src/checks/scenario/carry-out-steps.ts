import type { CheckResult, Failure, SourcePosition } from '../../evidence/index.ts';
import { failure } from '../../evidence/index.ts';
import type { Background, ScenarioBlock, Step } from '../../spec/scenario/index.ts';
import type { CheckContext } from '../check-context.ts';
import { carryOutStep } from './carry-out-step.ts';
import { Connections } from './connections.ts';
import { Redaction } from './redaction.ts';
import { ScenarioFaults } from './scenario-faults.ts';
import { ScenarioScope } from './scope.ts';
import type { ScenarioRun, StepResult } from './step-run.ts';
import { stepTitle } from './step-title.ts';

/** Carries out the background's steps and the scenario's own, in order; the first that fails ends it. */
export async function carryOutSteps(
  block: ScenarioBlock,
  background: Background | null,
  context: CheckContext,
): Promise<CheckResult> {
  const { environment, projectRoot, reaper, env, traffic } = context;
  await using connections = new Connections();
  const redaction = new Redaction(environment);
  const scope = new ScenarioScope(environment, (name, value) => redaction.add(name, value));
  const shared = { environment, projectRoot, reaper, env, traffic };
  const faults = new ScenarioFaults(environment);
  const run = { ...shared, background, scope, redaction, connections, faults };
  const steps = [...(background?.steps ?? []), ...block.steps];
  let mended: Ending = { outcome: 'passed' };
  let ended: Ending;
  try {
    ended = await carryOutInOrder(steps, run, context);
  } finally {
    mended = await mendFaults({ index: steps.length, source: block.source }, run, context);
  }
  return ended.outcome === 'passed' ? mended : ended;
}

async function carryOutInOrder(
  steps: readonly Step[],
  run: ScenarioRun,
  context: CheckContext,
): Promise<Ending> {
  for (const [index, step] of steps.entries()) {
    const result = await emitStep({ step, index }, run, context);
    if (result.outcome !== 'passed') return result;
  }
  return { outcome: 'passed' };
}

/** Whatever happened: what the scenario has broken is whole again when it ends. */
async function mendFaults(
  at: { readonly index: number; readonly source: SourcePosition },
  { faults, redaction }: ScenarioRun,
  { emit, description, attempt, signal }: CheckContext,
): Promise<Ending> {
  if (faults.isEmpty) return { outcome: 'passed' };
  const startedAt = performance.now();
  const { failure: trouble, evidence } = await faults.mend();
  const found =
    trouble === null
      ? null
      : redaction.failure({ ...trouble, source: trouble.source ?? at.source });
  const outcome = found === null ? 'passed' : 'error';
  // A check that was given up is not waited for; its log may be at its end.
  if (!signal.aborted) {
    emit({
      type: 'step.finished',
      check: description.id,
      attempt,
      title: 'undo all faults',
      outcome,
      durationMs: performance.now() - startedAt,
      ...at,
      failure: found,
      evidence,
    });
  }
  return found === null ? { outcome: 'passed' } : { outcome: 'error', failure: found };
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
