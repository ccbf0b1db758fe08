import type { Diagnostic } from '../evidence/index.ts';
import { suggest } from '../evidence/index.ts';
import { breaksEdges, serviceUsesOf } from '../spec/index.ts';
import type { Background, ScenarioBlock, ServiceUse } from '../spec/index.ts';
import type { PlannedCheck } from './plan.ts';

/** The services that a check needs; all that are enabled for a suite that wants the environment. */
export function servicesOfCheck(
  check: Pick<PlannedCheck, 'work'>,
  enabled: readonly string[] | null,
): readonly string[] {
  if (check.work.kind === 'suite') return check.work.suite.needsEnvironment ? (enabled ?? []) : [];
  return usesOf(check).map(({ service }) => service);
}

/** Whether a check breaks a way between services, so that the services have to be started with proxies on their ways. */
export function needsProxies({ work }: PlannedCheck): boolean {
  if (work.kind !== 'scenario' || work.scenario.evidence.form !== 'steps') return false;
  const { background } = work;
  return (
    breaksEdges(work.scenario.evidence.block) || (background !== null && breaksEdges(background))
  );
}

/** Complains of each service that the Compose file does not have, once per place. */
export function checkServices(
  checks: readonly PlannedCheck[],
  known: readonly string[] | null,
): readonly Diagnostic[] {
  const diagnostics = new Map<string, Diagnostic>();
  const complain = (use: ServiceUse, words: Partial<Diagnostic> & { message: string }): void => {
    const { file, line, column } = use.source;
    diagnostics.set(`${file}:${line}:${column}:${use.service}`, {
      code: known === null ? 'PLAN_NO_COMPOSE_FILE' : 'PLAN_UNKNOWN_SERVICE',
      severity: 'error',
      file,
      line,
      column,
      ...words,
    });
  };
  const hint = 'add a compose.yaml, or name the file in trial.compose_file of .session/config.json';
  for (const check of checks) {
    if (known === null && check.work.kind === 'suite' && check.work.suite.needsEnvironment) {
      const { name, source } = check.work.suite;
      const message = `suite ${name} wants the services, but the project has no Compose file`;
      complain({ service: name, source }, { message, hint });
    }
    for (const use of [...usesOf(check), ...namedDatabase(check)]) {
      const service = JSON.stringify(use.service);
      if (known === null) {
        const message = `service ${service} is wanted, but the project has no Compose file`;
        complain(use, { message, hint });
      } else if (!known.includes(use.service)) {
        const message = `the Compose file has no service ${service}`;
        complain(use, { message, seen: service, hint: suggest(use.service, known) });
      }
    }
  }
  return [...diagnostics.values()];
}

function usesOf({ work }: Pick<PlannedCheck, 'work'>): readonly ServiceUse[] {
  if (work.kind !== 'scenario' || work.scenario.evidence.form !== 'steps') return [];
  const background = work.background === null ? [] : usesOfBlock(work.background);
  const reset = work.reset.form === 'services' ? work.reset.services : [];
  return [...background, ...reset, ...usesOfBlock(work.scenario.evidence.block)];
}

/** The service that a contract names as its database; one that the arrow points to exists. */
function namedDatabase({ work, description }: PlannedCheck): readonly ServiceUse[] {
  if (work.kind !== 'contract' || work.contract.kind !== 'database') return [];
  const { source } = description;
  return work.service === null || source === null ? [] : [{ service: work.service, source }];
}

/** A block never changes, and a background stands before each scenario of its file. */
const USES = new WeakMap<ScenarioBlock | Background, readonly ServiceUse[]>();

function usesOfBlock(block: ScenarioBlock | Background): readonly ServiceUse[] {
  const known = USES.get(block);
  if (known !== undefined) return known;
  const uses = serviceUsesOf(block);
  USES.set(block, uses);
  return uses;
}
