import { readdirSync } from 'node:fs';

import { errorCode, readProcFile } from './read-proc-file.ts';
import { carriesMark, markOfLimit, TREE_MARKER } from './tree-mark.ts';

/** One line of the process table; Linux only. */
export interface ProcessStatus {
  readonly state: string;
  readonly parentId: number;
  readonly groupId: number;
  /** Ticks from the start of the machine to that of the process: with the id it names a process for good. */
  readonly startTicks: string;
}

/** Whether a process group still has a member that is not a zombie. */
export function isGroupAlive(groupId: number): boolean {
  try {
    process.kill(-groupId, 0);
  } catch (error) {
    if (errorCode(error) === 'ESRCH') return false;
    if (errorCode(error) !== 'EPERM') throw error;
  }
  // A zombie counts as a member for kill(2), and in a container nobody may ever collect it.
  return process.platform === 'linux' ? groupMembers(groupId).length > 0 : true;
}

/** Ids of the living processes in a group; Linux only, elsewhere always empty. */
export function groupMembers(groupId: number): number[] {
  return processIds().filter((pid) => livingStatus(pid)?.groupId === groupId);
}

/** Ids of the living processes that carry the mark, ourselves and our parents left out; Linux only, elsewhere always empty. */
export function markedProcesses(mark: string): number[] {
  const marked = processMarks()
    .filter(({ marks }) => marks.some((one) => carriesMark(one, mark)))
    .map(({ pid }) => pid)
    .filter((pid) => livingStatus(pid) !== undefined);
  if (marked.length === 0) return marked;
  // A command that somebody types in a shell of a service must not end itself.
  const line = ownLine();
  return marked.filter((pid) => !line.has(pid));
}

/** Sends a signal to a process, or to a group when the id is negative; a target that is gone is no error. */
export function sendSignal(target: number, signal: NodeJS.Signals): void {
  try {
    process.kill(target, signal);
  } catch (error) {
    // EPERM: macOS answers so for a group of zombies; what survives is found by the caller's check.
    if (errorCode(error) !== 'ESRCH' && errorCode(error) !== 'EPERM') throw error;
  }
}

/** The command line of a process, `?` when it cannot be read. */
export function commandLine(pid: number): string {
  const command = readProcFile(pid, 'cmdline')?.split('\0').filter(Boolean).join(' ');
  return command === undefined || command === '' ? '?' : command;
}

/** Undefined for a process that is gone or a zombie. */
export function livingStatus(pid: number): ProcessStatus | undefined {
  const status = readStatus(pid);
  return status === undefined || 'ZX'.includes(status.state) ? undefined : status;
}

interface ProcessMarks {
  readonly pid: number;
  readonly marks: readonly string[];
}

let known: readonly ProcessMarks[] | undefined;

/**
 * The marks of all processes. Services that are stopped at the same time ask at the same moment; so the answer stands
 * until the event loop turns. A tree that has no process then can get none later.
 */
function processMarks(): readonly ProcessMarks[] {
  if (known !== undefined) return known;
  known = processIds().flatMap((pid) => {
    const marks = [limitMark(pid), variableMark(pid)].filter((mark) => mark !== undefined);
    return marks.length === 0 ? [] : [{ pid, marks }];
  });
  setImmediate(() => {
    known = undefined;
  });
  return known;
}

function limitMark(pid: number): string | undefined {
  const limit = /^Max resident set +(\d+)/m.exec(readProcFile(pid, 'limits') ?? '')?.[1];
  return limit === undefined ? undefined : markOfLimit(limit);
}

function variableMark(pid: number): string | undefined {
  const assignment = `${TREE_MARKER}=`;
  const environment = readProcFile(pid, 'environ');
  return environment
    ?.split('\0')
    .find((entry) => entry.startsWith(assignment))
    ?.slice(assignment.length);
}

function ownLine(): Set<number> {
  const line = new Set<number>();
  for (let pid = process.pid; pid > 0 && !line.has(pid); pid = readStatus(pid)?.parentId ?? 0) {
    line.add(pid);
  }
  return line;
}

function processIds(): number[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

function readStatus(pid: number): ProcessStatus | undefined {
  const stat = readProcFile(pid, 'stat');
  // The command name stands in parentheses and may itself contain spaces and parentheses.
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? [];
  const [state, parentId, groupId] = fields;
  const startTicks = fields[19];
  if (state === undefined || startTicks === undefined) return undefined;
  return {
    state,
    parentId: Number(parentId),
    groupId: Number(groupId),
    startTicks,
  };
}
