import { glob } from 'node:fs/promises';
import { sep } from 'node:path';

const GLOB = /[*?{[]/;

/**
 * Turns globs into the files they match, sorted; what is no glob, or matches nothing (a regular expression perhaps),
 * stays as it is and the runner decides.
 */
export async function expandFiles(
  patterns: readonly string[],
  directory: string,
): Promise<{ readonly files: readonly string[]; readonly unmatched: readonly string[] }> {
  const files: string[] = [];
  const unmatched: string[] = [];
  for (const pattern of patterns) {
    const matches = GLOB.test(pattern) ? await matchesOf(pattern, directory) : [pattern];
    if (matches.length === 0) unmatched.push(pattern);
    files.push(...(matches.length === 0 ? [pattern] : matches));
  }
  return { files: [...new Set(files)], unmatched };
}

/** The files below a directory that a glob matches, sorted, with forward slashes; never those in `node_modules`. */
export async function matchesOf(pattern: string, directory: string): Promise<string[]> {
  const found: string[] = [];
  for await (const file of glob(pattern, { cwd: directory, exclude: isPackages })) {
    found.push(file.replaceAll(sep, '/'));
  }
  return found.toSorted();
}

function isPackages(folder: string): boolean {
  return folder.split(/[\\/]/).at(-1) === 'node_modules';
}
