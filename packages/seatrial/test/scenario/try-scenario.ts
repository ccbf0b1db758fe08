import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';

import type { StartedEnvironment } from '@seatrial/environment';

import { carryOutScenario } from '../../src/checks/scenario/index.ts';
import type { CheckResult, EventBody, Failure, TestRecord } from '../../src/evidence/index.ts';
import type { Evidence } from '../../src/spec/index.ts';
import { parseBackgroundBlock, parseScenarioBlock } from '../../src/spec/scenario/index.ts';

export type Step = Extract<EventBody, { type: 'step.finished' }>;

/** A scenario, carried out. */
export interface Trial {
  readonly result: CheckResult;
  readonly steps: readonly Step[];
  /** Everything that left the scenario, as text. */
  readonly said: string;
}

interface TrialOptions {
  readonly environment?: StartedEnvironment | null;
  readonly background?: string;
  readonly signal?: AbortSignal;
  readonly projectRoot?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly onStep?: (step: Step) => void;
}

const SOURCE = { file: 'spec.md', line: 1, column: 1 };

/** Parses the block as it would stand at line 1 of `spec.md` and carries it out. */
export async function tryScenario(block: string, options: TrialOptions = {}): Promise<Trial> {
  const background =
    options.background === undefined ? null : parseBackgroundBlock(options.background, SOURCE);
  assert.deepEqual(background?.diagnostics ?? [], []);
  const parsed = parseScenarioBlock(block, SOURCE, { background: background?.background ?? null });
  assert.deepEqual(parsed.diagnostics, []);
  assert.ok(parsed.block !== null);
  const evidence = { form: 'steps', block: parsed.block } as const;
  return tryEvidence(evidence, { ...options, parsedBackground: background?.background ?? null });
}

/** Carries out a scenario that has this evidence. */
export async function tryEvidence(
  evidence: Evidence,
  options: TrialOptions & {
    readonly parsedBackground?: ReturnType<typeof parseBackgroundBlock>['background'];
    readonly tests?: Readonly<Record<string, readonly TestRecord[] | undefined>>;
  } = {},
): Promise<Trial> {
  const steps: Step[] = [];
  const { tests = {} } = options;
  const result = await carryOutScenario(
    {
      kind: 'scenario',
      scenario: {
        id: 'T-1',
        title: 'a trial',
        requirements: [],
        required: true,
        setup: [],
        actions: [],
        expectedResults: [],
        evidence,
        source: SOURCE,
      },
      background: options.parsedBackground ?? null,
      suites: Object.keys(tests),
      reset: { form: 'none' },
    },
    {
      description: {
        id: 'T-1',
        kind: 'scenario',
        title: 'a trial',
        workItem: null,
        requirements: [],
        required: true,
        source: SOURCE,
        rerun: 'seatrial run --only T-1',
        shard: null,
      },
      attempt: 1,
      environment: options.environment ?? null,
      projectRoot: options.projectRoot ?? tmpdir(),
      directory: tmpdir(),
      env: options.env ?? { PATH: process.env['PATH'] },
      signal: options.signal ?? new AbortController().signal,
      emit: (event) => {
        assert.equal(event.type, 'step.finished');
        steps.push(event);
        options.onStep?.(event);
      },
      testsOf: (suite) => tests[suite],
      traffic: { record: () => undefined, recordMessage: () => undefined },
      contractOf: () => undefined,
    },
  );
  return { result, steps, said: JSON.stringify([result, steps]) };
}

/** What the first step of a trial sent and got. */
export function exchangeOf({ steps }: Trial): {
  readonly request: Readonly<Record<string, unknown>>;
  readonly response: Readonly<Record<string, unknown>>;
} {
  const evidence = steps[0]?.evidence;
  assert.ok(typeof evidence === 'object' && evidence !== null && !Array.isArray(evidence));
  const { request, response } = evidence as Record<string, Record<string, unknown>>;
  assert.ok(request !== undefined && response !== undefined);
  return { request, response };
}

/** The failure of a scenario that is expected to end with this outcome. */
export function failureOf(trial: Trial, outcome: 'failed' | 'error' = 'failed'): Failure {
  assert.equal(trial.result.outcome, outcome, trial.said);
  assert.ok(trial.result.outcome === 'failed' || trial.result.outcome === 'error');
  return trial.result.failure;
}

export function assertPassed(trial: Trial): void {
  assert.equal(trial.result.outcome, 'passed', trial.said);
}
