import { readFileSync } from 'node:fs';

/** Of `/proc/<pid>/stat`; the kernel counts in hundredths of a second on every machine that Node runs on. */
const TICK_MS = 10;

/** What a process has in memory now, and at most since its program image was loaded. */
export interface Memory {
  readonly residentMb: number;
  readonly peakMb: number;
}

/** Linux only. Undefined when the process is gone. 1 MB is 1,000,000 bytes. */
export function memoryOf(pid: number): Memory | undefined {
  const status = readProc(pid, 'status');
  if (status === undefined) return undefined;
  const field = (name: string): number => {
    const kibibytes = Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1] ?? 0);
    return (kibibytes * 1024) / 1e6;
  };
  return { residentMb: field('VmRSS'), peakMb: field('VmHWM') };
}

/** User and system time that a process has used so far, in milliseconds, to 10 ms. */
export function cpuTimeMs(pid: number): number {
  const stat = readProc(pid, 'stat') ?? '';
  // The name, in brackets, may hold anything; user and system time are the 12th and 13th field after it.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * TICK_MS;
}

function readProc(pid: number, file: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    // Gone between two looks.
    return undefined;
  }
}
