import { invalid } from './choose-edges.ts';
import type { Fault } from './fault.ts';

/** The least that a number of a fault may be. */
const LEAST: Readonly<Record<string, number>> = {
  latencyMs: 0,
  jitterMs: 0,
  bytesPerSecond: 1,
  delayMs: 0,
  firstRequests: 1,
};

/**
 * Refuses numbers that mean nothing.
 *
 * @throws {EnvironmentError} `FAULT_INVALID`
 */
export function checkFault(fault: Fault): void {
  for (const [name, value] of Object.entries(fault)) {
    const least = LEAST[name];
    if (least === undefined || (typeof value === 'number' && value >= least)) continue;
    throw invalid(`${name} is too small`, { expected: `at least ${least}`, seen: String(value) });
  }
  if (fault.kind !== 'status') return;
  const { status } = fault;
  if (Number.isInteger(status) && status >= 200 && status <= 599) return;
  const expected = 'from 200 to 599';
  throw invalid('this is not the status of a final response', { expected, seen: String(status) });
}
