import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

import { runProcess } from '../process/run-process.ts';

/** Packages of npm that only a benchmark needs: kept in the user's cache folder, never in the project. */
export interface CachedPackages {
  readonly name: string;
  /** As in package.json, pinned. */
  readonly dependencies: Readonly<Record<string, string>>;
}

/**
 * Where the packages are, installed on first use without running any of their scripts.
 *
 * @returns their `node_modules`, or why there is none
 */
export async function provide(
  { name, dependencies }: CachedPackages,
  signal: AbortSignal,
): Promise<{ readonly folder: string } | { readonly missing: string }> {
  const cache = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  const root = join(cache, 'seatrial', 'bench', name);
  const folder = join(root, 'node_modules');
  const names = Object.keys(dependencies);
  if (names.every((one) => existsSync(join(folder, one, 'package.json')))) return { folder };
  mkdirSync(root, { recursive: true });
  writeFileSync(join(root, 'package.json'), JSON.stringify({ private: true, dependencies }));
  const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund'];
  try {
    await runProcess('npm', args, { signal, cwd: root });
    return { folder };
  } catch (error) {
    signal.throwIfAborted();
    const said = error instanceof Error ? error.message : String(error);
    const reason = said.split('\n').find((line) => /npm (?:ERR!|error)|ENOENT/.test(line)) ?? '';
    return { missing: `npm install in ${name} failed: ${reason.trim()}` };
  }
}
