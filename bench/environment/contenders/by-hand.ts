import { fileURLToPath } from 'node:url';

import { runProcess } from '../../process/run-process.ts';
import { missingEngine } from './by-library.ts';
import type { Contender } from './contender.ts';

const SCRIPT = fileURLToPath(new URL('./by-hand.sh', import.meta.url));

/** A shell script with `docker run` and a loop that waits, as people write who want no Compose. */
export const byHand: Contender = {
  title: 'docker run by hand',
  prepare: missingEngine,
  upAndDown: async ({ name, folder }, { project, signal }) => {
    const script = (verb: string, during: AbortSignal): ReturnType<typeof runProcess> =>
      runProcess('sh', [SCRIPT, verb, name, project], { signal: during, cwd: folder });
    try {
      const up = await script('up', signal);
      const down = await script('down', signal);
      return { upMs: up.durationMs, downMs: down.durationMs };
    } catch (error) {
      await script('down', AbortSignal.timeout(60_000));
      signal.throwIfAborted();
      throw error;
    }
  },
};
