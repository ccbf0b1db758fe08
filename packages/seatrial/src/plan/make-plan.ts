import type { Diagnostic, Requirement } from '../evidence/index.ts';
import { SeatrialError } from '../evidence/index.ts';
import type { Project, Suite } from '../project/index.ts';
import type { Scenario, Specification, SpecificationsReading } from '../spec/index.ts';
import { checkServices, servicesOfCheck } from './needed-services.ts';
import { planContracts } from './plan-contracts.ts';
import { planSections } from './plan-sections.ts';
import { planFixtures, resetOf } from './plan-test-data.ts';
import type { Plan, PlannedCheck } from './plan.ts';
import { suiteCheckId, suitesOf } from './prove-by-suite.ts';
import { rerunOf } from './rerun.ts';
import { errorsOf, selectChecks, selectSpecifications } from './select-checks.ts';
import { distribute } from './shard.ts';
import type { Shard } from './shard.ts';
import { seededRandom, shuffle } from './shuffle.ts';

export interface PlanInput {
  readonly project: Project;
  readonly specifications: SpecificationsReading;
  /** The service names of the Compose file; null when the project has none. */
  readonly composeServices: readonly string[] | null;
  /** Those of them that no profile holds back; what a suite gets that wants the services. Default all. */
  readonly enabledServices?: readonly string[] | null;
  /** The services with a database, each with those that need it and so may migrate it. Default none. */
  readonly databases?: ReadonlyMap<string, readonly string[]>;
  /** Work item ids or names of specs; empty for all. */
  readonly items?: readonly string[];
  /** Ids of checks, or patterns such as `INT-ST-*`; empty for all. */
  readonly only?: readonly string[];
  readonly shard?: Shard | null;
  /** Shuffles the order; null keeps suites first, then scenarios as the files have them. */
  readonly seed?: number | null;
}

/**
 * Turns what a project says into the checks of a run. The plan is complete even when it is sharded: each
 * check is described with the shard that carries it out, `services` are those of the own shard.
 *
 * @throws {SeatrialError} `INPUT_INVALID` when a diagnostic of the project or of a chosen spec is an error,
 * `CHECK_NOT_FOUND` when `items` or `only` name nothing
 */
export function makePlan(input: PlanInput): Plan {
  const { project, specifications, composeServices, shard = null, seed = null } = input;
  const { enabledServices = composeServices, databases = new Map() } = input;
  const chosen = selectSpecifications(specifications.specifications, input.items ?? []);
  const suites = project.config.trial.suites;
  const diagnostics: Diagnostic[] = [
    ...project.diagnostics,
    ...specifications.diagnostics,
    ...chosen.flatMap((specification) => specification.diagnostics),
  ];
  const scenarios = chosen.flatMap((specification) =>
    specification.scenarios.map((scenario) =>
      planScenario({ scenario, specification, trial: project.config.trial, diagnostics }),
    ),
  );
  const isPartial = (input.items ?? []).length > 0;
  const needed = new Set(scenarios.flatMap(({ after }) => after));
  const planned = suites
    .filter((suite) => !isPartial || needed.has(suiteCheckId(suite)))
    .map((suite) => planSuite(suite, enabledServices));
  // A broken spec may be the very reason why an id is not found: say that first.
  refuse(diagnostics);
  const sections = chosen.flatMap(planSections);
  const contracts = planContracts(chosen, { composeServices: composeServices ?? [], databases });
  const all = [...planned, ...scenarios, ...sections, ...contracts];
  const selected = selectChecks(all, input.only ?? []);
  diagnostics.push(...checkServices(selected, composeServices));
  refuse(diagnostics);
  // Contracts are held against what the others have sent, so they stay behind them.
  const [driving, holding] = [
    selected.filter(isDriving),
    selected.filter((check) => !isDriving(check)),
  ];
  const ordered = [...(seed === null ? driving : shuffle(driving, seededRandom(seed))), ...holding];
  const checks = shard === null ? ordered : distribute(ordered, shard.total);
  const own = checks.filter(
    ({ description }) => shard === null || description.shard === shard.index,
  );
  const fixtures = planFixtures(project, chosen, own);
  return {
    checks,
    requirements: requirementsOf(chosen, specifications.specifications),
    declaredIds: specifications.specifications.flatMap((specification) =>
      [...specification.scenarios, ...specification.requirements].map(({ id }) => id),
    ),
    composeFiles: project.composeFiles,
    services: servicesOf(own, fixtures),
    fixtures,
    warnings: diagnostics,
  };
}

