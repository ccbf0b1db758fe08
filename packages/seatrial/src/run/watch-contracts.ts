import { openServiceContract } from '../checks/contract/open-service-contract.ts';
import type { Kept, WatchedContract } from '../checks/contract/watched-contract.ts';
import { ContractTraffic, watchContract } from '../checks/contract/watched-contract.ts';
import { SeatrialError } from '../evidence/index.ts';
import type { PlannedCheck } from '../plan/index.ts';
import type { ContractSection } from '../spec/index.ts';

/** The contracts of a run, and the log of what passes to their services. */
export interface ContractWatch {
  readonly traffic: ContractTraffic;
  /** What became of the contract of a check; undefined when nobody could watch it. */
  readonly contractOf: (check: string) => Kept | undefined;
}

/** Gets ready to hold what passes against the contracts of the plan. */
export function watchContracts(own: readonly PlannedCheck[], projectRoot: string): ContractWatch {
  const traffic = new ContractTraffic();
  const watched = new Map<string, WatchedContract>();
  for (const { work, description } of own) {
    if (work.kind !== 'contract' || work.service === null) continue;
    const contract = open(work.contract, projectRoot);
    if (contract === undefined) continue;
    watched.set(description.id, contract);
    traffic.watch(work.service, contract);
  }
  return { traffic, contractOf: (check) => watched.get(check)?.result() };
}

/** A contract that cannot be read is told by its own check. */
function open(
  { contractFile, checkEvery }: ContractSection,
  workingDirectory: string,
): WatchedContract | undefined {
  if (contractFile === null) return undefined;
  try {
    const document = openServiceContract(contractFile, { workingDirectory });
    return watchContract(document, workingDirectory, { checkEvery });
  } catch (error) {
    if (error instanceof SeatrialError) return undefined;
    throw error;
  }
}
