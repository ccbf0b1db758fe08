import { readFile, stat } from 'node:fs/promises';

import { isAbsence } from './find-project.ts';

/** The text of a file as UTF-8; null when it does not exist. Any other failure is raised. */
export async function readTextFile(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (isAbsence(error)) return null;
    throw error;
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
