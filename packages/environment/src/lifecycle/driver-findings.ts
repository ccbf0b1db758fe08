import type { ComposeModel, ComposeService } from '../compose/model.ts';
import { EnvironmentError } from '../diagnostic.ts';
import type { Diagnostic } from '../diagnostic.ts';

/** What a driver cannot apply of the services that it is to start. */
export interface FindingsOfDriver {
  readonly warnings: readonly Diagnostic[];
  /** By service: why this driver cannot start it. */
  readonly refusals: ReadonlyMap<string, readonly Diagnostic[]>;
}

/**
 * Picks the findings that concern these services under this driver.
 *
 * @throws {EnvironmentError} `COMPOSE_INVALID` when no driver could start one of them, such as for a missing env file
 */
export function findingsFor(
  driver: 'native' | 'docker',
  compose: ComposeModel,
  services: readonly ComposeService[],
): FindingsOfDriver {
  const names = new Set(services.map(({ name }) => name));
  const found = compose.findings.filter(({ service }) => names.has(service));
  const fatal = found.filter(({ driver: of }) => of === 'any').map(({ diagnostic }) => diagnostic);
  if (fatal.length > 0) throw new EnvironmentError('COMPOSE_INVALID', fatal);
  const own = found.filter(({ driver: of }) => of === driver);
  const refusals = new Map<string, Diagnostic[]>();
  for (const { service, diagnostic } of own) {
    if (diagnostic.severity !== 'error') continue;
    refusals.set(service, [...(refusals.get(service) ?? []), diagnostic]);
  }
  const diagnostics = own.map(({ diagnostic }) => diagnostic);
  return { warnings: diagnostics.filter(({ severity }) => severity === 'warning'), refusals };
}
