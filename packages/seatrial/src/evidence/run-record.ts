import type { CheckDescription, CheckResult, Failure, Outcome } from './check.ts';
import type { Diagnostic } from './diagnostic.ts';
import type {
  EnvironmentDriver,
  FixtureApplied,
  ResetDone,
  RunStarted,
  ServiceNotProven,
  StepFinished,
  TestFinished,
} from './events.ts';
import type { Verdict } from './verdict.ts';

/** How far a requirement is proven. */
export const REQUIREMENT_STATES = ['uncovered', 'covered', 'verified', 'failing'] as const;
/**
 * `uncovered`: no check names it. `covered`: a check names it, but not all that do have passed.
 * `verified`: all checks that name it passed. `failing`: one of them failed.
 */
export type RequirementState = (typeof REQUIREMENT_STATES)[number];

export type StepRecord = Omit<StepFinished, 'type' | 'check' | 'attempt'>;
export type TestRecord = Omit<TestFinished, 'type' | 'check'>;

export type FixtureRecord = Omit<FixtureApplied, 'type'>;
/** What was reset before the attempt, and what it cost. */
export type ResetRecord = Omit<ResetDone, 'type' | 'check' | 'attempt'>;

export type AttemptRecord = {
  readonly attempt: number;
  /** Without the resets. */
  readonly durationMs: number;
  readonly resets: readonly ResetRecord[];
  readonly steps: readonly StepRecord[];
} & CheckResult;

export interface CheckRecord extends CheckDescription {
  readonly outcome: Outcome;
  /** Why it was skipped, flaky or never carried out; null otherwise. */
  readonly reason: string | null;
  /** Of the deciding attempt. */
  readonly failure: Failure | null;
  readonly startedMs: number | null;
  readonly durationMs: number;
  readonly attempts: readonly AttemptRecord[];
  /** The tests of a suite; empty for other kinds. */
  readonly tests: readonly TestRecord[];
}

export interface ServiceRecord {
  readonly name: string;
  /** How it was provided; `emulator` stands for a program that only speaks the protocol of the product. */
  readonly rung: string;
  /** The program that ran for it; null when it is not known. */
  readonly product: string | null;
  readonly version: string | null;
  /** The image that the Compose file asks for. */
  readonly wanted: string | null;
  readonly command: string;
  readonly ports: Readonly<Record<string, number>>;
  readonly log: string;
  readonly readyAfterMs: number | null;
  readonly died: { readonly exit: string; readonly logTail: readonly string[] } | null;
}

export type NotProvenRecord = Omit<ServiceNotProven, 'type'>;

export interface EnvironmentRecord {
  /** `auto` when it never came so far that one was taken. */
  readonly driver: EnvironmentDriver | 'auto';
  /** The engine and the program that created the containers; null for native. */
  readonly engine: string | null;
  readonly readyAfterMs: number | null;
  readonly services: readonly ServiceRecord[];
  /** Services that were left out because nothing here can run them, or what they need. */
  readonly notProven: readonly NotProvenRecord[];
  /** In the order in which they were applied. */
  readonly fixtures: readonly FixtureRecord[];
  readonly failure: (Failure & { readonly code: string; readonly service: string | null }) | null;
}

export interface RequirementRecord {
  readonly id: string;
  readonly title: string;
  readonly state: RequirementState;
  readonly checks: readonly string[];
  readonly source: CheckDescription['source'];
}

/** A whole run as one document: `run.json`, and all that a report needs. */
export interface RunRecord {
  readonly schemaVersion: 1;
  readonly runId: string;
  readonly project: string;
  readonly seatrialVersion: string;
  readonly startedAt: string;
  readonly durationMs: number;
  readonly git: RunStarted['git'];
  readonly shard: RunStarted['shard'];
  readonly seed: number | null;
  readonly machine: RunStarted['machine'];
  readonly verdict: Verdict;
  readonly environment: EnvironmentRecord | null;
  readonly checks: readonly CheckRecord[];
  readonly requirements: readonly RequirementRecord[];
  readonly warnings: readonly Diagnostic[];
}
