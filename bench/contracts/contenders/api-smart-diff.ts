import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { measureProcess } from '../../process/measure-process.ts';
import { provide } from '../cache.ts';
import type { CachedPackages } from '../cache.ts';
import type { Found } from './contender.ts';

const PROGRAM = fileURLToPath(new URL('api-smart-diff-process.ts', import.meta.url));
const VERSION = '1.0.6';
const PACKAGE: CachedPackages = {
  name: 'api-smart-diff',
  dependencies: { 'api-smart-diff': VERSION },
};
const TIMEOUT_MS = 1_200_000;

/** A library in JavaScript without a command: the least program around it, as a whole process. */
export async function findApiSmartDiff(signal: AbortSignal): Promise<Found> {
  const title = `api-smart-diff ${VERSION}`;
  const provided = await provide(PACKAGE, signal);
  if ('missing' in provided) return { title, missing: provided.missing };
  const args = [PROGRAM, join(provided.folder, 'api-smart-diff')];
  return {
    title,
    isOurs: false,
    compare: ({ base, revision }, surroundings) =>
      measureProcess(process.execPath, [...args, base, revision], {
        ...surroundings,
        timeoutMs: TIMEOUT_MS,
      }),
  };
}
