import type { CheckResult, Failure, Outcome, TestRecord } from '../../evidence/index.ts';
import { failure } from '../../evidence/index.ts';
import type { SourcePosition } from '../../evidence/index.ts';
import type { SuiteReport } from './suite-report.ts';
import { DETAIL_LENGTH } from './suite-report.ts';

/** All that is known when a suite's process has ended. */
export interface SuiteEnd {
  /** The runner's name, to begin sentences with. */
  readonly runner: string;
  readonly exitCode: number | null;
  readonly signal: string | null;
  /** The limit that was overstepped; null when it was kept. */
  readonly timedOutAfterMs: number | null;
  /** The run was broken off, for a reason outside the suite. */
  readonly aborted: boolean;
  /** Null when the runner wrote none. */
  readonly report: SuiteReport | null;
  /** What this exit code says about the runner itself; null when it only sums up the tests. */
  readonly exitMeaning: string | null;
  readonly emptyHint: string;
  /** The last lines of its output. */
  readonly tail: readonly string[];
  /** The command line that repeats the suite, and the one of the check. */
  readonly commandLine: string;
  readonly rerun: string;
  readonly source: SourcePosition;
}

/**
 * Says how a suite ended. The report and the exit code are two witnesses: where they contradict each other, where one of
 * them is missing, or where no test ran, nothing is known and the outcome is `error`.
 */
export function concludeSuite(end: SuiteEnd): CheckResult {
  const { report, runner } = end;
  const stopped = wasStopped(end);
  if (stopped !== null) return error(end, `${stopped}${soFar(report)}`);
  if (report === null)
    return error(
      end,
      `${runner} ${endedWith(end)} without a report`,
      end.exitMeaning ?? end.emptyHint,
    );
  if (end.exitMeaning !== null) return error(end, `${runner} ${endedWith(end)}`, end.exitMeaning);
  return concludeReport(end, report);
}

function concludeReport(end: SuiteEnd, report: SuiteReport): CheckResult {
  const { runner, exitCode } = end;
  const { tests, problems } = report;
  const count = counts(tests);
  const [firstFailed] = tests.filter(({ outcome }) => outcome === 'failed');
  if (firstFailed !== undefined) {
    return exitCode === 0
      ? error(end, `${runner} ended with exit code 0 although ${ofAll(count.failed, tests)} failed`)
      : failed(end, firstFailed, report);
  }
  const [problem] = problems;
  if (problem !== undefined)
    return broken(end, problem, `${runner}: ${problem.message}`, problems.length - 1);
  const unrun = tests.find(({ outcome }) => outcome === 'error');
  if (unrun?.failure) {
    const message = `${ofAll(count.error, tests)} could not be carried out; first: ${unrun.name}: ${unrun.failure.message}`;
    return broken(end, unrun.failure, message, 0);
  }
  if (tests.length === 0) return error(end, `${runner} found no test`, end.emptyHint);
  if (exitCode !== 0) {
    return error(end, `${runner} ${endedWith(end)} although none of ${tests.length} tests failed`);
  }
  return passing(tests, count);
}

/** Nothing failed and the runner agrees. */
function passing(
  tests: readonly TestRecord[],
  count: Readonly<Record<Outcome, number>>,
): CheckResult {
  if (count.flaky > 0) {
    const first = tests.find(({ outcome }) => outcome === 'flaky');
    return {
      outcome: 'flaky',
      reason: `${ofAll(count.flaky, tests)} passed only on a retry; first: ${first?.name ?? ''}`,
    };
  }
  if (count.skipped === tests.length) {
    const reason = tests[0]?.reason ?? 'skipped';
    return {
      outcome: 'skipped',
      reason: `all ${tests.length} tests are skipped; first: ${reason}`,
    };
  }
  return { outcome: 'passed' };
}

function wasStopped({ runner, aborted, signal, timedOutAfterMs }: SuiteEnd): string | null {
  if (timedOutAfterMs !== null)
    return `${runner} did not end within ${timedOutAfterMs} ms and was stopped`;
  if (aborted) return `${runner} was stopped because the run was broken off`;
  return signal === null ? null : `${runner} was killed by ${signal}`;
}

function endedWith({ exitCode }: SuiteEnd): string {
  return `ended with exit code ${exitCode ?? 'unknown'}`;
}

function soFar(report: SuiteReport | null): string {
  const tests = report?.tests ?? [];
  if (tests.length === 0) return '';
  const { failed: failures } = counts(tests);
  return `; until then ${tests.length} tests had ended, ${failures} of them failed`;
}

function failed(end: SuiteEnd, first: TestRecord, { tests, problems }: SuiteReport): CheckResult {
  const also = problems.length === 0 ? '' : `; besides, ${problems[0]?.message ?? ''}`;
  const reason = first.failure?.message ?? 'failed';
  const message = `${ofAll(counts(tests).failed, tests)} failed; first: ${first.name}: ${reason}${also}`;
  const base = first.failure ?? failure(message);
  return {
    outcome: 'failed',
    failure: { ...base, message, detail: detailOf(end, [base.detail ?? '']) },
  };
}

function broken(end: SuiteEnd, cause: Failure, message: string, more: number): CheckResult {
  const also = more === 0 ? '' : ` (and ${more} more)`;
  return {
    outcome: 'error',
    failure: {
      ...cause,
      source: cause.source ?? end.source,
      message: `${message}${also}`,
      detail: detailOf(end, [cause.detail ?? '']),
    },
  };
}

function error(end: SuiteEnd, message: string, hint = ''): CheckResult {
  const detail = detailOf(end, [hint]);
  return { outcome: 'error', failure: failure(message, { source: end.source, detail }) };
}

/** The cause, how to repeat it, and the end of the output, which loses its beginning when all is too long. */
function detailOf({ rerun, commandLine, tail }: SuiteEnd, cause: readonly string[]): string {
  const head = [...cause, `rerun: ${rerun}`, `command: ${commandLine}`]
    .filter((part) => part !== '')
    .join('\n');
  const output = tail.join('\n');
  if (output === '') return head;
  const room = Math.max(500, 2 * DETAIL_LENGTH - head.length);
  const end = output.length <= room ? output : `…${output.slice(-room)}`;
  return `${head}\nlast ${tail.length} lines of output:\n${end}`;
}

function ofAll(count: number, tests: readonly TestRecord[]): string {
  return `${count} of ${tests.length} tests`;
}

function counts(tests: readonly TestRecord[]): Record<Outcome, number> {
  const count = { passed: 0, failed: 0, flaky: 0, skipped: 0, error: 0 };
  for (const { outcome } of tests) count[outcome] += 1;
  return count;
}
