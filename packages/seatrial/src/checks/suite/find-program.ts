import { access, constants } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';

/** The folders from `start` up to the root of the file system, nearest first. */
export function foldersUpward(start: string): string[] {
  const parent = dirname(start);
  return parent === start ? [start] : [start, ...foldersUpward(parent)];
}

/** The nearest of some relative paths that exists and can be executed, looked for in each folder upward; null when none does. */
export async function findUpward(
  candidates: readonly string[],
  start: string,
): Promise<string | null> {
  for (const folder of foldersUpward(start)) {
    for (const candidate of candidates) {
      const file = join(folder, candidate);
      if (await isExecutable(file)) return file;
    }
  }
  return null;
}

/** Whether a file of this name lies in the folder or above. */
export async function hasFileUpward(name: string, start: string): Promise<boolean> {
  for (const folder of foldersUpward(start)) {
    if (await isAccessible(join(folder, name), constants.F_OK)) return true;
  }
  return false;
}

/** The first of some programs that is on a `PATH`; null when none is. */
export async function findOnPath(
  programs: readonly string[],
  path: string | undefined,
): Promise<string | null> {
  for (const program of programs) {
    for (const folder of (path ?? '').split(delimiter)) {
      if (folder !== '' && (await isExecutable(join(folder, program))))
        return join(folder, program);
    }
  }
  return null;
}

function isExecutable(file: string): Promise<boolean> {
  return isAccessible(file, constants.X_OK);
}

async function isAccessible(file: string, mode: number): Promise<boolean> {
  try {
    await access(file, mode);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error) return false;
    throw error;
  }
}
