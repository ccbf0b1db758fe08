import { rmSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';

import type { ComposeModel, Reaper, StartedEnvironment } from '@seatrial/environment';
import { createEnvironment, EnvironmentError, startReaper } from '@seatrial/environment';

import { clearLeftovers } from '../environment/clear-leftovers.ts';
import { inProject } from '../environment/in-project.ts';
import { createEnvironmentTranslator } from '../environment/translate-environment-event.ts';
import type {
  Clock,
  EventBody,
  EventLog,
  RunEvent,
  RunRecord,
  RunStarted,
  TestRecord,
} from '../evidence/index.ts';
import {
  buildRunRecord,
  failure,
  formatDiagnostic,
  LOG_VERSION,
  openEventLog,
} from '../evidence/index.ts';
import type { Plan, PlannedCheck } from '../plan/index.ts';
import { carryOutCheck } from './carry-out-check.ts';
import { gitState } from './git-state.ts';
import { noticeDeaths } from './notice-deaths.ts';
import type { RunFolder } from './run-folder.ts';

/** One execution of a plan. */
export interface RunOptions {
  readonly plan: Plan;
  /** Null when no check needs services. */
  readonly compose: ComposeModel | null;
  readonly project: { readonly name: string; readonly root: string };
  readonly folder: RunFolder;
  readonly seatrialVersion: string;
  readonly shard: RunStarted['shard'];
  readonly seed: number | null;
  /** Bound of the whole run. */
  readonly timeoutMs: number;
  readonly startupTimeoutMs: number;
  readonly checkTimeoutMs: number;
  readonly retries: number;
  readonly env: NodeJS.ProcessEnv;
  /** Aborted on Ctrl-C; its reason is the name of the signal. */
  readonly signal: AbortSignal;
  readonly onEvent: (event: RunEvent) => void;
  readonly clock?: Clock;
}

/**
 * Carries out a plan and leaves its log in the run folder. Whatever happens, the services are stopped
 * and the log says how the run ended; so this never rejects for what a check or a service did.
 */
export async function carryOutPlan(options: RunOptions): Promise<RunRecord> {
  const { folder, clock, onEvent } = options;
  const started = await runStarted(options);
  using log = openEventLog(folder.events, clock, onEvent);
  log.emit(started);
  using end = endOfRun(options);
  try {
    await carryOutChecks(options, log, end.signal);
  } catch (error) {
    const cause = error instanceof Error ? error : new Error(String(error));
    const why = failure(cause.message, { detail: cause.stack ?? null });
    log.emit({ type: 'run.crashed', failure: why });
  }
  if (end.signal.aborted) log.emit({ type: 'run.interrupted', ...end.cause() });
  log.emit({ type: 'run.finished' });
  return buildRunRecord(log.events);
}

async function runStarted(options: RunOptions): Promise<RunStarted> {
  const { plan, project, compose, folder, seatrialVersion, shard, seed } = options;
  return {
    type: 'run.started',
    logVersion: LOG_VERSION,
    runId: folder.runId,
    seatrialVersion,
    project: compose?.name ?? project.name,
    git: await gitState(project.root),
    shard,
    seed,
    machine: { platform: process.platform, cpus: cpus().length, node: process.version },
    checks: plan.checks.map((check) => check.description),
    requirements: plan.requirements,
  };
}

interface EndOfRun extends Disposable {
  readonly signal: AbortSignal;
  /** Why it was aborted. */
  readonly cause: () => { readonly by: 'signal' | 'timeout'; readonly detail: string };
}

function endOfRun(options: RunOptions): EndOfRun {
  const { signal: outer, timeoutMs } = options;
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), timeoutMs);
  return {
    signal: AbortSignal.any([outer, limit.signal]),
    cause: () =>
      outer.aborted
        ? { by: 'signal', detail: String(outer.reason) }
        : { by: 'timeout', detail: `limit of ${timeoutMs / 1000} s` },
    [Symbol.dispose]: () => clearTimeout(timer),
  };
}

