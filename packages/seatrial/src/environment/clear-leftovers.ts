import { describeLeftovers, removeLeftovers } from '@seatrial/environment';

import type { Diagnostic } from '../evidence/index.ts';

/**
 * Removes what runs and environments that were killed have left on this machine, so that it is not in the way of
 * what comes next; answers with what there is to say about it.
 */
export async function clearLeftovers(): Promise<Diagnostic[]> {
  const report = await removeLeftovers();
  return describeLeftovers(report).map((message) => ({
    code: 'LEFTOVERS',
    severity: 'warning',
    message,
  }));
}
