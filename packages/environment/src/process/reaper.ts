import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/**
 * A small process that ends the process trees it was told of when the process that holds them is gone,
 * even by SIGKILL.
 */
export interface Reaper extends AsyncDisposable {
  readonly pid: number;
  /** Announces a tree before it is started, by the marker its processes carry. */
  watch(marker: string): void;
  /** Adds the tree's process group. */
  watchGroup(marker: string, groupId: number): void;
  /** Forgets a tree that is gone. */
  release(marker: string): void;
  /** Announces a folder that is removed if we end without removing it. */
  watchFolder(folder: string): void;
  releaseFolder(folder: string): void;
  /** Lets the reaper end; trees that were not released are ended. Idempotent. */
  close(): Promise<void>;
}

/** Starts a reaper; it does not keep the caller's process alive. */
export async function startReaper(): Promise<Reaper> {
  const child = spawn(process.execPath, [reaperProgram()], {
    // Its own session, so that Ctrl-C in the terminal does not reach it.
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    env: {},
  });
  await once(child, 'spawn');
  const { pid } = child;
  if (pid === undefined) throw new Error('a spawned process has no id');
  const ended = once(child, 'exit');
  child.unref();
  if ('unref' in child.stdin && typeof child.stdin.unref === 'function') child.stdin.unref();
  // A reaper that was killed costs the last resort only; the orderly way does not need it.
  child.stdin.on('error', () => child.stdin.destroy());
  const tell = (line: string): void => {
    if (child.stdin.writable) child.stdin.write(`${line}\n`);
  };
  const close = async (): Promise<void> => {
    child.ref();
    child.stdin.end();
    await ended;
  };
  return {
    pid,
    watch: (marker) => tell(`watch ${marker}`),
    watchGroup: (marker, groupId) => tell(`group ${marker} ${groupId}`),
    watchFolder: (folder) => tell(`folder ${folder}`),
    releaseFolder: (folder) => tell(`removed ${folder}`),
    release: (marker) => tell(`release ${marker}`),
    close,
    [Symbol.asyncDispose]: close,
  };
}

function reaperProgram(): string {
  // Published, this file is JavaScript; the compiler rewrites imports but not this name.
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  return fileURLToPath(new URL(`./reaper-main.${extension}`, import.meta.url));
}
