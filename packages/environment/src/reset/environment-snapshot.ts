import { join } from 'node:path';

import type { ComposeService } from '../compose/model.ts';
import { EnvironmentError } from '../diagnostic.ts';
import type { StartedEnvironment } from '../environment.ts';
import { untilAborted } from '../lifecycle/until-aborted.ts';
import { sqlitePath, storeKindOf, storeUrl } from '../stores/store.ts';
import { snapshotPostgres } from './snapshot-postgres.ts';
import { snapshotRedis } from './snapshot-redis.ts';
import { snapshotSqlite } from './snapshot-sqlite.ts';
import type { ResetRecord, Snapshot } from './snapshot.ts';

const RESET_TIMEOUT_MS = 30_000;

/** What a snapshot of an environment is taken of. */
export interface SnapshotContext {
  readonly environment: StartedEnvironment;
  readonly services: readonly ComposeService[];
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
    const taken = await Promise.all(
      context.services.map(async (service) => {
        const taking = limited(signal, (limit) => takeOf(service, context, limit));
        const snapshot = await taking.catch((error: unknown) => {
          signal.throwIfAborted();
          throw failed(service.name, 'its state could not be kept', error);
        });
        return snapshot === undefined ? [] : [[service.name, snapshot] as const];
      }),
    );
    return new EnvironmentSnapshot(new Map(taken.flat()));
  }

  /**
   * Brings services back, all at the same time.
   *
   * @throws {EnvironmentError} `RESET_FAILED`; then the state of the services is not known
   */
  async restore(
    services: readonly string[] | undefined,
    signal: AbortSignal,
  ): Promise<readonly ResetRecord[]> {
    const names = services ?? [...this.#snapshots.keys()];
    return Promise.all(
      names.map(async (service) => {
        const snapshot = this.#snapshots.get(service);
        if (snapshot === undefined) throw noSnapshot(service, [...this.#snapshots.keys()]);
        const startedAt = performance.now();
        const restoring = limited(signal, (limit) => snapshot.restore(limit));
        await restoring.catch((error: unknown) => {
          signal.throwIfAborted();
          throw failed(service, 'it could not be brought back to its state', error);
        });
        return { service, how: snapshot.how, durationMs: performance.now() - startedAt };
      }),
    );
  }
}

async function takeOf(
  service: ComposeService,
  { environment, directory }: SnapshotContext,
  signal: AbortSignal,
): Promise<Snapshot | undefined> {
  const { name } = service;
  const kind = storeKindOf(service);
  if (kind === undefined) return undefined;
  const url = storeUrl(service, environment);
  switch (kind) {
    case 'postgres':
      return snapshotPostgres(url, signal);
    case 'redis':
      return snapshotRedis(url, signal);
    case 'sqlite': {
      const path = sqlitePath(url, environment.workingDirectory(name));
      return snapshotSqlite(path, join(directory, 'snapshots', `${name}.sqlite`), signal);
    }
    default:
      return kind satisfies never;
  }
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
      ? 'start the environment with "resets", and with a store that can be reset'
      : `services that can be reset: ${known.join(', ')}`;
  const diagnostic = { code: 'RESET_FAILED', severity: 'error', message, hint } as const;
  return new EnvironmentError('RESET_FAILED', [diagnostic], { service });
}
