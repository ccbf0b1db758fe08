import { stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

import { SeatrialError } from '../evidence/index.ts';

/**
 * The root of the project that a folder belongs to: the nearest folder, here or above, with a `.session/`.
 *
 * @returns an absolute path
 * @throws {SeatrialError} `PROJECT_NOT_FOUND`
 */
export async function findProjectRoot(from: string): Promise<string> {
  const start = resolve(from);
  for (let folder = start; ; folder = dirname(folder)) {
    if (await isDirectory(join(folder, '.session'))) return folder;
    if (dirname(folder) === folder) break;
  }
  throw new SeatrialError('PROJECT_NOT_FOUND', `no .session/ folder in ${start} or above it`, {
    hint: 'run `seatrial init` in the root of the repository',
  });
}

async function isDirectory(path: string): Promise<boolean> {
  const found = await stat(path).catch((error: unknown) => {
    if (isAbsence(error)) return null;
    throw error;
  });
  return found?.isDirectory() ?? false;
}

/** True for the errors that say that a path leads nowhere. */
export function isAbsence(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ENOENT' || code === 'ENOTDIR';
}
