import { lstatSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { normalize, sep } from 'node:path';

import { errorCode } from '../process/read-proc-file.ts';
import type { Holding } from './holding.ts';

/** The clock of a file system may lag behind ours. */
const CLOCK_SLACK_MS = 5000;
const REMOVAL_TURNS = 5;

/** What became of a noted path; `kept` says why it is not ours. */
export type PathRemoval = 'absent' | 'removed' | { readonly kept: string };

/** Removes a noted file or folder, unless it cannot be what was noted. */
export function removeHeldPath(path: string, holding: Holding): PathRemoval {
  try {
    const refusal = whyNotOurs(path, holding);
    if (refusal !== undefined) return { kept: refusal };
    removeStubborn(path);
    return 'removed';
  } catch (error) {
    const code = errorCode(error);
    if (code === undefined) throw error;
    return code === 'ENOENT' ? 'absent' : { kept: `it cannot be removed (${code})` };
  }
}

/** A daemon may still write into it while it is taken apart, and a reaper may be at it as well. */
function removeStubborn(path: string): void {
  for (let turn = 1; isThere(path); turn += 1) {
    try {
      rmSync(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 20 });
    } catch (error) {
      if (turn === REMOVAL_TURNS) throw error;
    }
  }
}

function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** Whether something lies there that a removal would take. */
export function isHeldPath(path: string, holding: Holding): boolean {
  try {
    return whyNotOurs(path, holding) === undefined;
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return false;
  }
}

function whyNotOurs(path: string, { project, startedAt }: Holding): string | undefined {
  const { birthtimeMs, uid } = lstatSync(path);
  const precious = [project, homedir(), tmpdir(), process.cwd()].map(withSeparator);
  if (precious.some((folder) => folder.startsWith(withSeparator(path)))) {
    return 'it holds the project, a home or all temporary files';
  }
  // It was noted before it was made. Some file systems do not tell when (0).
  if (birthtimeMs !== 0 && birthtimeMs < Date.parse(startedAt) - CLOCK_SLACK_MS) {
    return 'it is older than the record';
  }
  const self = process.getuid?.();
  // Root's servers may run as somebody else, and so may own the folder.
  if (self !== undefined && self !== 0 && uid !== self) return 'it belongs to another user';
  return undefined;
}

function withSeparator(path: string): string {
  return `${normalize(path).replace(/\/+$/, '')}${sep}`;
}
