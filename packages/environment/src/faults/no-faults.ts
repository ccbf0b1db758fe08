import type { Driver } from '../environment.ts';
import { invalid } from './choose-edges.ts';
import type { Faults } from './fault.ts';

/** The faults of a driver that cannot break anything: asking for one is an error, never without effect. */
export function noFaults(driver: Driver): Faults {
  return {
    active: [],
    broken: undefined,
    inject: async () => {
      throw invalid(`the ${driver} driver cannot inject faults`, {
        hint: 'start the environment with the driver native',
      });
    },
    undoAll: () => Promise.resolve(),
  };
}
