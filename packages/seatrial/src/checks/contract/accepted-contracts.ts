import { posix } from 'node:path';

/** Where accepted versions of contracts are kept; part of what a project commits. */
const FOLDER = '.session/tracking/api_contracts';

/**
 * Where the accepted version of a contract lies.
 *
 * @param file - path of the contract from the project's root, forward slashes
 */
export function acceptedPath(file: string): string {
  return posix.join(FOLDER, posix.normalize(file).replaceAll('../', ''));
}
