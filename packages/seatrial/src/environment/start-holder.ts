import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { EnvironmentError } from '@seatrial/environment';

import type { RunEvent } from '../evidence/index.ts';
import { makeEnvironmentFolder } from './environment-folder.ts';
import type { HolderMessage, HolderRequest } from './holder-messages.ts';
import { unpackError } from './holder-messages.ts';

export interface HolderWatch {
  readonly env: NodeJS.ProcessEnv;
  /** Aborting it gives the start up; what was started is stopped first. */
  readonly signal: AbortSignal;
  readonly onEvent: (event: RunEvent) => void;
}

/**
 * Starts a process of its own that holds an environment, and resolves when its services are ready; from then on it
 * lives without us.
 *
 * @throws {SeatrialError} `ENVIRONMENT_RUNNING`
 * @throws {EnvironmentError} what did not come up, or `ABORTED`; by then nothing is left running
 */
export async function startHolder(request: HolderRequest, watch: HolderWatch): Promise<void> {
  const folder = makeEnvironmentFolder(request.projectRoot);
  const output = openSync(folder.holderLog, 'w');
  const child = spawn(process.execPath, [holderProgram()], {
    cwd: request.projectRoot,
    env: watch.env,
    // Its own session: Ctrl-C and the end of the terminal are not for it.
    detached: true,
    stdio: ['ignore', output, output, 'ipc'],
  });
  closeSync(output);
  const giveUp = (): void => void child.kill('SIGTERM');
  watch.signal.addEventListener('abort', giveUp, { once: true });
  if (watch.signal.aborted) giveUp();
  try {
    child.send(request);
    const failed = await follow(child, watch.onEvent);
    if (failed !== undefined) throw failed;
  } catch (error) {
    if (watch.signal.aborted) throw interrupted();
    throw error;
  } finally {
    watch.signal.removeEventListener('abort', giveUp);
  }
  if (child.exitCode !== null) throw new Error(lastWords(folder.holderLog, child.exitCode));
  child.disconnect();
  child.unref();
}

/** Resolves when all is ready or, with the reason, when the process has ended. */
async function follow(
  child: ChildProcess,
  onEvent: (event: RunEvent) => void,
): Promise<Error | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<Error | undefined>();
  let failed: Error | undefined;
  child.on('message', (message: HolderMessage) => {
    if (message.type === 'event') onEvent(message.event);
    else if (message.type === 'ready') resolve(undefined);
    else failed = unpackError(message.error);
  });
  child.once('error', reject);
  // `close` comes after the last message, and after all that it had to stop.
  child.once('close', () => resolve(failed));
  return promise;
}

function interrupted(): EnvironmentError {
  const message = 'the start was interrupted; what had been started was stopped';
  return new EnvironmentError('ABORTED', [{ code: 'ABORTED', severity: 'error', message }]);
}

function lastWords(log: string, exitCode: number): string {
  const said = readFileSync(log, 'utf8').trimEnd().slice(-4000);
  return `the process that was to hold the environment ended with ${exitCode}:\n${said}`;
}

function holderProgram(): string {
  // Published, this file is JavaScript; the compiler rewrites imports but not this name.
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  return fileURLToPath(new URL(`./holder-main.${extension}`, import.meta.url));
}
