import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { runNode, runProcess } from '../../process/run-process.ts';
import { containerFiles } from '../cases.ts';
import { removeProject } from './by-compose.ts';
import { missingEngine } from './by-library.ts';
import type { Contender, Took } from './contender.ts';

const PROGRAM = fileURLToPath(new URL('./testcontainers-up-and-down.ts', import.meta.url));
const PACKAGE = 'testcontainers@12';

/** Installed beside the benchmark and not into the repository: its dependencies have install scripts. */
export const testcontainers: Contender = {
  title: 'Testcontainers',
  prepare: async ({ peers, signal }) => {
    const noEngine = await missingEngine({ signal });
    if (noEngine !== undefined) return noEngine;
    mkdirSync(peers, { recursive: true });
    writeFileSync(join(peers, 'package.json'), '{"private": true}');
    const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', PACKAGE];
    try {
      await runProcess('npm', args, { signal, cwd: peers });
      return undefined;
    } catch {
      signal.throwIfAborted();
      return `npm install ${PACKAGE} failed`;
    }
  },
  upAndDown: async (one, surroundings) => {
    const { peers, project, signal } = surroundings;
    const wanted = { peers, folder: one.folder, files: containerFiles(one), project };
    // Ryuk, its reaper, is an image that cannot be pulled everywhere; without it a start is faster.
    const env = { ...process.env, TESTCONTAINERS_RYUK_DISABLED: 'true' };
    try {
      const { stdout } = await runNode([PROGRAM, JSON.stringify(wanted)], { signal, env });
      return JSON.parse(stdout.slice(stdout.lastIndexOf('\n') + 1)) as Took;
    } catch (error) {
      await removeProject(one, surroundings);
      throw error;
    }
  },
};
