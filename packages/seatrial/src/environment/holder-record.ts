import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';

import type { Held, RunningService } from '@seatrial/environment';
import { findHeld } from '@seatrial/environment';

import { SeatrialError } from '../evidence/index.ts';
import type { EnvironmentFolder } from './environment-folder.ts';

/**
 * Which process holds the environment that a project keeps running by hand. What it holds stands in the record of
 * the environment package, whose id this file names; here is what only `seatrial env` needs.
 */
export interface HolderRecord {
  readonly schemaVersion: 1;
  /** Id of the record of all that the process holds. */
  readonly holding: string;
  readonly pid: number;
  /** True when no terminal waits for it. */
  readonly background: boolean;
  /** The services that were asked for by name; empty: all. */
  readonly requested: readonly string[];
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** Socket at which it answers questions; null until the services are ready. */
  readonly socket: string | null;
  /** Where published ports answer: this machine, or that of the engine; null until the services are ready. */
  readonly host: string | null;
  /** Empty until all are ready. */
  readonly services: readonly RunningService[];
}

/**
 * Takes the environment of a project for this process.
 *
 * @throws {SeatrialError} `ENVIRONMENT_RUNNING` when another process holds it
 */
export function claimEnvironment(
  folder: EnvironmentFolder,
  start: Pick<HolderRecord, 'holding' | 'background' | 'requested'>,
): HolderRecord {
  const record: HolderRecord = {
    schemaVersion: 1,
    pid: process.pid,
    ...start,
    startedAt: new Date().toISOString(),
    socket: null,
    host: null,
    services: [],
  };
  for (;;) {
    try {
      // Only one of two that start at the same moment can make the file.
      writeFileSync(folder.holder, JSON.stringify(record), { flag: 'wx', mode: 0o600 });
      return record;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const other = readHolder(folder);
    if (other !== null && holdingOf(other) !== null) throw alreadyRunning(other);
    setAside(folder);
  }
}

function setAside(folder: EnvironmentFolder): void {
  const aside = `${folder.holder}.${process.pid}`;
  try {
    // By rename, so that of two that find the same dead holder only one removes it.
    renameSync(folder.holder, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  rmSync(aside, { force: true });
}

function alreadyRunning({ pid }: HolderRecord): SeatrialError {
  const message = `an environment of this project runs already (held by process ${pid})`;
  return new SeatrialError('ENVIRONMENT_RUNNING', message, {
    hint: 'seatrial env status shows it, seatrial env down stops it',
  });
}

/** Says more about an environment that this process holds. */
export function amendHolder(folder: EnvironmentFolder, record: HolderRecord): void {
  const fresh = `${folder.holder}.${process.pid}`;
  writeFileSync(fresh, JSON.stringify(record), { mode: 0o600 });
  renameSync(fresh, folder.holder);
}

/** The holder that is on record, alive or not; null when there is none. */
export function readHolder(folder: EnvironmentFolder): HolderRecord | null {
  try {
    return JSON.parse(readFileSync(folder.holder, 'utf8')) as HolderRecord;
  } catch (error) {
    // A file that is being written at this very moment belongs to a start that has done nothing yet.
    if (error instanceof SyntaxError) return null;
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** What the process that is on record holds; null when it lives no longer. */
export function holdingOf({ holding }: HolderRecord): Held | null {
  return findHeld().find(({ id }) => id === holding) ?? null;
}
