import { delimiter, dirname, join } from 'node:path';

import type { StartedEnvironment } from '@seatrial/environment';

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

/** `SEATRIAL_<SERVICE>_URL` for every service that has a port. */
export function serviceUrls(environment: StartedEnvironment): Record<string, string> {
  const urls: Record<string, string> = {};
  for (const { name, ports } of environment.services.values()) {
    if (ports.length === 0) continue;
    const { host, port } = environment.address(name);
    urls[`SEATRIAL_${name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}_URL`] =
      `http://${host}:${port}`;
  }
  return urls;
}
