import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import type { NotProven, Reaper, ServiceDeath, StartedEnvironment } from '@seatrial/environment';
import { EnvironmentError } from '@seatrial/environment';

import type { CheckContext } from '../checks/check-context.ts';
import { carryOut } from '../checks/index.ts';
import { describeDeath } from '../environment/translate-environment-event.ts';
import type { CheckResult, Emit, Failure, TestRecord } from '../evidence/index.ts';
import { failure } from '../evidence/index.ts';
import type { PlannedCheck } from '../plan/index.ts';
import type { DeathNotice } from './notice-deaths.ts';
import { resetServices } from './reset-services.ts';
import type { ContractWatch } from './watch-contracts.ts';

/** What all checks of a run share. */
export interface CheckSurroundings {
  readonly environment: StartedEnvironment | null;
  /** Services that were left out because nothing here can run them, by name. */
  readonly notProven: ReadonlyMap<string, NotProven>;
  /** Null with the environment. */
  readonly deaths: DeathNotice | null;
  readonly reaper: Reaper;
  readonly projectRoot: string;
  /** Absolute; artifacts of checks go below it. */
  readonly runFolder: string;
  readonly env: NodeJS.ProcessEnv;
  /** Aborted when the run is interrupted or its time is over. */
  readonly signal: AbortSignal;
  readonly emit: Emit;
  readonly testsOf: (check: string) => readonly TestRecord[] | undefined;
  readonly contracts: ContractWatch;
  readonly checkTimeoutMs: number;
  /** How often a check that failed is repeated. */
  readonly retries: number;
}

/** A suite ends its runner by itself at its own limit; the scheduler's limit is the last resort. */
const SUITE_GRACE_MS = 15_000;

/** Carries out one check, with repeats, and tells the log. An interrupted attempt is not told as finished. */
export async function carryOutCheck(
  check: PlannedCheck,
  surroundings: CheckSurroundings,
): Promise<void> {
  const { emit, signal, retries } = surroundings;
  for (let attempt = 1; attempt <= retries + 1; attempt += 1) {
    emit({ type: 'check.started', check: check.description.id, attempt });
    const obstacle = await makeReady(check, attempt, surroundings);
    const startedMs = performance.now();
    const result = obstacle ?? (await attemptCheck(check, attempt, surroundings));
    if (signal.aborted) return;
    const durationMs = performance.now() - startedMs;
    emit({ type: 'check.finished', check: check.description.id, attempt, durationMs, ...result });
    if (result.outcome !== 'failed' && result.outcome !== 'error') return;
    // A service that has died is not started again, so a repeat could not tell anything.
    if (check.needsEnvironment && (surroundings.environment?.deaths.length ?? 0) > 0) return;
  }
}

/** Resets what the check wants to be reset; answers with the check's result when it cannot be tried. */
async function makeReady(
  check: PlannedCheck,
  attempt: number,
  surroundings: CheckSurroundings,
): Promise<CheckResult | null> {
  const { notProven } = surroundings;
  const missing = check.services.flatMap((name) => notProven.get(name) ?? []);
  if (missing.length > 0) return { outcome: 'skipped', reason: missing.map(whyMissing).join('; ') };
  const why =
    whyNotReady(check, surroundings) ?? (await resetServices(check, attempt, surroundings));
  return why === null ? null : { outcome: 'error', failure: why };
}

/** Null when the services that the check needs are there. */
function whyNotReady(check: PlannedCheck, { environment }: CheckSurroundings): Failure | null {
  if (!check.needsEnvironment) return null;
  if (environment === null) return failure('not carried out: no service is running');
  const [dead] = environment.deaths;
  if (dead !== undefined) {
    return failure(`not carried out: service ${dead.service} had died before`);
  }
  const { broken } = environment.faults;
  return broken === undefined
    ? null
    : failure('not carried out: a fault of an earlier check could not be undone', {
        seen: broken.message,
      });
}

