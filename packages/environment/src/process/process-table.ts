import { readdirSync, readFileSync } from 'node:fs';

/** Name of the variable that every process of a tree carries, so that it is found after it left its process group. */
export const TREE_MARKER = 'SEATRIAL_TREE';

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
  return processIds().filter((pid) => {
    const status = readStatus(pid);
    return status !== undefined && status.groupId === groupId && !'ZX'.includes(status.state);
  });
}

/** Ids of the living processes whose environment carries the marker; Linux only, elsewhere always empty. */
export function markedProcesses(marker: string): number[] {
  const assignment = `${TREE_MARKER}=`;
  return processIds().filter((pid) => {
    const environment = readProcFile(pid, 'environ');
    const value = environment?.split('\0').find((entry) => entry.startsWith(assignment));
    if (value?.slice(assignment.length).split(':').includes(marker) !== true) return false;
    const status = readStatus(pid);
    return status !== undefined && !'ZX'.includes(status.state);
  });
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

function processIds(): number[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

function readStatus(pid: number): { state: string; groupId: number } | undefined {
  const stat = readProcFile(pid, 'stat');
  // The command name stands in parentheses and may itself contain spaces and parentheses.
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, , groupId] = fields ?? [];
  return state === undefined || groupId === undefined
    ? undefined
    : { state, groupId: Number(groupId) };
}

/** Undefined when the process has ended in the meantime or belongs to somebody else. */
export function readProcFile(pid: number, name: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'latin1');
  } catch (error) {
    if (['ENOENT', 'ESRCH', 'EACCES', 'EPERM'].includes(errorCode(error) ?? '')) return undefined;
    throw error;
  }
}

function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;
}
