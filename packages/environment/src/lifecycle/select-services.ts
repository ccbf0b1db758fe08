import type { ComposeModel, ComposeService } from '../compose/model.ts';
import { EnvironmentError } from '../diagnostic.ts';
import { didYouMean } from '../did-you-mean.ts';

/**
 * Takes the named services with all they depend on, or all that no profile holds back, in the order of the file.
 *
 * @throws {EnvironmentError} `SERVICE_UNKNOWN`; `COMPOSE_INVALID` when a needed service belongs to an inactive profile
 */
export function selectServices(model: ComposeModel, names: readonly string[]): ComposeService[] {
  const wanted = names.length > 0 ? names.map((name) => findService(model, name)) : undefined;
  // A service that is named switches its own profiles on.
  const named = (wanted ?? []).flatMap(({ profiles }) => profiles);
  const profiles = new Set([...model.activeProfiles, ...named]);
  const active = (service: ComposeService): boolean =>
    service.profiles.length === 0 ||
    profiles.has('*') ||
    service.profiles.some((profile) => profiles.has(profile));
  const selected = new Set<ComposeService>();
  // No recursion: a file may have a chain of thousands.
  const open = wanted ?? [...model.services.values()].filter(active);
  for (let service = open.pop(); service !== undefined; service = open.pop()) {
    if (selected.has(service) || service.replicas === 0) continue;
    selected.add(service);
    for (const [name, dependency] of service.dependsOn) {
      const needed = model.services.get(name);
      if (needed === undefined) continue;
      if (active(needed)) open.push(needed);
      else if (dependency.required) throw inactive(service, needed, dependency.location);
    }
  }
  if (selected.size === 0) throw nothingSelected(model);
  return [...model.services.values()].filter((service) => selected.has(service));
}

function findService(model: ComposeModel, name: string): ComposeService {
  const service = model.services.get(name);
  if (service !== undefined) return service;
  const meant = didYouMean(name, model.services.keys());
  const known = [...model.services.keys()].join(', ');
  throw new EnvironmentError('SERVICE_UNKNOWN', [
    {
      code: 'SERVICE_UNKNOWN',
      severity: 'error',
      message: `there is no service "${name}"`,
      ...(model.files[0] === undefined ? {} : { file: model.files[0] }),
      expected: `one of ${known}`,
      ...(meant === undefined ? {} : { hint: `did you mean "${meant}"?` }),
    },
  ]);
}

function inactive(
  service: ComposeService,
  needed: ComposeService,
  location: ComposeService['location'],
): EnvironmentError {
  return new EnvironmentError('COMPOSE_INVALID', [
    {
      code: 'COMPOSE_PROFILE_INACTIVE',
      severity: 'error',
      message: `service "${service.name}" needs "${needed.name}", whose profiles are not active`,
      ...location,
      hint: `set COMPOSE_PROFILES=${needed.profiles[0] ?? ''}, or write required: false`,
    },
  ]);
}

function nothingSelected(model: ComposeModel): EnvironmentError {
  return new EnvironmentError('COMPOSE_INVALID', [
    {
      code: 'COMPOSE_EMPTY',
      severity: 'error',
      message: 'every service belongs to a profile that is not active',
      ...(model.files[0] === undefined ? {} : { file: model.files[0] }),
      hint: 'name the services to start, or set COMPOSE_PROFILES',
    },
  ]);
}
