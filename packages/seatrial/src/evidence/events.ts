import type { CheckDescription, CheckResult, Failure, Outcome, Requirement } from './check.ts';
import type { Diagnostic, SourcePosition } from './diagnostic.ts';

/** Plain JSON: what an event may carry as evidence. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json };

/** Raised when a reader of an older log would misunderstand a newer one. */
export const LOG_VERSION = 1;

export interface RunStarted {
  readonly type: 'run.started';
  readonly logVersion: typeof LOG_VERSION;
  readonly runId: string;
  readonly seatrialVersion: string;
  readonly project: string;
  /** The commit the work tree stands on, and whether it differs from it; null outside git. */
  readonly git: { readonly commit: string; readonly dirty: boolean } | null;
  readonly shard: { readonly index: number; readonly total: number } | null;
  /** The seed of a shuffled order; null when the plan's own order was kept. */
  readonly seed: number | null;
  readonly machine: { readonly platform: string; readonly cpus: number; readonly node: string };
  /** The complete plan, the checks of other shards included. */
  readonly checks: readonly CheckDescription[];
  readonly requirements: readonly Requirement[];
}

/** What makes the services run: processes of this machine, or containers of a Docker Engine. */
export type EnvironmentDriver = 'native' | 'docker';

export interface EnvironmentStarting {
  readonly type: 'environment.starting';
  /** `auto`: the first that is there; `environment.ready` says which it was. */
  readonly driver: EnvironmentDriver | 'auto';
  readonly services: readonly string[];
}
/** Images of services are built or pulled, which may take long. */
export interface EnvironmentImages {
  readonly type: 'environment.images';
  readonly services: readonly string[];
  /** What is written meanwhile, relative to the project root. */
  readonly log: string;
}
export interface EnvironmentReady {
  readonly type: 'environment.ready';
  /** The one that was taken; logs of older versions do not say. */
  readonly driver?: EnvironmentDriver;
  /** The engine and the program that created the containers; null for native. */
  readonly engine?: string | null;
  readonly afterMs: number;
}
/** The environment did not come up; nothing of it is left running. */
export interface EnvironmentFailed {
  readonly type: 'environment.failed';
  readonly code: string;
  readonly service: string | null;
  readonly failure: Failure;
}
export interface EnvironmentStopped {
  readonly type: 'environment.stopped';
  readonly afterMs: number;
}

export interface ServiceStarted {
  readonly type: 'service.started';
  readonly service: string;
  /** How the service is provided: `container`, `dockerfile`, `x-native`, `npm-binary`, `emulator` … */
  readonly rung: string;
  /** The program that runs for it, when it is known. */
  readonly product?: string | null;
  readonly version?: string | null;
  /** The image that the Compose file asks for. */
  readonly wanted?: string | null;
  readonly command: string;
  readonly pid: number;
  /** Container port to the loopback port it is reached at. */
  readonly ports: Readonly<Record<string, number>>;
  /** Relative to the run folder. */
  readonly log: string;
}
export interface ServiceReady {
  readonly type: 'service.ready';
  readonly service: string;
  readonly afterMs: number;
  readonly by: string;
}
/** A service was not started, because nothing here can run it or what it needs: nothing is known about it. */
export interface ServiceNotProven {
  readonly type: 'service.not-proven';
  readonly service: string;
  readonly reason: string;
  /** What would prove it. */
  readonly remedy: string;
}
/** A service ended while it should have been running. */
export interface ServiceDied {
  readonly type: 'service.died';
  readonly service: string;
  readonly exit: string;
  readonly logTail: readonly string[];
}
export interface ServiceStopped {
  readonly type: 'service.stopped';
  readonly service: string;
  readonly exit: string;
}

/** Data was brought into the services before the first check. */
export interface FixtureApplied {
  readonly type: 'fixture.applied';
  /** As the project lists it. */
  readonly file: string;
  /** Null for a script. */
  readonly service: string | null;
  readonly durationMs: number;
}

export interface CheckStarted {
  readonly type: 'check.started';
  readonly check: string;
  /** From 1; higher when a failed check is repeated. */
  readonly attempt: number;
}
/** A service was brought back to its state after the fixtures, before the first step. */
export interface ResetDone {
  readonly type: 'reset.done';
  readonly check: string;
  readonly attempt: number;
  readonly service: string;
  /** `template clone`, `database`, `backup`, `restart`. */
  readonly how: string;
  readonly durationMs: number;
}
export interface StepFinished {
  readonly type: 'step.finished';
  readonly check: string;
  readonly attempt: number;
  readonly index: number;
  readonly title: string;
  readonly outcome: 'passed' | 'failed' | 'error';
  readonly durationMs: number;
  readonly source: SourcePosition;
  readonly failure: Failure | null;
  /** What was sent and seen, bounded and with secrets removed. */
  readonly evidence: Json;
}
/** One test of a suite, as the suite's own runner reported it. */
export interface TestFinished {
  readonly type: 'test.finished';
  readonly check: string;
  readonly name: string;
  /** Relative to the project root; null when the runner does not say. */
  readonly file: string | null;
  readonly line: number | null;
  readonly outcome: Outcome;
  readonly durationMs: number;
  readonly reason: string | null;
  readonly failure: Failure | null;
  /** Scenario and requirement ids found in its name or tags. */
  readonly ids: readonly string[];
}
export type CheckFinished = {
  readonly type: 'check.finished';
  readonly check: string;
  readonly attempt: number;
  readonly durationMs: number;
} & CheckResult;

export interface Warned {
  readonly type: 'warning';
  readonly diagnostic: Diagnostic;
}
export interface RunInterrupted {
  readonly type: 'run.interrupted';
  readonly by: 'signal' | 'timeout';
  /** `SIGINT`, or the limit that ran out. */
  readonly detail: string;
}
/** The run itself broke: a bug in Seatrial, not in what it tests. */
export interface RunCrashed {
  readonly type: 'run.crashed';
  readonly failure: Failure;
}
export interface RunFinished {
  readonly type: 'run.finished';
}

/** What a producer says; the log adds the place in time. */
export type EventBody =
  | RunStarted
  | EnvironmentStarting
  | EnvironmentImages
  | EnvironmentReady
  | EnvironmentFailed
  | EnvironmentStopped
  | ServiceStarted
  | ServiceReady
  | ServiceNotProven
  | ServiceDied
  | ServiceStopped
  | FixtureApplied
  | CheckStarted
  | ResetDone
  | StepFinished
  | TestFinished
  | CheckFinished
  | Warned
  | RunInterrupted
  | RunCrashed
  | RunFinished;

/** One line of the log. */
export type RunEvent = EventBody & {
  /** From 0, without gaps within one log. */
  readonly seq: number;
  /** Wall clock, ISO 8601 UTC. */
  readonly at: string;
  /** Monotonic milliseconds since the run started. */
  readonly elapsedMs: number;
};

export type Emit = (event: EventBody) => void;
