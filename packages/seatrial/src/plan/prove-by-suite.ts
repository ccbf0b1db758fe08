import { posix } from 'node:path';

import type { Suite } from '../project/index.ts';

/** The id of a suite's check. */
export function suiteCheckId(suite: Suite): string {
  return `suite:${suite.name}`;
}

/**
 * The suites that run a test file: those whose directory holds it, the most deeply nested first choice,
 * narrowed to those whose file patterns match it when any does.
 *
 * @param path - relative to the project root, with forward slashes
 */
export function suitesOf(path: string, suites: readonly Suite[]): readonly Suite[] {
  const holding = suites.filter(({ directory }) => isInside(path, directory));
  const deepest = Math.max(...holding.map(({ directory }) => depthOf(directory)));
  const matching = holding.filter((suite) => matchesFiles(path, suite));
  if (matching.length > 0) return matching;
  return holding.filter(
    ({ directory, files }) => depthOf(directory) === deepest && files.length === 0,
  );
}

function matchesFiles(path: string, { directory, files }: Suite): boolean {
  const own = directory === '.' ? path : path.slice(directory.length + 1);
  return files.some((pattern) => {
    const clean = pattern
      .replaceAll('\\', '/')
      .replace(/^(\.\/)+/, '')
      .replace(/\/+$/, '');
    return own === clean || own.startsWith(`${clean}/`) || posix.matchesGlob(own, clean);
  });
}

function isInside(path: string, directory: string): boolean {
  return directory === '.' || path.startsWith(`${directory}/`);
}

function depthOf(directory: string): number {
  return directory === '.' ? 0 : directory.split('/').length;
}
