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
    const cycle = findCycle(name, { services, finished, path: [] });
    if (cycle === undefined) continue;
    const [first = name, second = name] = cycle;
    const service = services.get(first);
    const at = service?.dependsOn.get(second)?.location ?? service?.location;
    if (at === undefined) continue;
    log.error('DEPENDENCY_CYCLE', at, `services wait for each other: ${cycle.join(' -> ')}`, {
      hint: 'take one of these depends_on away',
    });
  }
}

function checkNames(
  service: ComposeService,
  services: ReadonlyMap<string, ComposeService>,
  log: DiagnosticLog,
): void {
  for (const [name, { location }] of service.dependsOn) {
    if (services.has(name)) continue;
    const meant = didYouMean(name, services.keys());
    const hint =
      meant === undefined
        ? `services: ${[...services.keys()].join(', ')}`
        : `did you mean "${meant}"?`;
    const message = `service "${service.name}" depends on undefined service "${name}"`;
    log.error('COMPOSE_DEPENDENCY_UNKNOWN', location, message, { hint });
  }
}

interface Search {
  readonly services: ReadonlyMap<string, ComposeService>;
  readonly finished: Set<string>;
  readonly path: readonly string[];
}

function findCycle(name: string, { services, finished, path }: Search): string[] | undefined {
  const seenAt = path.indexOf(name);
  if (seenAt !== -1) return [...path.slice(seenAt), name];
  if (finished.has(name)) return undefined;
  for (const dependency of services.get(name)?.dependsOn.keys() ?? []) {
    const cycle = findCycle(dependency, { services, finished, path: [...path, name] });
    if (cycle === undefined) continue;
    // One finding a cycle is enough, from whichever service one looks.
    for (const member of [...path, ...cycle]) finished.add(member);
    return cycle;
  }
  finished.add(name);
  return undefined;
}
