import { constants } from 'node:os';

import type { ProcessExit } from '../events.ts';

/** The engine gives 128 and the number of the signal for a process that a signal has ended. */
const SIGNAL_OFFSET = 128;

/** Reads an exit code of the engine as a process's end. */
export function toProcessExit(exitCode: number): ProcessExit {
  const name = Object.entries(constants.signals).find(
    ([, number]) => number === exitCode - SIGNAL_OFFSET,
  )?.[0];
  return name === undefined ? { exitCode, signal: null } : { exitCode: null, signal: name };
}
