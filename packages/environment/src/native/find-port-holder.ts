import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

import { commandLine } from '../process/process-table.ts';

/** The process that listens on a port. */
export interface PortHolder {
  readonly pid: number;
  readonly command: string;
}

/** Finds who listens on a TCP port; Linux only, and only processes that we may look into. */
export function findPortHolder(port: number): PortHolder | undefined {
  if (process.platform !== 'linux') return undefined;
  const sockets = new Set(['tcp', 'tcp6'].flatMap((table) => listeningSockets(table, port)));
  if (sockets.size === 0) return undefined;
  for (const name of readdirSync('/proc')) {
    const pid = /^\d+$/.test(name) ? Number(name) : undefined;
    if (pid === undefined || !holdsSocket(pid, sockets)) continue;
    return { pid, command: commandLine(pid) };
  }
  return undefined;
}

function listeningSockets(table: string, port: number): string[] {
  const hexPort = port.toString(16).toUpperCase().padStart(4, '0');
  const lines = readTable(table).split('\n').slice(1);
  return lines.flatMap((line) => {
    const [, local = '', , state, , , , , , inode] = line.trim().split(/\s+/);
    return local.endsWith(`:${hexPort}`) && state === '0A' && inode !== undefined
      ? [`socket:[${inode}]`]
      : [];
  });
}

function readTable(table: string): string {
  try {
    return readFileSync(`/proc/net/${table}`, 'latin1');
  } catch (error) {
    // tcp6 is missing on machines without IPv6.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
}

function holdsSocket(pid: number, sockets: ReadonlySet<string>): boolean {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((descriptor) => {
      const link = readLink(`/proc/${pid}/fd/${descriptor}`);
      return link !== undefined && sockets.has(link);
    });
  } catch (error) {
    if (isOutOfReach(error)) return false;
    throw error;
  }
}

function readLink(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch (error) {
    if (isOutOfReach(error)) return undefined;
    throw error;
  }
}

/** The process ended while we looked, or belongs to somebody else. */
function isOutOfReach(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return ['ENOENT', 'ESRCH', 'EACCES', 'EPERM'].includes(String(code));
}
