import { existsSync } from 'node:fs';
import { join, posix, relative, resolve, sep } from 'node:path';

import { acceptedPath } from '../../checks/contract/accepted-contracts.ts';
import { SeatrialError } from '../../evidence/index.ts';
import { findProjectRoot } from '../../project/index.ts';

/**
 * The version of a contract that was accepted last, as a path from the working directory.
 *
 * @throws {SeatrialError} `INPUT_INVALID` when none was, `USAGE` where no project keeps any
 */
export async function findAccepted(file: string, workingDirectory: string): Promise<string> {
  const root = await rootOf(workingDirectory);
  const accepted = join(root, acceptedPath(pathInProject(file, workingDirectory, root)));
  if (existsSync(accepted)) return relative(workingDirectory, accepted).split(sep).join(posix.sep);
  throw new SeatrialError('INPUT_INVALID', `no version of ${file} has been accepted`, {
    hint: `name a base, or accept this version with: seatrial contracts accept ${file}`,
  });
}

async function rootOf(workingDirectory: string): Promise<string> {
  try {
    return await findProjectRoot(workingDirectory);
  } catch (cause) {
    if (!(cause instanceof SeatrialError)) throw cause;
    const message = 'contracts diff needs two documents: <base> <revision>';
    const hint = 'with one, the base is its accepted version, and only a project keeps one';
    throw new SeatrialError('USAGE', message, { hint, cause });
  }
}

/**
 * Path of a contract from the root of its project, forward slashes.
 *
 * @throws {SeatrialError} `INPUT_INVALID` when it lies outside
 */
export function pathInProject(file: string, workingDirectory: string, root: string): string {
  const contract = relative(root, resolve(workingDirectory, file)).split(sep).join(posix.sep);
  if (!contract.startsWith('..')) return contract;
  throw new SeatrialError('INPUT_INVALID', `${file} lies outside of the project ${root}`);
}
