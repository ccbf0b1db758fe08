import { spawn } from 'node:child_process';
import type { ChildProcess, StdioOptions } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, createWriteStream, openSync } from 'node:fs';
import type { WriteStream } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

import { EnvironmentError } from '../diagnostic.ts';
import type { ProcessExit } from '../events.ts';
import { endTree } from './end-tree.ts';
import { commandLine, groupMembers, isGroupAlive, markedProcesses } from './process-table.ts';
import type { Reaper } from './reaper.ts';
import { watchBounds } from './tree-bounds.ts';
import type { BoundsWatch, Exceeded, TreeBounds } from './tree-bounds.ts';
import { newHolderMark, nextTreeMark, TREE_MARKER, withMarkLimit } from './tree-mark.ts';

/** How a process tree is started. */
export interface ProcessTreeOptions {
  readonly cwd?: string;
  /** Complete environment of the process; default `process.env`. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Standard output and error are appended to this file, in the order they were written. */
  readonly logFile?: string;
  /** Receives the output as it comes; with `logFile` both get it, but then the order of the two streams is not exact. */
  readonly onOutput?: (chunk: Buffer, stream: 'stdout' | 'stderr') => void;
  /** The whole tree is stopped after this time. */
  readonly timeoutMs?: number;
  /** Between the stop signal and SIGKILL; default 10,000. */
  readonly graceMs?: number;
  /** Default SIGTERM. */
  readonly stopSignal?: NodeJS.Signals;
  /** Aborting it stops the whole tree. */
  readonly signal?: AbortSignal;
  readonly uid?: number;
  readonly gid?: number;
  /** Ends the tree if this process dies. */
  readonly reaper?: Reaper;
  /** A tree that takes more is killed at once, descendants that outlived the first process included. */
  readonly bounds?: TreeBounds;
  /** Told before the tree is killed for that. */
  readonly onExceeded?: (exceeded: Exceeded) => void;
}

/** A process and all its descendants, those in groups of their own included (on Linux). */
export interface ProcessTree extends AsyncDisposable {
  /** Process id of the first process, which is also the id of its group. */
  readonly pid: number;
  readonly command: readonly string[];
  /** Settles when the first process has ended and its output has been taken in; never rejects. */
  readonly exited: Promise<TreeExit>;
  /** Undefined while the first process runs. */
  readonly exit: TreeExit | undefined;
  /** The living processes of the tree, also those that left its group; Linux only, elsewhere always empty. */
  members(): readonly { readonly pid: number; readonly command: string }[];
  /**
   * Stops the tree: stop signal, grace, SIGKILL, and a look whether anything is left. Idempotent; also right after
   * the first process has ended, for what it left behind.
   *
   * @returns ids of processes that outlived SIGKILL, normally none
   */
  stop(graceMs?: number): Promise<readonly number[]>;
}

/** How the first process of a tree ended, and whether we made it. */
export interface TreeExit extends ProcessExit {
  readonly timedOut: boolean;
  readonly durationMs: number;
}

const DEFAULT_GRACE_MS = 10_000;
/** After the first process ended, a descendant may hold its output open for ever. */
const DRAIN_TIMEOUT_MS = 500;
/** Of the trees that no reaper watches. */
const OWN_MARK = newHolderMark();

/**
 * Starts a command as the head of its own process group, with standard input closed.
 *
 * @param command - program and arguments, no shell
 * @throws {EnvironmentError} `COMMAND_NOT_FOUND` when the program or the folder does not exist or cannot be executed
 */
export async function spawnProcessTree(
  command: readonly string[],
  options: ProcessTreeOptions = {},
): Promise<ProcessTree> {
  const marker = nextTreeMark(options.reaper?.mark ?? OWN_MARK);
  options.reaper?.watch(marker);
  const { child, log } = await startChild(command, options, marker);
  const { pid } = child;
  if (pid === undefined) throw new Error('a spawned process has no id');
  const { reaper, logFile, bounds } = options;
  reaper?.watchGroup(marker, pid);
  if (logFile !== undefined && bounds !== undefined) {
    reaper?.watchLog(marker, logFile, bounds.logBytes);
  }
  return new SpawnedTree({ command, child, pid, marker, log }, options);
}

interface Spawned {
  readonly command: readonly string[];
  readonly child: ChildProcess;
  readonly pid: number;
  readonly marker: string;
  readonly log: WriteStream | undefined;
}

class SpawnedTree implements ProcessTree {
  readonly pid: number;
  readonly command: readonly string[];
  readonly exited: Promise<TreeExit>;
  exit: TreeExit | undefined;
  readonly #options: ProcessTreeOptions;
  readonly #marker: string;
  #timedOut = false;
  #groupGone = false;
  #stopping: Promise<readonly number[]> | undefined;
  readonly #bounds: BoundsWatch | undefined;

  constructor(spawned: Spawned, options: ProcessTreeOptions) {
    this.pid = spawned.pid;
    this.command = spawned.command;
    this.#options = options;
    this.#marker = spawned.marker;
    this.exited = this.#follow(spawned);
    this.#bounds = this.#watch();
  }

  members(): readonly { readonly pid: number; readonly command: string }[] {
    return this.#memberIds().map((pid) => ({ pid, command: commandLine(pid) }));
  }

