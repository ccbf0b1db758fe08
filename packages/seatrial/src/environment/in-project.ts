import { relative, sep } from 'node:path';

import type { Diagnostic } from '../evidence/index.ts';

/** A path as a report shows it: from the project's root where it lies inside, with forward slashes. */
export function projectPath(projectRoot: string, path: string): string {
  const inside = relative(projectRoot, path);
  return inside.startsWith('..') ? path : inside.replaceAll(sep, '/');
}

/** A diagnostic of the environment, whose paths are absolute, as the rest of the house says it. */
export function inProject<Said extends Diagnostic>(projectRoot: string, diagnostic: Said): Said {
  const { file } = diagnostic;
  return file === undefined ? diagnostic : { ...diagnostic, file: projectPath(projectRoot, file) };
}
