import type { Step } from '../../spec/scenario/index.ts';
import { carryOutExec } from './carry-out-exec.ts';
import { carryOutFault } from './carry-out-fault.ts';
import { carryOutHttp } from './carry-out-http.ts';
import { carryOutSql } from './carry-out-sql.ts';
import { carryOutWaitUntil } from './carry-out-wait-until.ts';
import { carryOutWs } from './carry-out-ws.ts';
import type { ScenarioRun, StepResult, StepRun } from './step-run.ts';
import { stepTitle } from './step-title.ts';
import { DEFAULT_BOUND_MS, withinBound } from './within-bound.ts';

/**
 * Carries out one step within its bound.
 *
 * @throws the reason of the outer signal when it is aborted
 */
export function carryOutStep(
  step: Step,
  run: ScenarioRun,
  outer: AbortSignal,
): Promise<StepResult> {
  const boundMs = step.withinMs ?? DEFAULT_BOUND_MS;
  const bound = { title: stepTitle(step), source: step.source, boundMs, outer };
  return withinBound(bound, (signal, progress) => dispatch(step, { ...run, signal, progress }));
}

async function dispatch(step: Step, run: StepRun): Promise<StepResult> {
  switch (step.kind) {
    case 'http':
      return carryOutHttp(step, run);
    case 'ws':
      return carryOutWs(step, run);
    case 'sql':
      return carryOutSql(step, run);
    case 'exec':
      return carryOutExec(step, run);
    case 'wait until':
      return carryOutWaitUntil(step, run, carryOutStep);
    case 'fault':
      return carryOutFault(step, run);
    default:
      return step satisfies never;
  }
}
