import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import type { RunStarted } from '../evidence/index.ts';

const execute = promisify(execFile);

/** The commit that the work tree stands on, and whether it differs from it; null outside git. */
export async function gitState(projectRoot: string): Promise<RunStarted['git']> {
  try {
    const [head, status] = await Promise.all([
      execute('git', ['rev-parse', 'HEAD'], { cwd: projectRoot }),
      execute('git', ['status', '--porcelain'], { cwd: projectRoot }),
    ]);
    return { commit: head.stdout.trim(), dirty: status.stdout.trim() !== '' };
  } catch {
    // No git, no repository or no commit yet: the run is then tied to no commit, and says so.
    return null;
  }
}
