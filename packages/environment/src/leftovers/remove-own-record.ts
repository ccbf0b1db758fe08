import { dirname } from 'node:path';

import { pollUntil } from '../process/poll-until.ts';
import { isRunning } from '../process/process-identity.ts';
import { readRecords } from './read-records.ts';
import type { FoundRecord } from './read-records.ts';
import { removeRecord } from './remove-leftovers.ts';

/** The pipe of a process closes a moment before the process is gone. */
const HOLDER_END_TIMEOUT_MS = 2000;

/**
 * Removes what the record of a holder names that is about to end; for the holder's reaper. When the record is gone or
 * claimed, another command was first; what lies under the same paths by now may be that command's own.
 */
export async function removeOwnRecord(file: string): Promise<void> {
  const held = find(file);
  if (held?.state === 'held') {
    const { holder } = held.holding;
    await pollUntil(() => !isRunning(holder), { timeoutMs: HOLDER_END_TIMEOUT_MS });
  }
  const record = find(file);
  if (record?.state === 'left') await removeRecord(record);
}

function find(file: string): FoundRecord | undefined {
  return readRecords(dirname(file)).find((record) => record.file.startsWith(file));
}
