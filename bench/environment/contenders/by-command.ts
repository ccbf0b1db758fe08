import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { runNode } from '../../process/run-process.ts';
import { nativeFiles } from '../cases.ts';
import type { Contender } from './contender.ts';

const BIN = fileURLToPath(new URL('../../../packages/seatrial/bin/seatrial.js', import.meta.url));

/** The whole commands, beside the whole commands of Compose. */
export const nativeCommand: Contender = {
  title: 'seatrial env up --wait',
  prepare: async () => undefined,
  upAndDown: async (one, { folder, cache, signal }) => {
    const env = { ...process.env, XDG_CACHE_HOME: cache };
    mkdirSync(join(folder, '.session'));
    const seatrial = (args: readonly string[], during: AbortSignal): ReturnType<typeof runNode> =>
      runNode([BIN, 'env', ...args], { signal: during, cwd: folder, env });
    const files = nativeFiles(one).flatMap((file) => ['--file', file]);
    try {
      const up = await seatrial(['up', '--wait', ...files], signal);
      const down = await seatrial(['down', '--volumes'], signal);
      return { upMs: up.durationMs, downMs: down.durationMs };
    } catch (error) {
      await seatrial(['down', '--volumes'], AbortSignal.timeout(60_000));
      throw error;
    }
  },
};
