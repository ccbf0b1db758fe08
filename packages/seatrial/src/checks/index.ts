import type { CheckResult } from '../evidence/index.ts';
import type { CheckWork } from '../plan/index.ts';
import type { CheckContext } from './check-context.ts';
import { carryOutScenario } from './scenario/index.ts';
import { carryOutSuite } from './suite/index.ts';

export type { CheckContext } from './check-context.ts';

/** Every kind of check, one line each. */
export async function carryOut(work: CheckWork, context: CheckContext): Promise<CheckResult> {
  switch (work.kind) {
    case 'scenario':
      return carryOutScenario(work, context);
    case 'suite':
      return carryOutSuite(work, context);
    default:
      throw new Error(`unknown kind of check ${JSON.stringify(work satisfies never)}`);
  }
}
