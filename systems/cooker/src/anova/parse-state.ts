import type { ParsedState } from './device-state.ts';
import { parseA3State } from './state-a3.ts';
import { parseGen2State } from './state-gen2.ts';
import { parseGen3State } from './state-gen3.ts';

/**
 * Reads a state document of any generation. The shape decides, not the advertised type: the type list of the vendor
 * grows with every product, the shapes have been three in ten years.
 */
export function parseState(input: unknown, type: string, receivedAtMs: number): ParsedState {
  if (typeof input !== 'object' || input === null) {
    return { readable: false, reason: 'state: expected an object' };
  }
  if ('job' in input) return parseGen2State(input);
  if ('nodes' in input) return parseGen3State(input, receivedAtMs);
  if ('isCooking' in input || type === 'a3') return parseA3State(input);
  return { readable: false, reason: 'state: none of the known shapes (nodes, job, isCooking)' };
}
