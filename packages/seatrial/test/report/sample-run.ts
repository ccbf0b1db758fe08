import type {
  CheckDescription,
  CheckResult,
  EventBody,
  Json,
  Requirement,
  RunEvent,
  RunRecord,
  RunStarted,
  TestFinished,
} from '../../src/evidence/index.ts';
import { buildRunRecord, failure } from '../../src/evidence/index.ts';

/** Says events one after another, with a clock that only moves when told to. */
export class Story {
  readonly events: RunEvent[] = [];
  #elapsedMs = 0;

  say(body: EventBody, afterMs = 0): this {
    this.#elapsedMs += afterMs;
    const at = new Date(Date.UTC(2026, 10, 21, 9, 30) + this.#elapsedMs).toISOString();
    this.events.push({ seq: this.events.length, at, elapsedMs: this.#elapsedMs, ...body });
    return this;
  }

  check(check: string, durationMs: number, result: CheckResult, attempt = 1): this {
    this.say({ type: 'check.started', check, attempt });
    return this.say({ type: 'check.finished', check, attempt, durationMs, ...result }, durationMs);
  }

  record(): RunRecord {
    return buildRunRecord(this.events);
  }
}

export function description(id: string, rest: Partial<CheckDescription> = {}): CheckDescription {
  return {
    id,
    kind: id.startsWith('suite:') ? 'suite' : 'scenario',
    title: `what ${id} says`,
    workItem: 'integration_cooker',
    requirements: [],
    required: true,
    source: { file: '.session/specs/integration_cooker.md', line: 12, column: 1 },
    rerun: `seatrial run --only ${id}`,
    shard: null,
    ...rest,
  };
}

export function runStarted(
  checks: readonly CheckDescription[],
  requirements: readonly Requirement[] = [],
): RunStarted {
  return {
    type: 'run.started',
    logVersion: 1,
    runId: '20261121-093000-4f1c',
    seatrialVersion: '0.1.0',
    project: 'cooker',
    git: { commit: '4f1c9e0b7a2d4c61', dirty: true },
    shard: null,
    seed: 7,
    machine: { platform: 'linux-x64', cpus: 2, node: '24.21.0' },
    checks,
    requirements,
  };
}

export function testFinished(
  check: string,
  name: string,
  rest: Partial<TestFinished> = {},
): TestFinished {
  return {
    type: 'test.finished',
    check,
    name,
    file: 'systems/cooker/src/food-safety.test.ts',
    line: 20,
    outcome: 'passed',
    durationMs: 3,
    reason: null,
    failure: null,
    ids: [],
    ...rest,
  };
}

/** Checks that all ended in the given way, each after 100 ms. */
export function runOf(
  results: Readonly<Record<string, CheckResult>>,
  requirements: readonly Requirement[] = [],
): RunRecord {
  const story = new Story().say(
    runStarted(
      Object.keys(results).map((id) => description(id)),
      requirements,
    ),
  );
  for (const [id, result] of Object.entries(results)) {
    story.check(id, 100, result);
  }
  return story.say({ type: 'run.finished' }).record();
}

const SPEC = '.session/specs/integration_cooker.md';

/** A run with one of everything: broken, flaky and skipped checks, a suite, a dead service. */
export function mixedRun(): RunRecord {
  return mixedStory().record();
}

export function mixedStory(): Story {
  const checks = [
    description('INT-01', { title: 'A complete cook cycle', requirements: ['FR-01', 'FR-02'] }),
    description('INT-02', { title: 'Unsafe food is refused', requirements: ['FR-04'] }),
    description('INT-06', { title: 'Stop without a cook', requirements: ['FR-03'] }),
    description('INT-07', {
      title: 'An expired token is renewed',
      requirements: ['QR-10'],
      source: { file: SPEC, line: 88, column: 1 },
    }),
    description('INT-08', { title: 'Status while starting', requirements: ['QR-01'] }),
    description('INT-PERF-01', { title: 'Status answers fast', requirements: ['QR-01'] }),
    description('suite:cooker-unit', { title: 'Unit tests of the cooker', workItem: null }),
  ];
  const story = new Story().say(
    runStarted(checks, [
      { id: 'FR-01', title: 'Start a cook', source: { file: SPEC, line: 3, column: 1 } },
      { id: 'FR-04', title: 'Refuse unsafe food', source: { file: SPEC, line: 4, column: 1 } },
      {
        id: 'QR-10',
        title: 'Survive an expired token',
        source: { file: SPEC, line: 5, column: 1 },
      },
      { id: 'QR-33', title: 'Answer only to the key', source: { file: SPEC, line: 6, column: 1 } },
    ]),
  );
  environmentUp(story);
  happyCheck(story, 'INT-01', 1240);
  happyCheck(story, 'INT-02', 320);
  story.check('INT-06', 45, { outcome: 'passed' });
  brokenCheck(story);
  story.check('INT-08', 410, { outcome: 'failed', failure: failure('no answer in 400 ms') });
  story.check('INT-08', 35, { outcome: 'passed' }, 2);
  story.check('INT-PERF-01', 0, { outcome: 'skipped', reason: 'prose only: no step, no proof' });
  brokenSuite(story);
  story.say({
    type: 'warning',
    diagnostic: {
      code: 'SPEC_ORPHAN_TEST',
      severity: 'warning',
      message: 'a test names INT-99, which no spec declares',
      file: 'systems/cooker/src/food-safety.test.ts',
      line: 44,
      column: 3,
      hint: 'did you mean INT-09?',
    },
  });
  story.say({ type: 'environment.stopped', afterMs: 120 }, 120);
  return story.say({ type: 'run.finished' });
}

function environmentUp(story: Story): void {
  story.say({ type: 'environment.starting', driver: 'native', services: ['sim', 'cooker'] });
  for (const [service, port, pid] of [
    ['sim', 41_001, 501],
    ['cooker', 41_002, 502],
  ] as const) {
    story.say({
      type: 'service.started',
      service,
      rung: service === 'sim' ? 'x-native' : 'dockerfile',
      command: `node ${service}/main.ts`,
      pid,
      ports: { '8080': port },
      log: `services/${service}.log`,
    });
    story.say({ type: 'service.ready', service, afterMs: 430, by: 'healthcheck' }, 215);
  }
  story.say({ type: 'environment.ready', afterMs: 430 });
}

const START_COOK: Json = {
  request: {
    method: 'POST',
    url: 'http://cooker/start-cook',
    headers: { authorization: '<redacted>', 'content-type': 'application/json' },
    body: { food_type: 'chicken', temperature_celsius: 65, time_minutes: 90 },
  },
  response: {
    status: 401,
    headers: { 'content-type': 'application/json' },
    body: {
      error: 'AUTHENTICATION_FAILED',
      message: 'the cloud refused the token',
      retry_after: null,
    },
  },
  durationMs: 41.5,
};

function happyCheck(story: Story, check: string, durationMs: number): void {
  story.say({ type: 'check.started', check, attempt: 1 });
  for (const [index, title] of ['POST cooker/start-cook', 'GET cooker/status'].entries()) {
    story.say(
      {
        type: 'step.finished',
        check,
        attempt: 1,
        index,
        title,
        outcome: 'passed',
        durationMs: durationMs / 2,
        source: { file: SPEC, line: 20 + index, column: 5 },
        failure: null,
        evidence: { request: { method: 'GET' }, response: { status: 200, body: { ok: true } } },
      },
      durationMs / 2,
    );
  }
  story.say({ type: 'check.finished', check, attempt: 1, durationMs, outcome: 'passed' });
}

function brokenCheck(story: Story): void {
  const why = failure('status is not as expected', {
    source: { file: SPEC, line: 97, column: 15 },
    expected: '200',
    seen: '401',
  });
  story.say({ type: 'check.started', check: 'INT-07', attempt: 1 });
  story.say(
    {
      type: 'step.finished',
      check: 'INT-07',
      attempt: 1,
      index: 0,
      title: 'POST cooker/start-cook',
      outcome: 'failed',
      durationMs: 41.5,
      source: { file: SPEC, line: 94, column: 5 },
      failure: why,
      evidence: START_COOK,
    },
    42,
  );
  const finished = { attempt: 1, durationMs: 44, outcome: 'failed' as const, failure: why };
  story.say({ type: 'check.finished', check: 'INT-07', ...finished });
}

function brokenSuite(story: Story): void {
  const check = 'suite:cooker-unit';
  story.say({ type: 'check.started', check, attempt: 1 });
  story.say(testFinished(check, 'refuses 39.9 °C [FR-04]', { ids: ['FR-04'] }), 900);
  story.say(
    testFinished(check, 'poultry below 57 °C is refused', {
      outcome: 'failed',
      failure: failure('values differ', {
        source: { file: 'systems/cooker/src/food-safety.test.ts', line: 31, column: 10 },
        expected: "'POULTRY_TEMP_UNSAFE'",
        seen: 'null',
        detail: 'AssertionError: values differ\n    at food-safety.test.ts:31:10',
      }),
    }),
  );
  story.say(testFinished(check, 'duck', { outcome: 'skipped', reason: 'todo' }));
  const why = failure('1 of 3 tests failed');
  story.say({
    type: 'check.finished',
    check,
    attempt: 1,
    durationMs: 900,
    outcome: 'failed',
    failure: why,
  });
}
