import { join } from 'node:path';

import type { ComposeService } from '../compose/model.ts';
import { EnvironmentError } from '../diagnostic.ts';
import type { StartedEnvironment } from '../environment.ts';
import { endsByItself } from '../lifecycle/ends-by-itself.ts';
import { untilAborted } from '../lifecycle/until-aborted.ts';
import { sqlitePath, storeKindOf, storeUrl } from '../stores/store.ts';
import { snapshotPostgres } from './snapshot-postgres.ts';
import { snapshotProcess } from './snapshot-process.ts';
import { snapshotRedis } from './snapshot-redis.ts';
import { snapshotSqlite } from './snapshot-sqlite.ts';
import type { ResetRecord, Snapshot } from './snapshot.ts';

/** Of each phase. */
const RESET_TIMEOUT_MS = 30_000;

/** What a snapshot of an environment is taken of. */
export interface SnapshotContext {
  readonly environment: StartedEnvironment;
  /** Whose state is kept. */
  readonly services: readonly ComposeService[];
  /** All that run. */
  readonly all: readonly ComposeService[];
  /** The run's folder; copies of files go below it. */
  readonly directory: string;
}

/** The state of services after the fixtures. */
export class EnvironmentSnapshot {
  readonly #snapshots: ReadonlyMap<string, Snapshot>;

  private constructor(snapshots: ReadonlyMap<string, Snapshot>) {
    this.#snapshots = snapshots;
  }

  /** @throws {EnvironmentError} `RESET_FAILED` */
  static async take(context: SnapshotContext, signal: AbortSignal): Promise<EnvironmentSnapshot> {
    const snapshots = new Map<string, Snapshot>();
    for (const service of inDependencyOrder(context.services)) {
      const snapshot = attempt(service, context);
      if (snapshot !== undefined) snapshots.set(service.name, snapshot);
    }
    const works = [...snapshots].map((one) => new Work(...one, signal));
    await inPhases(works, (snapshot, limit) => snapshot.keep(limit));
    return new EnvironmentSnapshot(snapshots);
  }

  /** Services that a reset starts again. */
  get restarted(): readonly string[] {
    const all = [...this.#snapshots];
    return all.flatMap(([service, { how }]) => (how === 'restart' ? [service] : []));
  }

  /** @throws {EnvironmentError} `RESET_FAILED`; then the state of the services is not known */
  async restore(
    services: readonly string[] | undefined,
    signal: AbortSignal,
  ): Promise<readonly ResetRecord[]> {
    const known = [...this.#snapshots.keys()];
    const strange = services?.find((service) => !known.includes(service));
    if (strange !== undefined) throw noSnapshot(strange, known);
    const works = [...this.#snapshots]
      .filter(([service]) => services?.includes(service) ?? true)
      .map((one) => new Work(...one, signal));
    await inPhases(works, (snapshot, limit) => snapshot.restore(limit));
    return works.map(({ record }) => record);
  }
}

/**
 * Those that are started again are ended first, then all are worked on at the same time, and then they are started in
 * the order of dependency, so that none of them sees a store that is gone for a moment.
 */
async function inPhases(
  works: readonly Work[],
  step: (snapshot: Snapshot, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  await Promise.all(works.map((work) => work.do((snapshot) => snapshot.suspend?.())));
  try {
    await Promise.all(works.map((work) => work.do(step)));
  } finally {
    // What was ended runs again, whatever happened: others may need it.
    for (const work of works) await work.do((snapshot) => snapshot.resume?.());
  }
}

/** What is done to one service, and the time it takes. */
class Work {
  readonly #service: string;
  readonly #snapshot: Snapshot;
  readonly #signal: AbortSignal;
  #durationMs = 0;

  constructor(service: string, snapshot: Snapshot, signal: AbortSignal) {
    this.#service = service;
    this.#snapshot = snapshot;
    this.#signal = signal;
  }

  async do(
    step: (snapshot: Snapshot, signal: AbortSignal) => Promise<void> | undefined,
  ): Promise<void> {
    const startedAt = performance.now();
    try {
      await limited(this.#signal, async (limit) => step(this.#snapshot, limit));
    } catch (error) {
      this.#signal.throwIfAborted();
      throw failed(this.#service, 'it could not be kept or brought back', error);
    }
    this.#durationMs += performance.now() - startedAt;
  }

  get record(): ResetRecord {
    return { service: this.#service, how: this.#snapshot.how, durationMs: this.#durationMs };
  }
}

/** Each behind all it depends on; the model has no cycles. */
function inDependencyOrder(services: readonly ComposeService[]): readonly ComposeService[] {
  const ordered = new Set<ComposeService>();
  const add = (service: ComposeService): void => {
    for (const other of services) if (service.dependsOn.has(other.name)) add(other);
    ordered.add(service);
  };
  services.forEach(add);
  return [...ordered];
}

function attempt(service: ComposeService, context: SnapshotContext): Snapshot | undefined {
  try {
    return snapshotOf(service, context);
  } catch (error) {
    throw failed(service.name, 'its store cannot be reached', error);
  }
}

function snapshotOf(service: ComposeService, context: SnapshotContext): Snapshot | undefined {
  const { environment, directory, all } = context;
  const { name } = service;
  const kind = storeKindOf(service);
  switch (kind) {
    case 'postgres':
      return snapshotPostgres(storeUrl(service, environment));
    case 'redis':
      return snapshotRedis(storeUrl(service, environment));
    case 'sqlite': {
      const path = sqlitePath(service, environment);
      return snapshotSqlite(path, join(directory, 'snapshots', `${name}.sqlite`));
    }
    case undefined: {
      const services = all.map((one) => one.name);
      return isNeverDone(service, context)
        ? snapshotProcess(service, { environment, directory, services })
        : undefined;
    }
    default:
      return kind satisfies never;
  }
}

/** A job is not done again. */
function isNeverDone(service: ComposeService, { environment, all }: SnapshotContext): boolean {
  const ports = environment.services.get(service.name)?.ports ?? [];
  const image = {
    ports: ports.map(({ containerPort }) => containerPort),
    hasHealthcheck: service.healthcheck !== undefined,
  };
  return endsByItself(service, image, all) === 'never';
}

async function limited<Value>(
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<Value>,
): Promise<Value> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(RESET_TIMEOUT_MS)]);
  return untilAborted(work(limit), limit);
}

function failed(service: string, what: string, cause: unknown): EnvironmentError {
  const seen = cause instanceof Error ? cause.message : String(cause);
  const message = `service "${service}" cannot be reset: ${what}`;
  const diagnostic = { code: 'RESET_FAILED', severity: 'error', message, seen } as const;
  return new EnvironmentError('RESET_FAILED', [diagnostic], { service, cause });
}

function noSnapshot(service: string, known: readonly string[]): EnvironmentError {
  const message = `service "${service}" cannot be reset: nothing was kept of it`;
  const hint =
    known.length === 0
      ? 'start the environment with "resets"; jobs cannot be reset'
      : `services that can be reset: ${known.join(', ')}`;
  const diagnostic = { code: 'RESET_FAILED', severity: 'error', message, hint } as const;
  return new EnvironmentError('RESET_FAILED', [diagnostic], { service });
}
