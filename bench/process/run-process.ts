import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';

export interface Finished {
  /** From the call that starts it to its end and that of its output. */
  readonly durationMs: number;
  readonly stdout: string;
}

export interface ProcessOptions {
  readonly signal: AbortSignal;
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/**
 * Runs a Node program to its end, with the Node that runs this one.
 *
 * @param args - of Node, the program's file among them
 * @throws when it does not end with 0, with what it printed on stderr; when the signal is aborted
 */
export async function runNode(args: readonly string[], options: ProcessOptions): Promise<Finished> {
  return runProcess(process.execPath, args, options);
}

/** As `runNode`, with any program. */
export async function runProcess(
  command: string,
  args: readonly string[],
  options: ProcessOptions,
): Promise<Finished> {
  const { signal } = options;
  signal.throwIfAborted();
  const startedMs = performance.now();
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  let broken: Error | undefined;
  child.once('error', (error) => {
    broken = error;
  });
  const { promise: closed, resolve } = Promise.withResolvers<string>();
  // Also after an abort, so that nobody writes into a folder that is being removed.
  child.once('close', (code, by) => resolve(String(code ?? by)));
  const [stdout, stderr, exit] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    closed,
  ]);
  const durationMs = performance.now() - startedMs;
  signal.throwIfAborted();
  if (exit === '0') return { durationMs, stdout };
  const said = broken?.message ?? `${stderr}${stdout}`;
  throw new Error(`${command} ${args.join(' ')} ended with ${exit}:\n${said}`);
}
