import { pollUntil } from '../process/poll-until.ts';
import { isRunning } from '../process/process-identity.ts';
import { sendSignal } from '../process/process-table.ts';
import type { LeftoverOptions } from './find-leftovers.ts';
import { readRecords } from './read-records.ts';
import { removeLeftovers } from './remove-leftovers.ts';
import type { LeftoverReport } from './remove-leftovers.ts';
import { recordFolder } from './state-folder.ts';

/** How a holder was brought to an end. */
export interface HolderStop {
  /** Whether it was killed because it did not end in time. */
  readonly killed: boolean;
  /** What it left and was removed then; normally nothing. */
  readonly report: LeftoverReport;
}

/** The longest grace of a service, and some. */
const DEFAULT_TIMEOUT_MS = 30_000;
const KILL_TIMEOUT_MS = 5000;

/**
 * Asks the process that holds an environment to stop it, kills that process when it does not in time, and removes
 * what is left then.
 *
 * @param id - of a record, from `findHeld`; one that is gone already is no error
 */
export async function stopHolder(
  id: string,
  options: LeftoverOptions & { readonly timeoutMs?: number } = {},
): Promise<HolderStop> {
  const records = readRecords(recordFolder(options.stateFolder));
  const record = records.find((one) => one.state === 'held' && one.holding.id === id);
  let killed = false;
  if (record?.state === 'held') {
    const { holder } = record.holding;
    const isGone = (): boolean => !isRunning(holder);
    sendSignal(holder.pid, 'SIGTERM');
    const timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
    if (!(await pollUntil(isGone, { timeoutMs, intervalMs: 20 }))) {
      killed = true;
      sendSignal(holder.pid, 'SIGKILL');
      await pollUntil(isGone, { timeoutMs: KILL_TIMEOUT_MS });
    }
  }
  return { killed, report: await removeLeftovers(options) };
}
