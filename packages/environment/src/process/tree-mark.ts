import { randomInt } from 'node:crypto';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join, resolve } from 'node:path';

import { readProcFile } from './read-proc-file.ts';

/**
 * A mark says whose a process is: `<holder>.<tree>`, or `<holder>` alone for all trees of a holder. Every process of a
 * tree inherits it twice: in a variable, and (Linux) as its limit of resident memory, which the kernel stopped to
 * enforce in 2.4 and still hands down. A daemon may leave its group and session, close all files, clear its
 * environment and lose its parents; this limit it keeps.
 */
export const TREE_MARKER = 'SEATRIAL_TREE';

const HOLDER_DIGITS = 9;
const TREE_BITS = 24n;
/** Far above any memory, so that the limit would limit nothing where it still counts. */
const LIMIT_BASE = 1n << 61n;

let trees = 0;

/** A mark that no other holder has: 36 random bits. */
export function newHolderMark(): string {
  return randomInt(2 ** 36)
    .toString(16)
    .padStart(HOLDER_DIGITS, '0');
}

/** A mark for the next tree of a holder. */
export function nextTreeMark(holder: string): string {
  trees = (trees + 1) % Number(1n << TREE_BITS);
  return `${holder}.${trees}`;
}

/** Whether one of the marks in the variable's value is this one, or that of a tree of this holder. */
export function carriesMark(value: string, mark: string): boolean {
  return value.split(':').some((entry) => entry === mark || entry.startsWith(`${mark}.`));
}

/** The mark in a limit as /proc shows it; undefined when it is an ordinary limit. */
export function markOfLimit(text: string): string | undefined {
  if (!/^\d{19}$/.test(text)) return undefined;
  const limit = BigInt(text) - LIMIT_BASE;
  if (limit < 0n || limit >= 1n << 60n) return undefined;
  const holder = (limit >> TREE_BITS).toString(16).padStart(HOLDER_DIGITS, '0');
  return `${holder}.${limit & ((1n << TREE_BITS) - 1n)}`;
}

/** Puts the limit in front of a command, where that is possible; the process and its name stay those of the command. */
export function withMarkLimit(
  command: readonly string[],
  mark: string,
  options: { cwd: string | undefined; path: string | undefined },
): readonly string[] {
  const [program = ''] = command;
  // What does not exist is left to the system, whose error says so.
  if (!canLimit() || typeof prlimit !== 'string' || !isProgram(program, options)) return command;
  const [holder = '', tree = '0'] = mark.split('.');
  const limit = LIMIT_BASE + (BigInt(`0x${holder}`) << TREE_BITS) + BigInt(tree);
  return [prlimit, `--rss=${limit}:`, '--', ...command];
}

/** `prlimit` of util-linux; null where it cannot be used. */
let prlimit: string | null | undefined;

/** Whether processes get the mark as a limit, which needs Linux and `prlimit` of util-linux. */
export function canLimit(): boolean {
  prlimit ??= findPrlimit();
  return prlimit !== null;
}

function findPrlimit(): string | null {
  // A hard limit is an administrator's will, and ours would be above it.
  const limits = process.platform === 'linux' ? readProcFile(process.pid, 'limits') : undefined;
  if (!/^Max resident set\s+\S+\s+unlimited/m.test(limits ?? '')) return null;
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/bin'];
  return (
    folders
      .filter((folder) => isAbsolute(folder))
      .map((folder) => join(folder, 'prlimit'))
      .find(isExecutable) ?? null
  );
}

function isProgram(
  program: string,
  { cwd = process.cwd(), path = '' }: { cwd: string | undefined; path: string | undefined },
): boolean {
  if (isAbsolute(program)) return isExecutable(program);
  if (program.includes('/')) return isExecutable(resolve(cwd, program));
  return path.split(delimiter).some((folder) => isExecutable(join(resolve(cwd, folder), program)));
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    // Whatever the reason is: it cannot be run from here.
    return false;
  }
}
