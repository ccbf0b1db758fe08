import { fileURLToPath } from 'node:url';

import { measureProcess } from '../../process/measure-process.ts';
import type { Cost } from '../../process/measure-process.ts';
import { runNode } from '../../process/run-process.ts';
import type { Contender } from './contender.ts';

const BIN = fileURLToPath(new URL('../../../packages/seatrial/bin/seatrial.js', import.meta.url));
const LIBRARY = fileURLToPath(new URL('library-process.ts', import.meta.url));
const TIMEOUT_MS = 120_000;

/** The whole command, as the peer's: reads, compares, and writes every change as text. */
export const command: Contender = {
  title: '`seatrial contracts diff`',
  isOurs: true,
  compare: ({ base, revision }, surroundings) => {
    const args = [BIN, 'contracts', 'diff', '--fail-on', 'none', base, revision];
    return measureProcess(process.execPath, args, { ...surroundings, timeoutMs: TIMEOUT_MS });
  },
};

/** From two texts in memory to described changes, in a process that has done it before. */
export const library: Contender = {
  title: 'our library, warm',
  isOurs: true,
  compare: async ({ base, revision }, { signal }) => {
    const { stdout } = await runNode([LIBRARY, base, revision], { signal });
    return JSON.parse(stdout) as Cost;
  },
};
