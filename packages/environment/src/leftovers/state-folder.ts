import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/** Overrides the folder where it is remembered what runs, for tests above all. */
const VARIABLE = 'SEATRIAL_STATE_DIR';

/**
 * Where a user's records lie: the given folder, SEATRIAL_STATE_DIR, or `seatrial` in XDG_STATE_HOME, which is
 * `~/.local/state` by default.
 */
export function recordFolder(given?: string, env: NodeJS.ProcessEnv = process.env): string {
  const named = given ?? env[VARIABLE];
  if (named !== undefined && named !== '') return join(named, 'running');
  const xdg = env['XDG_STATE_HOME'] ?? '';
  // The XDG specification says that a relative path is to be ignored.
  const base = isAbsolute(xdg) ? xdg : join(env['HOME'] ?? homedir(), '.local', 'state');
  return join(base, 'seatrial', 'running');
}
