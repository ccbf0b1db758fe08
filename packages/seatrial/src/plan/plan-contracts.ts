import { basename } from 'node:path';

import type { ContractSection, Specification } from '../spec/index.ts';
import type { PlannedCheck } from './plan.ts';
import { rerunOf } from './rerun.ts';

/** What a contract may be about. */
interface ContractServices {
  readonly composeServices: readonly string[];
  /** The services with a database, each with those that need it. */
  readonly databases: ReadonlyMap<string, readonly string[]>;
}

/**
 * A check for each contract that a spec names. They come after everything that sends something: what the services
 * answered meanwhile is held against them.
 */
export function planContracts(
  specifications: readonly Specification[],
  services: ContractServices,
): readonly PlannedCheck[] {
  const taken = new Set<string>();
  return specifications.flatMap((specification) =>
    (specification.sections?.apiContracts ?? []).map((contract) => {
      const id = freeId(contract, taken);
      taken.add(id);
      return planContract(specification, contract, { id, ...services });
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
  { id, ...known }: { readonly id: string } & ContractServices,
): PlannedCheck {
  const { line, column, name } = contract;
  const service = serviceOf(contract, known);
  const services = contract.kind === 'database' ? neededBy(contract, service, known) : [];
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
    needsEnvironment: services.length > 0,
    services,
    after: [],
  };
}

/** The service that is named, the one that the arrow points to, or the only one that has a database. */
function serviceOf(
  { service, name, kind }: ContractSection,
  { composeServices, databases }: ContractServices,
): string | null {
  if (service !== null) return service;
  const target = calledAs(endsOf(name).at(-1), composeServices);
  if (target !== undefined || kind === 'api') return target ?? null;
  const [only, ...others] = databases.keys();
  return others.length === 0 ? (only ?? null) : null;
}

/** The database, and everything that may migrate it: what depends on it, and where the arrow starts. */
function neededBy(
  { name }: ContractSection,
  service: string | null,
  { composeServices, databases }: ContractServices,
): readonly string[] {
  if (service === null) return [];
  const source = calledAs(endsOf(name)[0], composeServices);
  const others = [...(databases.get(service) ?? []), ...(source === undefined ? [] : [source])];
  return [...new Set([service, ...others])];
}

function endsOf(name: string): readonly string[] {
  return name.split('→').map((end) => end.trim().toLowerCase());
}

function calledAs(name = '', services: readonly string[]): string | undefined {
  return services.find((one) => one.toLowerCase() === name);
}