function isDriving({ work }: PlannedCheck): boolean {
  return work.kind !== 'contract';
}

function refuse(diagnostics: readonly Diagnostic[]): void {
  const errors = errorsOf(diagnostics);
  if (errors.length > 0) throw SeatrialError.input(errors);
}

function planSuite(suite: Suite, enabled: readonly string[] | null): PlannedCheck {
  const id = suiteCheckId(suite);
  const work = { kind: 'suite', suite } as const;
  return {
    description: {
      id,
      kind: 'suite',
      title: `${suite.name} (${suite.runner})`,
      workItem: null,
      requirements: [],
      required: suite.required,
      source: suite.source,
      rerun: rerunOf(id),
      shard: null,
    },
    work,
    needsEnvironment: suite.needsEnvironment,
    services: servicesOfCheck({ work }, enabled),
    after: [],
  };
}

function planScenario(input: {
  readonly scenario: Scenario;
  readonly specification: Specification;
  readonly trial: Project['config']['trial'];
  readonly diagnostics: Diagnostic[];
}): PlannedCheck {
  const { scenario, specification, trial, diagnostics } = input;
  const { background } = specification;
  const suites = provingSuites(scenario, trial.suites, diagnostics).map(suiteCheckId);
  const reset = resetOf(specification, scenario, trial.reset);
  const work = { kind: 'scenario', scenario, background, suites, reset } as const;
  const services = [...new Set(servicesOfCheck({ work }, null))];
  return {
    description: {
      id: scenario.id,
      kind: 'scenario',
      title: scenario.title,
      workItem: specification.workItem,
      requirements: scenario.requirements,
      required: scenario.required,
      source: scenario.source,
      rerun: rerunOf(scenario.id),
      shard: null,
    },
    work,
    needsEnvironment: services.length > 0,
    services,
    after: suites,
  };
}

/** What the checks name, and what their fixtures are for. */
function servicesOf(own: readonly PlannedCheck[], fixtures: Plan['fixtures']): readonly string[] {
  const named = own.flatMap(({ services }) => services);
  if (named.length === 0) return [];
  return [...new Set([...named, ...fixtures.flatMap(({ service }) => service ?? [])])];
}

/** A proof points into its suites; prose may be proven by any test that carries its id. */
function provingSuites(
  scenario: Scenario,
  suites: readonly Suite[],
  diagnostics: Diagnostic[],
): readonly Suite[] {
  const { evidence } = scenario;
  if (evidence.form === 'steps') return [];
  if (evidence.form === 'prose') return suites;
  const found = suitesOf(evidence.path, suites);
  if (found.length > 0) return found;
  const names = suites.map(({ name }) => name).join(', ');
  diagnostics.push({
    code: 'PLAN_PROOF_WITHOUT_SUITE',
    severity: 'error',
    message: `no suite runs ${evidence.path}, which is to prove ${scenario.id}`,
    ...evidence.source,
    expected: 'a suite whose directory and files hold it',
    seen: names === '' ? 'no suite at all' : `suites ${names}`,
    hint: 'add one to trial.suites in .session/config.json',
  });
  return [];
}

/** Each id once, the first declaration counts. */
function requirementsOf(
  chosen: readonly Specification[],
  all: readonly Specification[],
): readonly Requirement[] {
  const namedBy = new Map<string, string[]>();
  for (const { id, required, requirements } of all.flatMap((one) => one.scenarios)) {
    if (!required) continue;
    for (const requirement of requirements) {
      namedBy.set(requirement, [...(namedBy.get(requirement) ?? []), id]);
    }
  }
  const byId = new Map<string, Requirement>();
  for (const requirement of chosen.flatMap((one) => one.requirements)) {
    const { id } = requirement;
    if (!byId.has(id)) byId.set(id, { ...requirement, namedBy: namedBy.get(id) ?? [] });
  }
  return [...byId.values()];
}
