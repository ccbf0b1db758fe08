import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
  upAndDown: async (one, { signal }) => {
    // PostgreSQL runs as another user under root, who may not get into the benchmark's own folder.
    const folder = mkdtempSync(join(tmpdir(), 'seatrial-bench-alone-'));
    chmodSync(folder, 0o755);
    try {
      const { stdout } = await runNode([PROGRAM, JSON.stringify({ one, folder })], { signal });
      return JSON.parse(stdout) as Took;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
