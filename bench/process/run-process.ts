import { spawn } from 'node:child_process';
import { once } from 'node:events';
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
  const startedMs = performance.now();
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  const [stdout, stderr, [code, by]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>,
  ]);
  const durationMs = performance.now() - startedMs;
  if (code === 0) return { durationMs, stdout };
  throw new Error(`${command} ${args.join(' ')} ended with ${code ?? by}:\n${stderr}${stdout}`);
}
