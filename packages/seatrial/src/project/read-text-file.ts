import { readFile, stat } from 'node:fs/promises';

import { SeatrialError } from '../evidence/index.ts';
import { isAbsence } from './find-project.ts';

/**
 * The text of a file as UTF-8; null when it does not exist.
 *
 * @throws {SeatrialError} `INPUT_INVALID` when it exists and cannot be read
 */
export async function readTextFile(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (isAbsence(error)) return null;
    const reason = error instanceof Error ? error.message : String(error);
    throw new SeatrialError('INPUT_INVALID', `${path} cannot be read: ${reason}`, {
      hint: 'it has to be a file that you may read',
      cause: error,
    });
  }
}

export async function pathExists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (isAbsence(error)) return false;
    throw error;
  }
}
