import { existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** Whether every user may walk down to a path: another user than ours runs the server under root. */
export function isOpenToAll(path: string): boolean {
  if (!existsSync(path)) return false;
  for (let folder = path; folder !== dirname(folder); folder = dirname(folder)) {
    if ((statSync(folder).mode & 0o001) === 0) return false;
  }
  return true;
}
