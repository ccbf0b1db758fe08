import type { SourcePosition } from '../../evidence/index.ts';
import { failure } from '../../evidence/index.ts';
import { CannotCarryOut } from './cannot-carry-out.ts';
import { sayDuration } from './preview.ts';
import type { Progress, StepResult } from './step-run.ts';

/** Of a step without `within`. */
export const DEFAULT_BOUND_MS = 10_000;

/** The reason of a signal whose step has had its time. */
export class BoundExceeded extends Error {
  override readonly name = 'BoundExceeded';
}

interface Bound {
  readonly title: string;
  readonly source: SourcePosition;
  readonly boundMs: number;
  /** The run's, or that of the step around this one. */
  readonly outer: AbortSignal;
}

/**
 * Gives the work a signal that is aborted when its time is over or the outer signal is, and turns
 * a bound that ran out and a thing that cannot be carried out into results.
 *
 * @throws the reason of the outer signal when that was aborted
 */
export async function withinBound(
  bound: Bound,
  work: (signal: AbortSignal, progress: Progress) => Promise<StepResult>,
): Promise<StepResult> {
  const { outer, boundMs, source } = bound;
  outer.throwIfAborted();
  const controller = new AbortController();
  const startedAt = performance.now();
  const end = (): void => controller.abort(outer.reason);
  outer.addEventListener('abort', end, { once: true });
  const timer = setTimeout(() => controller.abort(new BoundExceeded()), boundMs);
  const progress: Progress = {
    awaiting: 'the step to begin',
    expected: null,
    seen: null,
    source,
    detail: null,
    evidence: null,
  };
  try {
    return await work(controller.signal, progress);
  } catch (error) {
    outer.throwIfAborted();
    if (error instanceof CannotCarryOut) {
      const found = { ...error.failure, source: error.failure.source ?? source };
      return { outcome: 'error', failure: found, evidence: progress.evidence };
    }
    if (!(controller.signal.reason instanceof BoundExceeded)) throw error;
    return tookTooLong(bound, progress, performance.now() - startedAt);
  } finally {
    clearTimeout(timer);
    outer.removeEventListener('abort', end);
  }
}

function tookTooLong(bound: Bound, progress: Progress, waitedMs: number): StepResult {
  const { title, boundMs } = bound;
  const { awaiting, expected, seen, source, detail, evidence } = progress;
  const limit = sayDuration(boundMs);
  const found = failure(
    `${title} took longer than ${limit}: waited ${sayDuration(waitedMs)} for ${awaiting}`,
    {
      source,
      expected: expected ?? `${awaiting} within ${limit}`,
      seen: seen ?? 'nothing',
      detail,
    },
  );
  return { outcome: 'failed', failure: found, evidence };
}
