import { rmSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';

import type { ComposeModel, Reaper, StartedEnvironment } from '@seatrial/environment';
import { startReaper } from '@seatrial/environment';

import { clearLeftovers } from '../environment/clear-leftovers.ts';
import type {
  Clock,
  EventLog,
  RunEvent,
  RunRecord,
  RunStarted,
  TestRecord,
} from '../evidence/index.ts';
import { buildRunRecord, failure, LOG_VERSION, openEventLog } from '../evidence/index.ts';
import type { Plan, PlannedCheck } from '../plan/index.ts';
import type { DriverChoice } from '../project/index.ts';
import { carryOutCheck } from './carry-out-check.ts';
import { gitState } from './git-state.ts';
import { noticeDeaths } from './notice-deaths.ts';
import type { RunFolder } from './run-folder.ts';
import { startServices } from './start-services.ts';
import { watchContracts } from './watch-contracts.ts';

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
  /** Default `native`. */
  readonly driver?: DriverChoice;
  /** What a fixture that does not exist means. */
  readonly missingFixtures: 'error' | 'warning';
  readonly checkTimeoutMs: number;
  readonly retries: number;
  readonly env: NodeJS.ProcessEnv;
  /** Aborted on Ctrl-C; its reason is the name of the signal. */
  readonly signal: AbortSignal;
  readonly onEvent: (event: RunEvent) => void;
  readonly clock?: Clock;
  /**
   * Called with the final record while the services still run, which are stopped once it resolves. The log has ended
   * by then: what happens while somebody looks around is no evidence. Not called after an interruption.
   */
  readonly keep?: (record: RunRecord, services: StartedEnvironment) => Promise<void>;
}

/**
 * Carries out a plan and leaves its log in the run folder. Whatever happens, the services are stopped
 * and the log says how the run ended; so this never rejects for what a check or a service did.
 */
export async function carryOutPlan(options: RunOptions): Promise<RunRecord> {
  const { folder, clock, onEvent } = options;
  const started = await runStarted(options);
  using file = openEventLog(folder.events, clock, onEvent);
  const log = endingLog(file);
  log.emit(started);
  using end = endOfRun(options);
  try {
    await carryOutChecks(options, log, end.signal);
  } catch (error) {
    if (log.record() !== null) throw error;
    const cause = error instanceof Error ? error : new Error(String(error));
    const why = failure(cause.message, { detail: cause.stack ?? null });
    log.emit({ type: 'run.crashed', failure: why });
  }
  if (end.signal.aborted) log.emit({ type: 'run.interrupted', ...end.cause() });
  return log.record() ?? log.end();
}

/** A log that takes nothing more once it has ended. */
interface EndingLog extends Pick<EventLog, 'emit' | 'events'> {
  readonly end: () => RunRecord;
  /** Null before it has ended. */
  readonly record: () => RunRecord | null;
}

function endingLog({ emit, events }: EventLog): EndingLog {
  let record: RunRecord | null = null;
  return {
    events,
    emit: (body) => {
      if (record === null) emit(body);
    },
    end: () => {
      emit({ type: 'run.finished' });
      record = buildRunRecord(events);
      return record;
    },
    record: () => record,
  };
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
  log: EndingLog,
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
  log: EndingLog,
): Promise<void> {
  const { folder, project, signal } = options;
  const services = await startServices(own, options, log);
  if (services === 'failed') return;
  const { started, notProven } = services;
  const deaths = started === null ? null : await noticeDeaths(started);
  const surroundings = {
    ...options,
    environment: started,
    notProven,
    deaths,
    projectRoot: project.root,
    runFolder: folder.path,
    emit: log.emit,
    testsOf: (check: string) => testsOf(log.events, check),
    contracts: watchContracts(own, project.root),
  };
  try {
    for (const check of own) {
      if (signal.aborted) return;
      await carryOutCheck(check, surroundings);
    }
    // What happened during the last check must not be taken for the stop that follows.
    await deaths?.settle();
    if (options.keep !== undefined && started !== null && !signal.aborted) {
      await options.keep(log.end(), started);
    }
  } finally {
    await started?.stop();
  }
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
