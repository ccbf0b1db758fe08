import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { reserveFreePort } from '../../packages/environment/src/native/loopback-port.ts';
import { runProcess } from '../process/run-process.ts';
import type { ServerProcess } from '../process/server-process.ts';

const MODULE = 'github.com/Shopify/toxiproxy/v2/cmd/server@latest';
const START_TIMEOUT_MS = 10_000;

/**
 * Builds Toxiproxy, the proxy that people break edges with.
 *
 * @returns the program, or why there is none
 */
export async function buildToxiproxy(
  scratch: string,
  signal: AbortSignal,
): Promise<{ readonly program: string } | { readonly missing: string }> {
  const env = { ...process.env, GOBIN: scratch };
  try {
    await runProcess('go', ['install', MODULE], { signal, env });
    return { program: join(scratch, 'server') };
  } catch (error) {
    signal.throwIfAborted();
    const [said] = (error instanceof Error ? error.message : String(error)).split('\n');
    return { missing: `go install ${MODULE}: ${said}` };
  }
}

/** Starts it before a target, without a toxic. */
export async function startToxiproxy(
  program: string,
  target: { readonly port: number },
  { folder, signal }: { readonly folder: string; readonly signal: AbortSignal },
): Promise<ServerProcess> {
  const [port, control] = [await reserveFreePort(), await reserveFreePort()];
  const config = join(folder, 'toxiproxy.json');
  const proxy = {
    name: 'edge',
    listen: `127.0.0.1:${port}`,
    upstream: `127.0.0.1:${target.port}`,
    enabled: true,
  };
  writeFileSync(config, JSON.stringify([proxy]));
  const log = openSync(join(folder, 'toxiproxy.log'), 'w');
  const args = ['-host', '127.0.0.1', '-port', String(control), '-config', config];
  const child = spawn(program, args, { stdio: ['ignore', log, log] });
  closeSync(log);
  const ended = once(child, 'exit');
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await ended;
  };
  await once(child, 'spawn');
  try {
    const deadlineMs = performance.now() + START_TIMEOUT_MS;
    while (!(await answers(port))) {
      if (performance.now() > deadlineMs) throw new Error('Toxiproxy does not listen');
      await delay(10, undefined, { signal });
    }
  } catch (error) {
    await stop();
    throw error;
  }
  return { pid: child.pid ?? 0, port, [Symbol.asyncDispose]: stop };
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
