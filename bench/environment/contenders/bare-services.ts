import { chmodSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { findProgram } from '../../../packages/environment/test/images/build-image.ts';
import { runNode } from '../../process/run-process.ts';
import type { Contender, Took } from './contender.ts';

const PROGRAM = fileURLToPath(new URL('../bare/bare.ts', import.meta.url));

/** The services' own start and end, with nothing around them. */
export const bareServices: Contender = {
  title: 'the services alone',
  prepare: async () => {
    const missing = ['redis-server', 'nginx', 'pg_isready', 'wget'].find(
      (program) => findProgram(program) === undefined,
    );
    return missing === undefined ? undefined : `${missing} is not installed`;
  },
  upAndDown: async (one, { folder, signal }) => {
    // PostgreSQL runs as another user under root, and has to get in.
    chmodSync(folder, 0o755);
    const { stdout } = await runNode([PROGRAM, JSON.stringify({ one, folder })], { signal });
    return JSON.parse(stdout) as Took;
  },
};
