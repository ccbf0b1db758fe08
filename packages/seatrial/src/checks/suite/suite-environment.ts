import { delimiter, dirname, join } from 'node:path';

import { foldersUpward } from './find-program.ts';

/**
 * What makes a runner believe that it runs inside another one. Seatrial itself may: in its own tests, or started from
 * an npm script of a test run.
 */
const INHERITED = [
  'NODE_OPTIONS',
  'NODE_TEST_CONTEXT',
  'NODE_TEST_WORKER_ID',
  'NODE_CHANNEL_FD',
  'NODE_UNIQUE_ID',
  'VITEST',
  'VITEST_MODE',
  'VITEST_POOL_ID',
  'VITEST_WORKER_ID',
  'JEST_WORKER_ID',
  'TEST_WORKER_INDEX',
  'TEST_PARALLEL_INDEX',
  'PYTEST_CURRENT_TEST',
  'PYTEST_XDIST_WORKER',
];

/**
 * The environment of a suite's process: the caller's, without what belongs to an outer test runner, with the project's
 * own programs first on `PATH`, without colours, and marked as CI so that nothing watches or asks.
 */
export function suiteEnvironment(
  directory: string,
  env: NodeJS.ProcessEnv,
): Record<string, string | undefined> {
  const kept = Object.entries(env).filter(([name]) => !INHERITED.includes(name));
  const own = foldersUpward(directory).map((folder) => join(folder, 'node_modules', '.bin'));
  // Our own node last: a machine may have none on its PATH.
  const path = [...own, env['PATH'] ?? '', dirname(process.execPath)].filter((part) => part !== '');
  return {
    ...Object.fromEntries(kept),
    PATH: path.join(delimiter),
    CI: '1',
    FORCE_COLOR: '0',
    NO_COLOR: '1',
  };
}
