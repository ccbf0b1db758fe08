import { commandLine, markedProcesses } from '../process/process-table.ts';
import type { DockerProject, HeldEnvironment, Holding } from './holding.ts';
import type { FoundRecord } from './read-records.ts';
import { readRecords } from './read-records.ts';
import { isHeldPath } from './remove-path.ts';
import { recordFolder } from './state-folder.ts';

/** Where the records are looked for. */
export interface LeftoverOptions {
  /** Folder of the user's records instead of the usual one. */
  readonly stateFolder?: string;
}

/** What a holder that is gone has left behind, and what of it is still there. */
export interface Leftover {
  readonly id: string;
  /** Absolute path of the record. */
  readonly file: string;
  readonly project: string;
  readonly command: readonly string[];
  readonly holderPid: number;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** Whether the machine was restarted since; then no process can be left. */
  readonly restarted: boolean;
  readonly processes: readonly { readonly pid: number; readonly command: string }[];
  readonly paths: readonly string[];
  readonly dockerProjects: readonly DockerProject[];
}

/** A holder that lives, with what runs in it. */
export interface Held {
  readonly id: string;
  readonly project: string;
  readonly command: readonly string[];
  readonly holderPid: number;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly environments: readonly HeldEnvironment[];
}

/** Finds what holders that are gone have left; changes nothing. */
export function findLeftovers(options: LeftoverOptions = {}): Promise<Leftover[]> {
  const found = readRecords(recordFolder(options.stateFolder));
  return Promise.resolve(
    found.filter((record) => record.state === 'left').map((record) => toLeftover(record)),
  );
}

/** Lists who holds services or processes right now, oldest first. */
export function findHeld(options: LeftoverOptions = {}): Held[] {
  return readRecords(recordFolder(options.stateFolder))
    .filter((record) => record.state === 'held')
    .map(({ holding }) => {
      const { id, project, command, startedAt, environments } = holding;
      return { id, project, command, holderPid: holding.holder.pid, startedAt, environments };
    })
    .toSorted((left, right) => left.startedAt.localeCompare(right.startedAt));
}

/** What is left of one record right now. */
export function toLeftover({
  file,
  holding,
  restarted,
}: Extract<FoundRecord, { state: 'left' }>): Leftover {
  const { id, project, command, startedAt, dockerProjects } = holding;
  return {
    id,
    file,
    project,
    command,
    holderPid: holding.holder.pid,
    startedAt,
    restarted,
    processes: restarted ? [] : processesOf(holding),
    paths: holding.paths.filter((path) => isHeldPath(path, holding)),
    dockerProjects,
  };
}

function processesOf({ mark }: Holding): Leftover['processes'] {
  return markedProcesses(mark).map((pid) => ({ pid, command: commandLine(pid) }));
}