async function attemptCheck(
  check: PlannedCheck,
  attempt: number,
  surroundings: CheckSurroundings,
): Promise<CheckResult> {
  const { environment } = surroundings;
  using bounds = boundsOf(check, surroundings);
  const directory = join(
    surroundings.runFolder,
    'checks',
    folderName(check.description.id, attempt),
  );
  mkdirSync(directory, { recursive: true });
  const { projectRoot, reaper, env, emit, testsOf, contracts } = surroundings;
  const context: CheckContext = {
    description: check.description,
    attempt,
    environment,
    projectRoot,
    directory,
    reaper,
    env,
    signal: bounds.signal,
    emit,
    testsOf,
    ...contracts,
  };
  const result = await Promise.race([settle(check, context), bounds.broken]);
  if (result.outcome !== 'passed' && check.needsEnvironment && !surroundings.signal.aborted) {
    await surroundings.deaths?.settle();
  }
  // A check that was given up may still be mending what it broke; the next one must not see it.
  if (!surroundings.signal.aborted) await mendLeft(environment);
  return bounds.death === undefined ? result : died(bounds.death, check);
}

async function mendLeft(environment: StartedEnvironment | null): Promise<void> {
  try {
    await environment?.faults.undoAll();
  } catch (error) {
    // The environment knows that it is broken; the next check says so.
    if (!(error instanceof EnvironmentError)) throw error;
  }
}

function whyMissing({ service, reason, remedy }: NotProven): string {
  return `service ${JSON.stringify(service)} cannot run here: ${reason}; to prove it: ${remedy}`;
}

/** A throw is a bug of ours: the check was not carried out, and the stack says where. */
async function settle(check: PlannedCheck, context: CheckContext): Promise<CheckResult> {
  try {
    return await carryOut(check.work, context);
  } catch (error) {
    const cause = error instanceof Error ? error : new Error(String(error));
    const why = failure(`the check broke: ${cause.message}`, { detail: cause.stack ?? null });
    return { outcome: 'error', failure: why };
  }
}

interface Bounds extends Disposable {
  readonly signal: AbortSignal;
  /** Resolves, some grace after the signal, when a check does not heed it. */
  readonly broken: Promise<CheckResult>;
  readonly death: ServiceDeath | undefined;
}

const HEED_GRACE_MS = 2_000;

/** Ends a check when its time is over, the run is interrupted, or a service under it dies. */
function boundsOf(check: PlannedCheck, surroundings: CheckSurroundings): Bounds {
  const timeoutMs =
    check.work.kind === 'suite'
      ? check.work.suite.timeoutMs + SUITE_GRACE_MS
      : surroundings.checkTimeoutMs;
  const own = new AbortController();
  const timedOut = `timed out after ${timeoutMs / 1000} s`;
  const timer = setTimeout(() => own.abort(new Error(timedOut)), timeoutMs);
  const signal = AbortSignal.any([own.signal, surroundings.signal]);
  let death: ServiceDeath | undefined;
  const onDeath = (dead: ServiceDeath): void => {
    death ??= dead;
    own.abort(new Error(`service ${dead.service} died`));
  };
  // A check that needs no service has nothing to do with it; the verdict hears of the death anyway.
  const unsubscribe = check.needsEnvironment
    ? surroundings.environment?.onDeath(onDeath)
    : undefined;
  const { promise: broken, resolve } = Promise.withResolvers<CheckResult>();
  let grace: NodeJS.Timeout | undefined;
  signal.addEventListener('abort', () => {
    const reason = signal.reason instanceof Error ? signal.reason.message : 'interrupted';
    const give = (): void => resolve({ outcome: 'error', failure: failure(reason) });
    grace = setTimeout(give, HEED_GRACE_MS);
  });
  return {
    signal,
    broken,
    get death() {
      return death;
    },
    [Symbol.dispose]: () => {
      clearTimeout(timer);
      clearTimeout(grace);
      unsubscribe?.();
    },
  };
}

function died(death: ServiceDeath, check: PlannedCheck): CheckResult {
  const message = `service ${death.service} died during ${check.description.id} (${describeDeath(death)})`;
  const detail = death.logTail.join('\n');
  return {
    outcome: 'failed',
    failure: failure(message, { source: check.description.source, detail }),
  };
}

function folderName(id: string, attempt: number): string {
  const name = id.replaceAll(/[^\w.-]+/g, '-');
  return attempt === 1 ? name : `${name}-${attempt}`;
}
