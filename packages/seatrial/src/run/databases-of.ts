import type { ComposeModel, ComposeService } from '@seatrial/environment';
import { storeKindOf } from '@seatrial/environment';

import { enabledServices } from '../environment/enabled-services.ts';

/**
 * The services with a database that can be asked, each with those that need it, also through others: one of them
 * migrates it.
 */
export function databasesOf(compose: ComposeModel): ReadonlyMap<string, readonly string[]> {
  const services = enabledServices(compose).flatMap((name) => compose.services.get(name) ?? []);
  const databases = services.filter((service) =>
    ['postgres', 'sqlite'].includes(storeKindOf(service) ?? ''),
  );
  return new Map(databases.map(({ name }) => [name, needing(name, services)]));
}

function needing(database: string, services: readonly ComposeService[]): readonly string[] {
  const found = new Set([database]);
  // What was found in one round may be needed by others in the next.
  for (let known = 0; known < found.size;) {
    known = found.size;
    for (const service of services) {
      if ([...found].some((name) => needs(service, name, database))) found.add(service.name);
    }
  }
  found.delete(database);
  return [...found];
}

/** It waits for the other, or knows the database by its address without saying so. */
function needs(service: ComposeService, other: string, database: string): boolean {
  if (service.dependsOn.has(other)) return true;
  const address = new RegExp(`[@/]${database.replaceAll(/[^\w-]/g, '.')}(?:[:/?]|$)`);
  return [...service.environment.values()].some(
    (value) => value === database || address.test(value),
  );
}