  stop(graceMs = this.#options.graceMs ?? DEFAULT_GRACE_MS): Promise<readonly number[]> {
    this.#stopping ??= this.#end(graceMs);
    return this.#stopping;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  async #end(graceMs: number): Promise<readonly number[]> {
    const { stopSignal, reaper } = this.#options;
    const groupId = this.#groupGone ? undefined : this.pid;
    const survivors = await endTree(
      { groupId, marker: this.#marker },
      { graceMs, ...(stopSignal === undefined ? {} : { stopSignal }) },
    );
    await this.exited;
    this.#bounds?.end();
    if (survivors.length === 0) reaper?.release(this.#marker);
    return survivors;
  }

  #memberIds(): number[] {
    const group = this.#groupGone ? [] : groupMembers(this.pid);
    return [...new Set([...group, ...markedProcesses(this.#marker)])];
  }

  #watch(): BoundsWatch | undefined {
    const { bounds, logFile, onExceeded } = this.#options;
    if (bounds === undefined) return undefined;
    const countProcesses = (): number => this.#memberIds().length;
    return watchBounds({ logFile, countProcesses }, bounds, (exceeded) => {
      onExceeded?.(exceeded);
      void this.stop(0);
    });
  }

  async #follow({ child, log }: Spawned): Promise<TreeExit> {
    const startedAt = performance.now();
    const ended = endOf(child);
    const closed = new Promise((resolve) => child.once('close', resolve));
    const release = this.#limit();
    const { exitCode, signal } = await ended;
    const durationMs = performance.now() - startedAt;
    release();
    // It may have been killed for what was not noticed yet: by the reaper, or for lack of space.
    this.#bounds?.look();
    // Once the group is empty its id may be given to somebody else.
    this.#groupGone = !isGroupAlive(this.pid);
    this.exit = { exitCode, signal, timedOut: this.#timedOut, durationMs };
    const drainTimeout = new AbortController();
    await Promise.race([
      closed,
      delay(DRAIN_TIMEOUT_MS, undefined, { signal: drainTimeout.signal }).catch(() => undefined),
    ]);
    drainTimeout.abort();
    child.stdout?.destroy();
    child.stderr?.destroy();
    if (log !== undefined) await endOfStream(log);
    return this.exit;
  }

  /** Arms the time limit and the abort signal; returns the function that disarms both. */
  #limit(): () => void {
    const { timeoutMs, signal } = this.#options;
    const stop = (): void => {
      void this.stop();
    };
    const timer =
      timeoutMs === undefined
        ? undefined
        : setTimeout(() => {
            this.#timedOut = true;
            stop();
          }, timeoutMs);
    signal?.addEventListener('abort', stop, { once: true });
    if (signal?.aborted === true) queueMicrotask(stop);
    return () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
    };
  }
}

async function startChild(
  command: readonly string[],
  options: ProcessTreeOptions,
  marker: string,
): Promise<{ child: ChildProcess; log: WriteStream | undefined }> {
  const { logFile, onOutput, cwd, uid, gid } = options;
  const inherited = options.env ?? process.env;
  const path = inherited['PATH'];
  const [program = '', ...args] = withMarkLimit(command, marker, { cwd, path });
  // A file of its own keeps the order of both streams exact and survives our own sudden end.
  const file = logFile !== undefined && onOutput === undefined ? openSync(logFile, 'a') : undefined;
  const output = file ?? (onOutput === undefined ? 'ignore' : 'pipe');
  const stdio: StdioOptions = ['ignore', output, output];
  const env = { ...inherited, [TREE_MARKER]: markerValue(marker) };
  const child = spawn(program, args, {
    detached: true,
    stdio,
    env,
    ...(cwd === undefined ? {} : { cwd }),
    ...(uid === undefined ? {} : { uid }),
    ...(gid === undefined ? {} : { gid }),
  });
  if (file !== undefined) closeSync(file);
  try {
    await once(child, 'spawn');
  } catch (cause) {
    options.reaper?.release(marker);
    throw commandNotFound(command, options, cause);
  }
  const log = onOutput === undefined ? undefined : forwardOutput(child, onOutput, logFile);
  return { child, log };
}

function forwardOutput(
  child: ChildProcess,
  onOutput: NonNullable<ProcessTreeOptions['onOutput']>,
  logFile: string | undefined,
): WriteStream | undefined {
  const log = logFile === undefined ? undefined : createWriteStream(logFile, { flags: 'a' });
  for (const name of ['stdout', 'stderr'] as const) {
    const stream = child[name];
    stream?.on('data', (chunk: Buffer) => {
      onOutput(chunk, name);
      if (log === undefined || log.write(chunk)) return;
      // The writer waits until the disk has caught up, so memory stays bounded.
      stream.pause();
      log.once('drain', () => stream.resume());
    });
  }
  return log;
}

/** A tree inside a tree belongs to both. */
function markerValue(marker: string): string {
  const outer = process.env[TREE_MARKER];
  return outer === undefined || outer === '' ? marker : `${outer}:${marker}`;
}

function endOf(child: ChildProcess): Promise<ProcessExit> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) {
      resolve({ exitCode: child.exitCode, signal: child.signalCode });
    } else {
      child.once('exit', (exitCode, signal) => resolve({ exitCode, signal }));
    }
  });
}

function endOfStream(stream: WriteStream): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.once('error', reject);
    stream.end(resolve);
  });
}

function commandNotFound(
  command: readonly string[],
  options: ProcessTreeOptions,
  cause: unknown,
): EnvironmentError {
  const seen = cause instanceof Error ? cause.message : String(cause);
  const message = `could not start ${JSON.stringify(command.join(' '))} in ${options.cwd ?? process.cwd()}`;
  const diagnostic = { code: 'COMMAND_NOT_FOUND', severity: 'error', message, seen } as const;
  const hint = 'is the program installed and on PATH, and does the folder exist?';
  return new EnvironmentError('COMMAND_NOT_FOUND', [{ ...diagnostic, hint }], { cause });
}
