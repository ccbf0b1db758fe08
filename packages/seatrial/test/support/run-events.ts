import type {
  CheckDescription,
  CheckResult,
  EventBody,
  RunEvent,
  RunStarted,
} from '../../src/evidence/index.ts';
import { LOG_VERSION } from '../../src/evidence/index.ts';

/** A planned check with everything filled in; say only what matters to the test. */
export function describedCheck(id: string, rest: Partial<CheckDescription> = {}): CheckDescription {
  return {
    id,
    kind: 'scenario',
    title: `the title of ${id}`,
    workItem: null,
    requirements: [],
    required: true,
    source: { file: '.session/specs/trial.md', line: 10, column: 1 },
    rerun: `seatrial run --only ${id}`,
    shard: null,
    ...rest,
  };
}

/** The first event of a log whose plan holds these checks. */
export function runStarted(
  checks: readonly CheckDescription[],
  rest: Partial<RunStarted> = {},
): RunStarted {
  return {
    type: 'run.started',
    logVersion: LOG_VERSION,
    runId: '2026-11-21T08-00-00Z-test',
    seatrialVersion: '0.1.0',
    project: 'harbour',
    git: null,
    shard: null,
    seed: null,
    machine: { platform: 'linux', cpus: 2, node: 'v24.21.0' },
    checks,
    requirements: [],
    ...rest,
  };
}

/** Numbers and dates bodies as a log would, ten milliseconds apart. */
export function asLog(bodies: readonly EventBody[]): readonly RunEvent[] {
  const startMs = Date.UTC(2026, 10, 21, 8);
  return bodies.map((body, seq) => ({
    seq,
    at: new Date(startMs + seq * 10).toISOString(),
    elapsedMs: seq * 10,
    ...body,
  }));
}

/** One attempt from start to finish. */
export function attempt(check: string, result: CheckResult, number = 1): readonly EventBody[] {
  return [
    { type: 'check.started', check, attempt: number },
    { type: 'check.finished', check, attempt: number, durationMs: 5, ...result },
  ];
}
