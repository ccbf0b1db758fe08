import { buildEnvironmentRecord } from './build-environment-record.ts';
import type { CheckDescription, CheckResult, Failure, Outcome } from './check.ts';
import { failure } from './check.ts';
import type { RunEvent, RunStarted } from './events.ts';
import { judge } from './judge.ts';
import { requirementStates } from './requirement-states.ts';
import type {
  AttemptRecord,
  CheckRecord,
  ResetRecord,
  RunRecord,
  StepRecord,
  TestRecord,
} from './run-record.ts';
import { SeatrialError } from './seatrial-error.ts';

type EventOf<Type extends RunEvent['type']> = Extract<RunEvent, { type: Type }>;

/**
 * Projects a log onto one document. Works on unfinished and torn logs too: a check that never
 * finished is an `error` or `skipped`, so its absence can only make the verdict worse.
 *
 * @throws {SeatrialError} `LOG_INVALID` when the log does not begin with `run.started`
 */
export function buildRunRecord(events: readonly RunEvent[]): RunRecord {
  const [started] = events;
  if (started?.type !== 'run.started') {
    throw new SeatrialError('LOG_INVALID', 'an event log begins with run.started');
  }
  const checks = checkRecords(started, events);
  const environment = buildEnvironmentRecord(events);
  const interrupted = events.find((event) => event.type === 'run.interrupted') ?? null;
  const crashed = events.find((event) => event.type === 'run.crashed') ?? null;
  const tests = checks.flatMap((check) => check.tests);
  return {
    schemaVersion: 1,
    runId: started.runId,
    project: started.project,
    seatrialVersion: started.seatrialVersion,
    startedAt: started.at,
    durationMs: events.reduce((longest, event) => Math.max(longest, event.elapsedMs), 0),
    git: started.git,
    shard: started.shard,
    seed: started.seed,
    machine: started.machine,
    verdict: judge({ checks, environment, interrupted, crashed }),
    environment,
    checks,
    requirements: requirementStates(started.requirements, checks, tests),
    warnings: events.flatMap((event) => (event.type === 'warning' ? [event.diagnostic] : [])),
  };
}

/** The checks that this log is answerable for: all, or those of its shard. */
function ownChecks(started: RunStarted): readonly CheckDescription[] {
  const { shard } = started;
  return shard === null
    ? started.checks
    : started.checks.filter((check) => check.shard === shard.index);
}

interface Gathered {
  startedMs: number | null;
  running: boolean;
  attempts: AttemptRecord[];
  resets: ResetRecord[];
  steps: StepRecord[];
  tests: TestRecord[];
}

function checkRecords(started: RunStarted, events: readonly RunEvent[]): readonly CheckRecord[] {
  const gathered = new Map<string, Gathered>();
  const of = (check: string): Gathered => {
    const found = gathered.get(check);
    if (found !== undefined) return found;
    const fresh = {
      startedMs: null,
      running: false,
      attempts: [],
      resets: [],
      steps: [],
      tests: [],
    };
    gathered.set(check, fresh);
    return fresh;
  };
  for (const event of events) gather(event, of);
  return ownChecks(started).map((description) => toCheckRecord(description, of(description.id)));
}

function gather(event: RunEvent, of: (check: string) => Gathered): void {
  if (event.type === 'check.started') {
    const check = of(event.check);
    check.startedMs ??= event.elapsedMs;
    check.running = true;
    check.resets = [];
    check.steps = [];
    // A repeat of a suite reports all its tests again.
    check.tests = [];
  } else if (event.type === 'reset.done') {
    const { service, how, durationMs } = event;
    of(event.check).resets.push({ service, how, durationMs });
  } else if (event.type === 'step.finished') {
    of(event.check).steps.push(stepRecord(event));
  } else if (event.type === 'test.finished') {
    of(event.check).tests.push(testRecord(event));
  } else if (event.type === 'check.finished') {
    const check = of(event.check);
    check.running = false;
    check.attempts.push(attemptRecord(event, check));
  }
}

function stepRecord(event: EventOf<'step.finished'>): StepRecord {
  const { index, title, outcome, durationMs, source, failure: why, evidence } = event;
  return { index, title, outcome, durationMs, source, failure: why, evidence };
}

function testRecord(event: EventOf<'test.finished'>): TestRecord {
  const { name, file, line, outcome, durationMs, reason, failure: why, ids } = event;
  return { name, file, line, outcome, durationMs, reason, failure: why, ids };
}

function attemptRecord(
  event: EventOf<'check.finished'>,
  { resets, steps }: Gathered,
): AttemptRecord {
  const { attempt, durationMs } = event;
  return { attempt, durationMs, resets, steps, ...resultOf(event) };
}

function resultOf(result: CheckResult): CheckResult {
  switch (result.outcome) {
    case 'passed':
      return { outcome: 'passed' };
    case 'flaky':
    case 'skipped':
      return { outcome: result.outcome, reason: result.reason };
    case 'failed':
    case 'error':
      return { outcome: result.outcome, failure: result.failure };
    default:
      throw new Error(`unknown outcome ${JSON.stringify(result satisfies never)}`);
  }
}

function toCheckRecord(description: CheckDescription, check: Gathered): CheckRecord {
  const { outcome, reason, failure: why } = weighAttempts(check);
  const unfinished: readonly AttemptRecord[] = check.running
    ? [
        {
          attempt: check.attempts.length + 1,
          durationMs: 0,
          resets: check.resets,
          steps: check.steps,
          outcome: 'error',
          failure: why ?? failure('the run ended while the check was running'),
        },
      ]
    : [];
  return {
    ...description,
    outcome,
    reason,
    failure: why,
    startedMs: check.startedMs,
    durationMs: check.attempts.reduce((sum, attempt) => sum + attempt.durationMs, 0),
    attempts: [...check.attempts, ...unfinished],
    tests: check.tests,
  };
}

interface Weighed {
  readonly outcome: Outcome;
  readonly reason: string | null;
  readonly failure: Failure | null;
}

function weighAttempts(check: Gathered): Weighed {
  const last = check.attempts.at(-1);
  if (check.running) {
    const why = failure('the run ended while the check was running');
    return { outcome: 'error', reason: null, failure: why };
  }
  if (last === undefined) return { outcome: 'skipped', reason: 'not run', failure: null };
  switch (last.outcome) {
    case 'passed': {
      const before = check.attempts.at(-2);
      if (before === undefined) return { outcome: 'passed', reason: null, failure: null };
      const reason = `${before.outcome} on attempt ${before.attempt}, passed on attempt ${last.attempt}`;
      return { outcome: 'flaky', reason, failure: 'failure' in before ? before.failure : null };
    }
    case 'flaky':
    case 'skipped':
      return { outcome: last.outcome, reason: last.reason, failure: null };
    case 'failed':
    case 'error':
      return { outcome: last.outcome, reason: null, failure: last.failure };
    default:
      throw new Error(`unknown outcome ${JSON.stringify(last satisfies never)}`);
  }
}
