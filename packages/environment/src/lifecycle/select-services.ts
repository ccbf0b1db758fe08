import type { ComposeModel, ComposeService } from '../compose/model.ts';
import { EnvironmentError } from '../diagnostic.ts';
import { didYouMean } from '../did-you-mean.ts';

/**
 * Takes the named services with all they depend on, or all that no profile holds back, in the order of the file.
 *
 * @throws {EnvironmentError} `SERVICE_UNKNOWN`; `COMPOSE_INVALID` when a needed service belongs to an inactive profile
 */
export function selectServices(model: ComposeModel, names: readonly string[]): ComposeService[] {
  const active = (service: ComposeService): boolean =>
    service.profiles.length === 0 ||
    service.profiles.some((profile) => model.activeProfiles.includes(profile));
  const wanted = names.length > 0 ? names.map((name) => findService(model, name)) : undefined;
  const selected = new Set<ComposeService>();
  const add = (service: ComposeService): void => {
    if (selected.has(service)) return;
    selected.add(service);
    for (const [name, dependency] of service.dependsOn) {
      const needed = model.services.get(name);
      if (needed === undefined) continue;
      if (active(needed) || wanted?.includes(needed) === true) add(needed);
      else if (dependency.required) throw inactive(service, needed, dependency.location);
    }
  };
  for (const service of wanted ?? [...model.services.values()].filter(active)) add(service);
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
      file: model.file,
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
      file: model.file,
      hint: 'name the services to start, or set COMPOSE_PROFILES',
    },
  ]);
}
