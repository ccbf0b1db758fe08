import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { runNode, runProcess } from '../../process/run-process.ts';
import { containerFiles, nativeFiles } from '../cases.ts';
import type { Contender, Surroundings, Took } from './contender.ts';

const PROGRAM = fileURLToPath(new URL('../up-and-down.ts', import.meta.url));

export const nativeDriver: Contender = {
  title: 'native driver',
  prepare: async () => undefined,
  upAndDown: byLibrary('native'),
};

export const dockerDriver: Contender = {
  title: 'docker driver',
  prepare: missingEngine,
  upAndDown: byLibrary('docker'),
};

/** Why nothing can be brought up with `docker compose` here. */
export async function missingEngine({
  signal,
}: Pick<Surroundings, 'signal'>): Promise<string | undefined> {
  try {
    await runProcess('docker', ['version'], { signal });
    await runProcess('docker', ['compose', 'version'], { signal });
    return undefined;
  } catch (error) {
    signal.throwIfAborted();
    return error instanceof Error ? error.message.split('\n', 1)[0] : String(error);
  }
}

function byLibrary(driver: 'native' | 'docker'): Contender['upAndDown'] {
  const filesOf = driver === 'docker' ? containerFiles : nativeFiles;
  return async (one, { folder, cache, signal }) => {
    const wanted = { files: filesOf(one), driver, directory: join(folder, 'run') };
    const env = { ...process.env, XDG_CACHE_HOME: cache };
    const { stdout } = await runNode([PROGRAM, JSON.stringify(wanted)], { signal, env });
    return JSON.parse(stdout) as Took;
  };
}
