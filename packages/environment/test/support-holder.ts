import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { TestContext } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';

import { fixture, isAlive } from './scratch-project.ts';

const GONE_TIMEOUT_MS = 10_000;

/** A process of its own that holds the environment of a folder. */
export interface Holder {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly stateFolder: string;
  readonly temporaryFolder: string;
  /** Where the first service is; null when it has no port. */
  readonly url: string | null;
  /** Process ids that the first service answered with. */
  readonly pids: readonly number[];
}

/** Starts a holder for the environment in a folder and waits until that is ready. */
export async function startHolder(
  t: TestContext,
  folder: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Holder> {
  const stateFolder = join(folder, 'state');
  const temporaryFolder = join(folder, 'tmp');
  mkdirSync(temporaryFolder, { recursive: true });
  const child = spawn(process.execPath, [fixture('hold-environment.ts'), folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...env, SEATRIAL_STATE_DIR: stateFolder, TMPDIR: temporaryFolder },
  });
  t.after(() => child.kill('SIGKILL'));
  const lines = createInterface({ input: child.stdout });
  const [line] = (await once(lines, 'line')) as [string];
  // The fixture says exactly this.
  const { url, answer } = JSON.parse(line) as { url: string | null; answer: string | null };
  const pids = (answer ?? '').match(/\d+/g)?.map(Number) ?? [];
  return { child, pid: child.pid ?? 0, stateFolder, temporaryFolder, url, pids };
}

/** Kills a process and waits until it is gone. */
export async function killHard(pid: number): Promise<void> {
  process.kill(pid, 'SIGKILL');
  const left = await survivors([pid]);
  if (left.length > 0) throw new Error(`process ${pid} outlived SIGKILL`);
}

/** Asks until nobody is alive, or the time is over; answers with who still is, and ends them. */
export async function survivors(pids: readonly number[]): Promise<number[]> {
  const deadline = performance.now() + GONE_TIMEOUT_MS;
  while (pids.some(isAlive) && performance.now() < deadline) await delay(20);
  const left = pids.filter(isAlive);
  for (const pid of left) process.kill(pid, 'SIGKILL');
  return left;
}
