import type { FaultStep } from '../../spec/scenario/index.ts';
import type { StepResult, StepRun } from './step-run.ts';

/** Breaks something on purpose, or mends it; the scenario mends what is left at its end. */
export async function carryOutFault(step: FaultStep, run: StepRun): Promise<StepResult> {
  const { action, written } = step;
  run.progress.awaiting = `"${written}"`;
  const doing =
    action.form === 'undo'
      ? run.faults.undo(action.written)
      : run.faults.inject(written, action.fault);
  return { outcome: 'passed', evidence: await inTime(doing, run.signal) };
}

/** A restart cannot be taken back half-way: it goes on, and the end of the scenario waits for it. */
async function inTime<Value>(doing: Promise<Value>, signal: AbortSignal): Promise<Value> {
  const aborted = Promise.withResolvers<never>();
  const onAbort = (): void => aborted.reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([doing, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