async function carryOutChecks(
  options: RunOptions,
  log: EventLog,
  signal: AbortSignal,
): Promise<void> {
  const { plan, shard, folder } = options;
  for (const diagnostic of plan.warnings) log.emit({ type: 'warning', diagnostic });
  const own = plan.checks.filter(
    ({ description }) => shard === null || description.shard === shard.index,
  );
  if (own.length === 0) return;
  for (const diagnostic of await clearLeftovers()) log.emit({ type: 'warning', diagnostic });
  // One for all that the run starts: services, the commands of steps, the runners of suites.
  await using reaper = await startReaper({ project: options.project.root });
  const volumes = join(folder.path, 'volumes');
  reaper.watchFolder(volumes);
  try {
    await carryOutOwn(own, { ...options, signal, reaper }, log);
  } finally {
    rmSync(volumes, { recursive: true, force: true });
    reaper.releaseFolder(volumes);
  }
}

type OwnOptions = RunOptions & { readonly reaper: Reaper };

async function carryOutOwn(
  own: readonly PlannedCheck[],
  options: OwnOptions,
  log: EventLog,
): Promise<void> {
  const { folder, project, signal } = options;
  const started = await startServices(own, options, log);
  if (started === 'failed') return;
  const deaths = started === null ? null : await noticeDeaths(started);
  const surroundings = {
    ...options,
    environment: started,
    deaths,
    projectRoot: project.root,
    runFolder: folder.path,
    emit: log.emit,
    testsOf: (check: string) => testsOf(log.events, check),
  };
  try {
    for (const check of own) {
      if (signal.aborted) return;
      await carryOutCheck(check, surroundings);
    }
    // What happened during the last check must not be taken for the stop that follows.
    await deaths?.settle();
  } finally {
    await started?.stop();
  }
}

/** Starts the services that the checks need. What went wrong is in the log when it answers `failed`. */
async function startServices(
  own: readonly PlannedCheck[],
  options: OwnOptions,
  log: EventLog,
): Promise<StartedEnvironment | null | 'failed'> {
  const { compose, plan, folder, project, startupTimeoutMs, env, signal, reaper } = options;
  if (compose === null || !own.some((check) => check.needsEnvironment)) return null;
  const translate = createEnvironmentTranslator(project.root);
  log.emit({ type: 'environment.starting', driver: 'native', services: plan.services });
  try {
    return await createEnvironment({
      compose,
      services: plan.services,
      directory: folder.path,
      deadlineMs: startupTimeoutMs,
      env,
      signal,
      reaper,
      onEvent: (event) => {
        const body = translate(event);
        if (body !== undefined) log.emit(body);
      },
    }).start();
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    if (!signal.aborted) log.emit(environmentFailed(error, project.root));
    return 'failed';
  }
}

function environmentFailed(error: EnvironmentError, projectRoot: string): EventBody {
  const { code, service = null, logTail } = error;
  const faults = error.diagnostics
    .filter(({ severity }) => severity === 'error')
    .map((diagnostic) => inProject(projectRoot, diagnostic));
  const [first] = faults;
  const { file, line = 1, column = 1, expected = null, seen = null } = first ?? {};
  const only = faults.length === 1 ? first : undefined;
  const why = failure(only?.message ?? faults.map(formatDiagnostic).join('\n'), {
    source: file === undefined ? null : { file, line, column },
    expected,
    seen,
    detail: [...(only?.hint === undefined ? [] : [only.hint]), ...logTail].join('\n') || null,
  });
  return { type: 'environment.failed', code, service, failure: why };
}

function testsOf(events: readonly RunEvent[], check: string): readonly TestRecord[] | undefined {
  const started = events.findLastIndex(
    (event) => event.type === 'check.started' && event.check === check,
  );
  if (started === -1) return undefined;
  return events
    .slice(started)
    .flatMap((event) => (event.type === 'test.finished' && event.check === check ? [event] : []));
}
