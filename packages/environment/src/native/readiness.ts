import { setTimeout as delay } from 'node:timers/promises';

import type { ComposeHealthcheck } from '../compose/model.ts';
import { EnvironmentError } from '../diagnostic.ts';
import type { ReadyBy } from '../events.ts';
import type { Reaper } from '../process/reaper.ts';
import { spawnProcessTree } from '../process/spawn-process-tree.ts';
import { isPortAnswering } from './loopback-port.ts';

/** How a service's readiness is asked for. */
export interface ReadinessProbe {
  readonly healthcheck: ComposeHealthcheck | undefined;
  /** The healthcheck's command, rewritten for the host. */
  readonly command: readonly string[] | undefined;
  /** Loopback port that has to answer when there is no healthcheck. */
  readonly port: number | undefined;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly reaper: Reaper | undefined;
  /** Receives what the last check said; shown when the service never becomes ready. */
  readonly onCheck: (summary: string) => void;
}

/**
 * Compose waits 30 s from one check to the next, which is right for watching and wrong for waiting: during start-up
 * we ask at most this long after the last answer.
 */
const MAX_POLL_MS = 250;
/** Services are often ready a moment after their port is open; then turns take longer, up to the limit above. */
const FIRST_POLL_MS = 40;
const PORT_POLL_MS = 15;
const MAX_OUTPUT_CHARS = 4000;

/** Ready, or unhealthy with what the last check said. */
export type Readiness =
  | { readonly isReady: true; readonly by: ReadyBy }
  | { readonly isReady: false; readonly failure: string };

/**
 * Resolves when the service is ready or turned unhealthy; rejects when the signal is aborted.
 *
 * Asking more often must not make a service unhealthy sooner: it is so when checks still fail after
 * `start_period` and then `retries` intervals, as it would be under Compose.
 */
export async function awaitReadiness(
  probe: ReadinessProbe,
  signal: AbortSignal,
): Promise<Readiness> {
  const { healthcheck, command, port } = probe;
  if (healthcheck !== undefined && command !== undefined) {
    const failure = await awaitHealthy(probe, { healthcheck, command, signal });
    return failure === undefined
      ? { isReady: true, by: 'healthcheck' }
      : { isReady: false, failure };
  }
  if (port === undefined) return { isReady: true, by: 'started' };
  probe.onCheck(`nothing answers on 127.0.0.1:${port}`);
  await awaitPort(port, signal);
  return { isReady: true, by: 'port' };
}

interface Check {
  readonly healthcheck: ComposeHealthcheck;
  readonly command: readonly string[];
  readonly signal: AbortSignal;
}

/** Undefined once a check passed; what the last one said when the service is to be called unhealthy. */
async function awaitHealthy(probe: ReadinessProbe, check: Check): Promise<string | undefined> {
  const { healthcheck, signal } = check;
  const { intervalMs, startIntervalMs, startPeriodMs, retries } = healthcheck;
  const longestMs = Math.min(intervalMs, startIntervalMs ?? MAX_POLL_MS, MAX_POLL_MS);
  const shortestMs = Math.min(FIRST_POLL_MS, longestMs);
  let pollMs = shortestMs;
  const unhealthyAt = performance.now() + startPeriodMs + Math.max(1, retries) * intervalMs;
  for (;;) {
    const wasOpen = probe.port === undefined || (await isPortAnswering(probe.port));
    // Asking before the port is open takes time from the service that is starting.
    if (wasOpen) await delay(pollMs, undefined, { signal });
    else await portOrTime(probe.port, longestMs, signal);
    const failure = await runCheck(probe, check);
    if (failure === undefined) return undefined;
    signal.throwIfAborted();
    probe.onCheck(failure);
    if (performance.now() >= unhealthyAt) return failure;
    pollMs = wasOpen ? Math.min(pollMs * 2, longestMs) : shortestMs;
  }
}

/** A service that opens its port is asked at once, instead of at the next turn. */
async function portOrTime(port: number, timeMs: number, signal: AbortSignal): Promise<void> {
  const turn = new AbortController();
  const either = AbortSignal.any([signal, turn.signal]);
  const waits = [delay(timeMs, undefined, { signal: either }), awaitPort(port, either)];
  try {
    await Promise.race(waits);
  } finally {
    turn.abort();
    await Promise.allSettled(waits);
  }
}

async function awaitPort(port: number, signal: AbortSignal): Promise<void> {
  while (!(await isPortAnswering(port))) await delay(PORT_POLL_MS, undefined, { signal });
}

/** Undefined when the check passed, otherwise what it said. */
async function runCheck(probe: ReadinessProbe, check: Check): Promise<string | undefined> {
  const { timeoutMs } = check.healthcheck;
  let output = '';
  try {
    await using tree = await spawnProcessTree(check.command, {
      cwd: probe.cwd,
      env: probe.env,
      timeoutMs,
      graceMs: 0,
      signal: check.signal,
      onOutput: (chunk) => {
        output = (output + chunk.toString()).slice(-MAX_OUTPUT_CHARS);
      },
      ...(probe.reaper === undefined ? {} : { reaper: probe.reaper }),
    });
    const { exitCode, signal, timedOut } = await tree.exited;
    if (exitCode === 0) return undefined;
    const how = timedOut ? `took longer than ${timeoutMs} ms` : `ended with ${exitCode ?? signal}`;
    const said = output.trim();
    return `healthcheck ${how}${said === '' ? '' : `: ${said}`}`;
  } catch (error) {
    if (error instanceof EnvironmentError) return `healthcheck: ${error.message}`;
    throw error;
  }
}
