import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

import { livingStatus } from './process-table.ts';
import { errorCode } from './read-proc-file.ts';

/** Where process ids mean something: one start of one machine, and one name space of processes on it. */
export interface ProcessSpace {
  readonly host: string;
  /** Changes with every start of the machine; null where the system does not tell. */
  readonly bootId: string | null;
  /** Of this process; a container has another one. Null where the system does not tell. */
  readonly pidNamespace: string | null;
}

/** A process that cannot be taken for a later one with the same id. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Null where the system does not tell. */
  readonly startTicks: string | null;
}

/** Where this process runs. */
export function ownProcessSpace(): ProcessSpace {
  return {
    host: hostname(),
    bootId: tellOrNull(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()),
    pidNamespace: tellOrNull(() => readlinkSync('/proc/self/ns/pid')),
  };
}

/** Names a process that runs now. */
export function identify(pid: number): ProcessIdentity {
  return { pid, startTicks: livingStatus(pid)?.startTicks ?? null };
}

/** Whether exactly this process runs; a zombie does not, nor does a later process with its id. */
export function isRunning({ pid, startTicks }: ProcessIdentity): boolean {
  if (process.platform === 'linux') {
    const status = livingStatus(pid);
    return status !== undefined && (startTicks === null || status.startTicks === startTicks);
  }
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}

function tellOrNull(tell: () => string): string | null {
  try {
    return tell();
  } catch (error) {
    // Not Linux, or a /proc that hides it.
    if (errorCode(error) === undefined) throw error;
    return null;
  }
}
