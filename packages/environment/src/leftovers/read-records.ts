import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { isRunning, ownProcessSpace } from '../process/process-identity.ts';
import type { ProcessIdentity, ProcessSpace } from '../process/process-identity.ts';
import { errorCode } from '../process/read-proc-file.ts';
import type { Holding } from './holding.ts';
import { parseHolding } from './parse-holding.ts';

/** A record on disk, and what is to be made of it. */
export type FoundRecord =
  /** Its holder lives. */
  | { readonly state: 'held'; readonly file: string; readonly holding: Holding }
  /** Its holder is gone, and another command is about to remove what it left. */
  | { readonly state: 'removing'; readonly file: string; readonly holding: Holding }
  /** Its holder is gone. After a restart of the machine no process of it can be left. */
  | {
      readonly state: 'left';
      readonly file: string;
      readonly holding: Holding;
      readonly restarted: boolean;
    }
  /** Not ours to judge: another machine's, another container's, another user's, or not understood. */
  | { readonly state: 'elsewhere' | 'unreadable'; readonly file: string; readonly reason: string };

/** A claim is the record's name, then who claims it: `<record>.json.<pid>-<ticks>.claim`. */
const CLAIMED = /\.json\.(\d+)-(\w+)\.claim$/;
const UNFINISHED = /\.json\.(\d+)-(\w+)\.new$/;

/** Name of a record that this process has claimed. */
export function claimName(file: string, { pid, startTicks }: ProcessIdentity): string {
  const record = file.replace(CLAIMED, '.json');
  return `${record}.${pid}-${startTicks ?? 'unknown'}.claim`;
}

/** Name of the record under a claim. */
export function recordName(file: string): string {
  return file.replace(CLAIMED, '.json');
}

/** Reads all records of a folder; those that vanish meanwhile are no finding. */
export function readRecords(folder: string): FoundRecord[] {
  const space = ownProcessSpace();
  return fileNames(folder).flatMap((name) => {
    if (!name.endsWith('.json') && !CLAIMED.test(name)) return [];
    const found = readRecord(join(folder, name), space);
    return found === undefined ? [] : [found];
  });
}

/** Records whose writer was killed before they were complete: nothing had been started then. */
export function unfinishedRecords(folder: string): string[] {
  return fileNames(folder)
    .filter((name) => {
      const writer = identityIn(UNFINISHED.exec(name));
      return writer !== undefined && !isRunning(writer);
    })
    .map((name) => join(folder, name));
}

function readRecord(file: string, space: ProcessSpace): FoundRecord | undefined {
  const text = readOwnFile(file);
  if (text === undefined) return undefined;
  if (text === null) return { state: 'elsewhere', file, reason: 'it belongs to another user' };
  const parsed = parseHolding(text);
  if (parsed.holding === undefined) return { state: 'unreadable', file, reason: parsed.problem };
  const { holding } = parsed;
  if (holding.space.host !== space.host) {
    return { state: 'elsewhere', file, reason: `it is of machine ${holding.space.host}` };
  }
  const claimer = identityIn(CLAIMED.exec(file));
  if (claimer !== undefined && isRunning(claimer)) return { state: 'removing', file, holding };
  if (holding.space.bootId !== space.bootId) {
    return { state: 'left', file, holding, restarted: true };
  }
  if (holding.space.pidNamespace !== space.pidNamespace) {
    const reason = 'it is of another container on this machine, whose processes cannot be seen';
    return { state: 'elsewhere', file, reason };
  }
  if (isRunning(holding.holder)) return { state: 'held', file, holding };
  return { state: 'left', file, holding, restarted: false };
}

/** Null when the file is another user's, undefined when it is gone. */
function readOwnFile(file: string): string | null | undefined {
  try {
    const { uid } = lstatSync(file);
    if (process.getuid !== undefined && uid !== process.getuid()) return null;
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function fileNames(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  }
}

function identityIn(match: RegExpExecArray | null): ProcessIdentity | undefined {
  const [, pid, ticks] = match ?? [];
  if (pid === undefined) return undefined;
  return { pid: Number(pid), startTicks: ticks === 'unknown' ? null : (ticks ?? null) };
}
