import { join } from 'node:path';

import type { EnvironmentEvent } from '../events.ts';
import type { HeldEnvironment, HeldService } from './holding.ts';

/** Follows the events of environments, so that another process can be told what runs. */
export class HeldEnvironments {
  readonly #environments = new Map<string, HeldEnvironment>();

  /** Answers whether the event changed what there is to tell. */
  note(directory: string, event: EnvironmentEvent): boolean {
    const known = this.#environments.get(directory);
    const before: HeldEnvironment = known ?? { directory, state: 'starting', services: [] };
    const after = afterEvent(before, event);
    this.#environments.set(directory, after);
    return after !== known;
  }

  list(): readonly HeldEnvironment[] {
    return [...this.#environments.values()];
  }
}

function afterEvent(environment: HeldEnvironment, event: EnvironmentEvent): HeldEnvironment {
  if (event.type === 'environment-ready') return { ...environment, state: 'ready' };
  if (event.type === 'environment-stopped') return { ...environment, state: 'stopped' };
  if (!('service' in event) || event.type === 'fixture-applied' || event.type === 'reset-done')
    return environment;
  const { directory, services } = environment;
  const old =
    services.find(({ name }) => name === event.service) ?? fresh(directory, event.service);
  const service = serviceAfter(old, event);
  if (service === old) return environment;
  const others = services.filter(({ name }) => name !== event.service);
  return { ...environment, services: [...others, service] };
}

function serviceAfter(
  service: HeldService,
  event: Extract<EnvironmentEvent, { readonly type: `service-${string}` }>,
): HeldService {
  switch (event.type) {
    case 'service-starting':
      return { ...service, state: 'starting', rung: event.rung, command: event.command };
    case 'service-started':
      return { ...service, state: 'started', pid: event.pid, ports: event.ports, exit: null };
    case 'service-ready':
      return { ...service, state: 'ready' };
    case 'service-failed':
      return { ...service, state: 'failed' };
    case 'service-died':
      return { ...service, state: 'died', exit: event.exit };
    case 'service-stopped':
      return { ...service, state: 'stopped', exit: event.exit };
    case 'service-not-proven':
      return { ...service, state: 'not-proven' };
    default:
      return event satisfies never;
  }
}

function fresh(directory: string, name: string): HeldService {
  const logFile = join(directory, 'logs', `${name}.log`);
  const nothing = { rung: 'unknown', pid: null, command: [], ports: [], exit: null };
  return { name, state: 'starting', ...nothing, logFile };
}
