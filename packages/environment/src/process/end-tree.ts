import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';

import { pollUntil } from './poll-until.ts';
import { groupMembers, isGroupAlive, markedProcesses, sendSignal } from './process-table.ts';
import { canLimit } from './tree-mark.ts';

/** A group of processes and the marker that finds those that left it. */
export interface TreeTarget {
  /** Undefined when the group is known to be gone; its id may belong to somebody else by now. */
  readonly groupId: number | undefined;
  readonly marker: string;
}

/** How long the kernel is given to take away what was sent SIGKILL. */
const KILL_TIMEOUT_MS = 5000;
/** Without the mark in its limits a process cannot be recognised while it starts a program: it has no environment then. */
const EXEC_MS = 20;

/**
 * Ends a process group and every process that left it: asks first, kills what is left after the grace.
 *
 * @returns the ids of processes that are still there, normally none
 */
export async function endTree(
  target: TreeTarget,
  options: { graceMs: number; stopSignal?: NodeJS.Signals },
): Promise<number[]> {
  const deadline = performance.now() + options.graceMs;
  if (options.graceMs > 0) {
    signalTree(target, options.stopSignal ?? 'SIGTERM');
    await pollUntil(() => !isAlive(target.groupId), { timeoutMs: options.graceMs });
    // Only now the whole process table is read: it is the slower question.
    const asked = new Set<number>();
    const askTheRest = async (): Promise<boolean> => {
      const rest = markedProcesses(target.marker);
      for (const pid of rest) {
        if (!asked.has(pid)) sendSignal(pid, 'SIGTERM');
        asked.add(pid);
      }
      return rest.length === 0 && staysGone(target);
    };
    const leftMs = Math.max(0, deadline - performance.now());
    if (await pollUntil(askTheRest, { timeoutMs: leftMs })) return [];
  }
  const gone = await pollUntil(
    async () => {
      // Again at every turn: a process may fork between the look and the signal.
      signalTree(target, 'SIGKILL');
      const rest = markedProcesses(target.marker);
      for (const pid of rest) sendSignal(pid, 'SIGKILL');
      return rest.length === 0 && staysGone(target);
    },
    { timeoutMs: KILL_TIMEOUT_MS },
  );
  return gone ? [] : survivors(target);
}

function signalTree({ groupId }: TreeTarget, signal: NodeJS.Signals): void {
  if (isAlive(groupId)) sendSignal(-groupId, signal);
}

function isAlive(groupId: number | undefined): groupId is number {
  return groupId !== undefined && isGroupAlive(groupId);
}

function isTreeGone({ groupId, marker }: TreeTarget): boolean {
  return !isAlive(groupId) && markedProcesses(marker).length === 0;
}

/**
 * Looks once more after a look that found nothing: a process may have started another and ended while the first look
 * was under way.
 */
async function staysGone(target: TreeTarget): Promise<boolean> {
  if (isAlive(target.groupId)) return false;
  await (canLimit() ? nextTurn() : delay(EXEC_MS));
  return isTreeGone(target);
}

function survivors({ groupId, marker }: TreeTarget): number[] {
  const members = groupId === undefined ? [] : groupMembers(groupId);
  return [...new Set([...members, ...markedProcesses(marker)])];
}
