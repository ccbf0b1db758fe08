import type { CheckResult } from '../evidence/index.ts';
import { failure } from '../evidence/index.ts';
import type { CheckWork } from '../plan/index.ts';
import type { CheckContext } from './check-context.ts';
import { carryOutContract } from './contract/carry-out-contract.ts';
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
    case 'contract':
      return carryOutContract(work, context);
    case 'benchmark':
      return notSupportedYet(work.section);
    default:
      throw new Error(`unknown kind of check ${JSON.stringify(work satisfies never)}`);
  }
}

function notSupportedYet(section: string): CheckResult {
  const message = `not yet supported: the section "${section}" is read, but nothing can check it`;
  return { outcome: 'error', failure: failure(message) };
}
