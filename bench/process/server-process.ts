import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

const START_TIMEOUT_MS = 30_000;
const POLL_MS = 5;

/** A server in a process of its own; disposing ends it and waits until it is gone. */
export interface ServerProcess extends AsyncDisposable {
  readonly pid: number;
  readonly port: number;
}

export interface ServerOptions {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Absolute; takes everything it prints, as the log of a service does. */
  readonly log: string;
  readonly signal: AbortSignal;
  /** Called every few milliseconds until the server listens. */
  readonly onPoll?: (pid: number) => void;
}

/**
 * Starts a Node program that prints a line of JSON with `"msg":"listening"` and its `port`.
 *
 * @throws when it ends or says nothing within 30 s
 */
export async function startServer(options: ServerOptions): Promise<ServerProcess> {
  const { args, env, log, signal } = options;
  const file = openSync(log, 'w');
  const child = spawn(process.execPath, args, {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', file, file],
  });
  closeSync(file);
  const ended = once(child, 'exit');
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
    await ended;
  };
  await once(child, 'spawn');
  const { pid } = child;
  if (pid === undefined) throw new Error('a spawned process has no id');
  try {
    const deadlineMs = performance.now() + START_TIMEOUT_MS;
    for (;;) {
      signal.throwIfAborted();
      options.onPoll?.(pid);
      const port = portIn(readFileSync(log, 'utf8'));
      if (port !== undefined) return { pid, port, [Symbol.asyncDispose]: stop };
      if (child.exitCode !== null || performance.now() > deadlineMs) {
        throw new Error(`${args.join(' ')} does not listen:\n${readFileSync(log, 'utf8')}`);
      }
      await delay(POLL_MS, undefined, { signal });
    }
  } catch (error) {
    await stop();
    throw error;
  }
}

function portIn(printed: string): number | undefined {
  const line = printed.split('\n').find((one) => one.includes('"msg":"listening"'));
  if (line === undefined || !line.endsWith('}')) return undefined;
  return (JSON.parse(line) as { port: number }).port;
}
