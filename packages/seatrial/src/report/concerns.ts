import type {
  CheckRecord,
  DecidingCheck,
  Outcome,
  RunRecord,
  SourcePosition,
} from '../evidence/index.ts';
import { firstDifference, isBroken } from './first-difference.ts';

/** Something a reader has to look at: a check that did not pass, a service that died, the run itself. */
export interface Concern {
  /** A check's id, `service:<name>`, `environment` or `run`. */
  readonly id: string;
  readonly title: string;
  readonly outcome: Outcome;
  /** True when the verdict rests on it. */
  readonly decides: boolean;
  readonly message: string;
  /** The test of a suite in which the difference was seen. */
  readonly test: string | null;
  readonly expected: string | null;
  readonly seen: string | null;
  readonly detail: string | null;
  readonly position: SourcePosition | null;
  readonly rerun: string | null;
  /** Null when the concern is not a check. */
  readonly check: CheckRecord | null;
}

/** Exit codes of runs that ended for a reason of their own: internal error, timeout, interrupted. */
const RUN_ENDED_EARLY = new Set([70, 124, 130]);
const WEIGHT: readonly Outcome[] = ['failed', 'error', 'flaky', 'skipped', 'passed'];

/**
 * What needs attention, most important first: the run and its environment, what decided the verdict
 * in the verdict's own order, then other broken checks, flaky ones and skipped ones as planned.
 * Never empty when the exit code is not 0, so no format that is made from it looks green.
 */
export function concernsOf(record: RunRecord): readonly Concern[] {
  const { decidedBy, exitCode } = record.verdict;
  const checks = new Map(record.checks.map((check) => [check.id, check]));
  const decided = new Set(decidedBy.map((decider) => decider.check));
  const environment = environmentConcerns(record);
  const first = [
    ...environment,
    ...decidedBy
      // A service that kept the environment from coming up has died, too: once is enough.
      .filter((decider) => environment.every(({ id }) => id !== decider.check))
      .map((decider) => decidingConcern(record, decider, checks.get(decider.check))),
  ];
  const rest = record.checks
    .filter((check) => check.outcome !== 'passed' && !decided.has(check.id))
    .toSorted((one, other) => WEIGHT.indexOf(one.outcome) - WEIGHT.indexOf(other.outcome))
    .map((check) => checkConcern(check, false));
  const needsRun = RUN_ENDED_EARLY.has(exitCode) || (exitCode !== 0 && first.length === 0);
  return [...(needsRun ? [runConcern(record)] : []), ...first, ...rest];
}

const NOT_A_CHECK = { test: null, expected: null, seen: null, rerun: null, check: null };

function runConcern(record: RunRecord): Concern {
  return {
    ...NOT_A_CHECK,
    id: 'run',
    title: 'the run itself',
    outcome: 'error',
    decides: true,
    message: record.verdict.reason,
    detail: null,
    position: null,
  };
}

function environmentConcerns(record: RunRecord): readonly Concern[] {
  const why = record.environment?.failure;
  if (!why) {
    return [];
  }
  const { code, service, message, expected, seen, source } = why;
  return [
    {
      ...NOT_A_CHECK,
      id: service === null ? 'environment' : `service:${service}`,
      title: `the environment did not come up (${code})`,
      outcome: 'error',
      decides: true,
      message,
      expected,
      seen,
      detail: why.detail ?? logTailOf(record, service),
      position: source,
    },
  ];
}

function decidingConcern(
  record: RunRecord,
  decider: DecidingCheck,
  check: CheckRecord | undefined,
): Concern {
  if (check !== undefined) {
    return checkConcern(check, true);
  }
  const service = decider.check.replace(/^service:/, '');
  return {
    ...NOT_A_CHECK,
    id: decider.check,
    title: service,
    outcome: decider.outcome,
    decides: true,
    message: decider.reason,
    detail: logTailOf(record, service),
    position: null,
  };
}

function checkConcern(check: CheckRecord, decides: boolean): Concern {
  const difference = firstDifference(check);
  return {
    id: check.id,
    title: check.title,
    outcome: check.outcome,
    decides,
    message: difference?.message ?? check.reason ?? check.outcome,
    test: difference?.test ?? null,
    expected: difference?.expected ?? null,
    seen: difference?.seen ?? null,
    detail: difference?.detail ?? null,
    position: difference?.source ?? check.source,
    rerun: check.rerun,
    check,
  };
}

function logTailOf(record: RunRecord, service: string | null): string | null {
  const died = record.environment?.services.find((one) => one.name === service)?.died;
  return died ? died.logTail.join('\n') : null;
}

/** True for concerns that a CI should show in red: the verdict rests on them, or a required check broke. */
export function isAlarming(concern: Concern): boolean {
  return concern.decides || (isBroken(concern.outcome) && concern.check?.required !== false);
}
