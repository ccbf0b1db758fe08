import { basename } from 'node:path';

import type { ContractSection, Specification } from '../spec/index.ts';
import type { PlannedCheck } from './plan.ts';
import { rerunOf } from './rerun.ts';

/**
 * A check for each contract that a spec names. They come after everything that sends something: what the services
 * answered meanwhile is held against them.
 */
export function planContracts(
  specifications: readonly Specification[],
  composeServices: readonly string[] | null,
): readonly PlannedCheck[] {
  const taken = new Set<string>();
  return specifications.flatMap((specification) =>
    (specification.sections?.apiContracts ?? []).map((contract) => {
      const id = freeId(contract, taken);
      taken.add(id);
      return planContract(specification, contract, { id, composeServices });
    }),
  );
}

function freeId(
  { contractFile, schemaFile, name }: ContractSection,
  taken: ReadonlySet<string>,
): string {
  const file = contractFile ?? schemaFile;
  const [stem = ''] = file === null ? [] : basename(file).split('.');
  const id = `contract:${stem === '' ? name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-') : stem}`;
  if (!taken.has(id)) return id;
  for (let number = 2; ; number += 1) if (!taken.has(`${id}-${number}`)) return `${id}-${number}`;
}

function planContract(
  { file, workItem }: Specification,
  contract: ContractSection,
  { id, composeServices }: { id: string; composeServices: readonly string[] | null },
): PlannedCheck {
  const { line, column, name } = contract;
  const service = serviceOf(contract, composeServices ?? []);
  const isDatabase = contract.kind === 'database';
  return {
    description: {
      id,
      kind: 'contract',
      title: `Contract ${name}`,
      workItem,
      requirements: [],
      required: true,
      source: { file, line, column },
      rerun: rerunOf(id),
      shard: null,
    },
    work: { kind: 'contract', contract, service },
    needsEnvironment: isDatabase && service !== null,
    services: isDatabase && service !== null ? [service] : [],
    after: [],
  };
}

/** The service that is named, or the one that the arrow points to. */
function serviceOf({ service, name }: ContractSection, services: readonly string[]): string | null {
  if (service !== null) return service;
  const target = name.split('→').at(-1)?.trim().toLowerCase() ?? '';
  return services.find((one) => one.toLowerCase() === target) ?? null;
}
