import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const GNU_TIME = '/usr/bin/time';

/** What a whole process took. */
export interface Cost {
  /** From the call that starts it to its end. */
  readonly wallMs: number;
  /** User and system time, to 10 ms. Not known without GNU time. */
  readonly cpuMs?: number;
  /** The most that it had resident at a time. 1 MB is 1,000,000 bytes. Not known without GNU time. */
  readonly peakMb?: number;
}

export interface MeasureOptions {
  readonly signal: AbortSignal;
  /** A folder for what it prints: `stdout`, `stderr`. Written over each time. */
  readonly folder: string;
  readonly timeoutMs: number;
}

/** Why CPU time and memory of whole processes are not known here; undefined when they are. */
export function missingProcessCost(): string | undefined {
  return existsSync(GNU_TIME) ? undefined : `CPU and peak memory not measured: no ${GNU_TIME}`;
}

/**
 * Runs a program to its end with its output in a file, as in a pipeline of CI.
 *
 * @throws when it ends with another code than 0, prints nothing, or takes longer than its time
 */
export async function measureProcess(
  command: string,
  args: readonly string[],
  { signal, folder, timeoutMs }: MeasureOptions,
): Promise<Cost> {
  signal.throwIfAborted();
  const files = { out: join(folder, 'stdout'), err: join(folder, 'stderr') };
  const costFile = join(folder, 'cost');
  const isCosted = missingProcessCost() === undefined;
  const all = isCosted
    ? [GNU_TIME, '--quiet', '--format=%U %S %M', `--output=${costFile}`, command, ...args]
    : [command, ...args];
  const [out, err] = [openSync(files.out, 'w'), openSync(files.err, 'w')];
  const startedMs = performance.now();
  // A group of its own: what is measured has to end with the program that measures it.
  const child = spawn(all[0] ?? '', all.slice(1), { stdio: ['ignore', out, err], detached: true });
  closeSync(out);
  closeSync(err);
  const timeout = AbortSignal.timeout(timeoutMs);
  const end = (): void => {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
  };
  const limit = AbortSignal.any([signal, timeout]);
  limit.addEventListener('abort', end);
  try {
    const [code, by] = (await once(child, 'exit')) as [number | null, string | null];
    const wallMs = performance.now() - startedMs;
    signal.throwIfAborted();
    if (timeout.aborted) throw new Error(`not done after ${timeoutMs / 1000} s`);
    if (code !== 0) throw new Error(`ended with ${code ?? by}: ${lastLine(files.err)}`);
    if (statSync(files.out).size === 0) throw new Error('it printed nothing');
    return { wallMs, ...(isCosted && readCost(costFile)) };
  } finally {
    limit.removeEventListener('abort', end);
  }
}

function readCost(file: string): Pick<Required<Cost>, 'cpuMs' | 'peakMb'> {
  const [user = 0, system = 0, kibibytes = 0] = readFileSync(file, 'utf8').split(' ').map(Number);
  return { cpuMs: (user + system) * 1000, peakMb: (kibibytes * 1024) / 1e6 };
}

function lastLine(file: string): string {
  return readFileSync(file, 'utf8').trim().split('\n').at(-1)?.slice(0, 200) ?? '';
}
