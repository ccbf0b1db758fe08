import { didYouMean } from '../did-you-mean.ts';
import type { DiagnosticLog } from './diagnostic-log.ts';
import type { ComposeService } from './model.ts';

/** Reports dependencies on services that do not exist, and cycles. */
export function checkDependencies(
  services: ReadonlyMap<string, ComposeService>,
  log: DiagnosticLog,
): void {
  for (const service of services.values()) checkNames(service, services, log);
  const finished = new Set<string>();
  for (const name of services.keys()) {
    const cycle = findCycle(name, services, finished);
    if (cycle === undefined) continue;
    const [first = name, second = name] = cycle;
    const service = services.get(first);
    const at = service?.dependsOn.get(second)?.location ?? service?.location;
    if (at === undefined) continue;
    log.error('DEPENDENCY_CYCLE', at, `services wait for each other: ${shown(cycle)}`, {
      hint: 'take one of these depends_on away',
    });
  }
}

/** The services of a cycle, a long one shortened. */
function shown(cycle: readonly string[]): string {
  const steps = cycle.length <= 20 ? cycle : [...cycle.slice(0, 10), '…', ...cycle.slice(-9)];
  return steps.join(' -> ');
}

function checkNames(
  service: ComposeService,
  services: ReadonlyMap<string, ComposeService>,
  log: DiagnosticLog,
): void {
  for (const [name, { location, required }] of service.dependsOn) {
    if (services.has(name) || !required) continue;
    const meant = didYouMean(name, services.keys());
    const hint =
      meant === undefined
        ? `services: ${[...services.keys()].join(', ')}`
        : `did you mean "${meant}"?`;
    const message = `service "${service.name}" depends on undefined service "${name}"`;
    log.error('COMPOSE_DEPENDENCY_UNKNOWN', location, message, { hint });
  }
}

/** One cycle that can be reached from a service; no recursion, because a file may have a chain of thousands. */
function findCycle(
  start: string,
  services: ReadonlyMap<string, ComposeService>,
  finished: Set<string>,
): string[] | undefined {
  const path: { readonly name: string; readonly rest: Iterator<string> }[] = [];
  const onPath = new Set<string>();
  const enter = (name: string): void => {
    onPath.add(name);
    path.push({ name, rest: [...(services.get(name)?.dependsOn.keys() ?? [])].values() });
  };
  if (!finished.has(start)) enter(start);
  for (let last = path.at(-1); last !== undefined; last = path.at(-1)) {
    const next = last.rest.next();
    if (next.done === true) {
      path.pop();
      onPath.delete(last.name);
      finished.add(last.name);
    } else if (onPath.has(next.value)) {
      const names = path.map(({ name }) => name);
      // One finding a cycle is enough, from whichever service one looks.
      for (const name of names) finished.add(name);
      return [...names.slice(names.indexOf(next.value)), next.value];
    } else if (!finished.has(next.value)) enter(next.value);
  }
  return undefined;
}
