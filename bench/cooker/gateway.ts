import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { memoryOf } from '../process/process-cost.ts';
import type { ServerProcess } from '../process/server-process.ts';
import { startServer } from '../process/server-process.ts';

const GATEWAY = fileURLToPath(new URL('../../systems/cooker/src/main.ts', import.meta.url));
const SIMULATOR = fileURLToPath(new URL('../../systems/cooker/simulator/main.ts', import.meta.url));
const BARE = fileURLToPath(new URL('bare-server.ts', import.meta.url));
const KEY = 'sk-anova-bench-key-0000000000000000';
const REACHABLE_TIMEOUT_MS = 10_000;

export const AUTHORIZATION = `Bearer ${KEY}`;

/** What a server gave to one request. */
export interface Answer {
  readonly status: number;
  readonly json: unknown;
}

/** The gateway with the simulator behind it, each a real process. */
export interface Gateway extends AsyncDisposable {
  readonly pid: number;
  readonly port: number;
  /** The most that the process had in memory until it listened, in MB, images before an `execve` included. */
  readonly startPeakMb: number;
}

interface Surroundings {
  /** A fresh folder: database, logs and an empty compile cache, so that the start is a cold one. */
  readonly folder: string;
  readonly signal: AbortSignal;
}

/** Starts both, and waits until the gateway knows the cooker. The limits are out of the way. */
export async function startGateway({ folder, signal }: Surroundings): Promise<Gateway> {
  await using stack = new AsyncDisposableStack();
  mkdirSync(folder, { recursive: true });
  const simulator = stack.use(
    await startServer({
      args: [SIMULATOR],
      env: { PORT: '0' },
      log: join(folder, 'simulator.log'),
      signal,
    }),
  );
  let startPeakMb = 0;
  const limits = ['START', 'STOP', 'STATUS', 'HEALTH'].map((name) => [
    `COOKER_RATE_${name}_PER_MINUTE`,
    '100000000',
  ]);
  const gateway = stack.use(
    await startServer({
      args: [GATEWAY],
      env: {
        PORT: '0',
        TMPDIR: folder,
        COOKER_API_KEY: KEY,
        COOKER_DATABASE: join(folder, 'cooker.db'),
        ANOVA_SIMULATOR_URL: `ws://127.0.0.1:${simulator.port}`,
        ...(Object.fromEntries(limits) as Record<string, string>),
      },
      log: join(folder, 'gateway.log'),
      signal,
      onPoll: (pid) => {
        startPeakMb = Math.max(startPeakMb, memoryOf(pid)?.peakMb ?? 0);
      },
    }),
  );
  await reachable(gateway.port, signal);
  const owned = stack.move();
  return {
    pid: gateway.pid,
    port: gateway.port,
    startPeakMb,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** The server to measure against, with the answers that the gateway gave. */
export function startBareServer(
  answers: Readonly<Record<string, Answer>>,
  { folder, signal }: Surroundings,
): Promise<ServerProcess> {
  const log = join(folder, 'bare.log');
  return startServer({ args: [BARE, JSON.stringify(answers)], env: {}, log, signal });
}

/** Asks once; for what is not measured. */
export async function ask(
  port: number,
  request: { readonly method: string; readonly path: string; readonly body?: unknown },
  signal: AbortSignal,
): Promise<Answer> {
  const response = await fetch(`http://127.0.0.1:${port}${request.path}`, {
    method: request.method,
    headers: { authorization: AUTHORIZATION, 'content-type': 'application/json' },
    ...(request.body !== undefined && { body: JSON.stringify(request.body) }),
    signal,
  });
  return { status: response.status, json: await response.json() };
}

async function reachable(port: number, signal: AbortSignal): Promise<void> {
  const deadlineMs = performance.now() + REACHABLE_TIMEOUT_MS;
  for (;;) {
    const { status, json } = await ask(port, { method: 'GET', path: '/status' }, signal);
    if (status === 200) return;
    if (performance.now() > deadlineMs) {
      throw new Error(`the gateway does not reach its cooker: ${JSON.stringify(json)}`);
    }
    await delay(20, undefined, { signal });
  }
}
