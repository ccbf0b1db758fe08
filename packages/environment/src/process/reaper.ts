import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import { openHoldingRecord } from '../leftovers/holding-record.ts';
import type { HoldingRecord, RecordOptions } from '../leftovers/holding-record.ts';
import { newHolderMark } from './tree-mark.ts';

/**
 * A small process that ends the process trees it was told of when the process that holds them is gone,
 * even by SIGKILL. What it knows stands in a record on disk as well, so that the next command can do its work
 * when the reaper was killed too, or the machine was restarted.
 */
export interface Reaper extends AsyncDisposable {
  readonly pid: number;
  /** What every process carries that is started under it. */
  readonly mark: string;
  readonly record: HoldingRecord;
  /** Announces a tree before it is started, by the marker its processes carry. */
  watch(marker: string): void;
  /** Adds the tree's process group. */
  watchGroup(marker: string, groupId: number): void;
  /** Has the tree killed when its log grows beyond this size, for a holder that is stopped and cannot look itself. */
  watchLog(marker: string, logFile: string, limitBytes: number): void;
  /** Forgets a tree that is gone. */
  release(marker: string): void;
  /** Announces a folder that is removed if we end without removing it. */
  watchFolder(folder: string): void;
  releaseFolder(folder: string): void;
  /** Lets the reaper end; trees that were not released are ended. Idempotent. */
  close(): Promise<void>;
}

/** Starts a reaper; it does not keep the caller's process alive. */
export async function startReaper(options: RecordOptions = {}): Promise<Reaper> {
  const mark = newHolderMark();
  const record = openHoldingRecord(mark, options);
  const child = spawn(process.execPath, [reaperProgram()], {
    // Its own session, so that Ctrl-C in the terminal does not reach it.
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    env: {},
  });
  try {
    await once(child, 'spawn');
  } catch (error) {
    record.forget();
    throw error;
  }
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
  if (record.problem === undefined) tell(`record ${record.file}`);
  record.setReaper(pid);
  const close = async (): Promise<void> => {
    child.ref();
    tell('close');
    child.stdin.end();
    await ended;
    record.forget();
  };
  return {
    pid,
    mark,
    record,
    watch: (marker) => tell(`watch ${marker}`),
    watchGroup: (marker, groupId) => tell(`group ${marker} ${groupId}`),
    watchLog: (marker, logFile, limitBytes) => tell(`log ${marker} ${limitBytes} ${logFile}`),
    watchFolder: (folder) => {
      record.addPath(folder);
      tell(`folder ${folder}`);
    },
    releaseFolder: (folder) => {
      record.removePath(folder);
      tell(`removed ${folder}`);
    },
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
