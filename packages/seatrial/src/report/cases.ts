import type { CheckRecord, Failure, Outcome, RunRecord, TestRecord } from '../evidence/index.ts';
import { failure } from '../evidence/index.ts';
import { concernsOf } from './concerns.ts';
import { isBroken } from './first-difference.ts';

/** One line of a format that knows only test cases (JUnit, CTRF): a check, a test of a suite, or the run. */
export interface ReportedCase {
  /** Null when the case is the run or its environment. */
  readonly check: CheckRecord | null;
  /** Null when the case is not a test of a suite. */
  readonly test: TestRecord | null;
  readonly name: string;
  readonly outcome: Outcome;
  readonly durationMs: number;
  readonly file: string | null;
  readonly line: number | null;
  /** Ids of the requirements and scenarios that the case is evidence for. */
  readonly ids: readonly string[];
  readonly reason: string | null;
  readonly failure: Failure | null;
}

/**
 * The cases of a check. A suite is its tests; the suite itself becomes a case as well when its
 * outcome cannot be seen from them (it crashed, timed out, or found no test), so that no reader of
 * test cases alone takes it for passed.
 */
export function casesOfCheck(check: CheckRecord): readonly ReportedCase[] {
  if (check.kind !== 'suite') {
    return [caseOfCheck(check)];
  }
  const tests = check.tests.map((test) => caseOfTest(check, test));
  return speaksForItself(check) ? tests : [caseOfCheck(check), ...tests];
}

/** What broke outside of every check: the environment, a service, the run itself. */
export function casesOutsideChecks(record: RunRecord): readonly ReportedCase[] {
  return concernsOf(record)
    .filter((concern) => concern.check === null)
    .map(({ id, title, message, expected, seen, detail, position }) => ({
      check: null,
      test: null,
      name: `${id} ${title}`,
      outcome: 'error',
      durationMs: 0,
      file: position?.file ?? null,
      line: position?.line ?? null,
      ids: [],
      reason: null,
      failure: failure(message, { expected, seen, detail, source: position }),
    }));
}

function speaksForItself(check: CheckRecord): boolean {
  if (check.tests.length === 0) {
    return false;
  }
  switch (check.outcome) {
    case 'passed':
      return true;
    case 'failed':
      return check.tests.some((test) => isBroken(test.outcome));
    case 'error':
    case 'skipped':
    case 'flaky':
      return check.tests.some((test) => test.outcome === check.outcome);
    default:
      throw new Error(`unknown outcome ${String(check.outcome satisfies never)}`);
  }
}

function caseOfCheck(check: CheckRecord): ReportedCase {
  return {
    check,
    test: null,
    name: check.kind === 'suite' ? check.title : `${check.id} ${check.title}`,
    outcome: check.outcome,
    durationMs: check.durationMs,
    file: check.source.file,
    line: check.source.line,
    ids: check.requirements,
    reason: check.reason,
    failure: check.failure,
  };
}

function caseOfTest(check: CheckRecord, test: TestRecord): ReportedCase {
  const { name, outcome, durationMs, file, line, ids, reason } = test;
  return { check, test, name, outcome, durationMs, file, line, ids, reason, failure: test.failure };
}
