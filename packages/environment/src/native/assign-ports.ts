import type { ComposeService } from '../compose/model.ts';
import { EnvironmentError } from '../diagnostic.ts';
import type { Diagnostic, SourceLocation } from '../diagnostic.ts';
import { findPortHolder } from './find-port-holder.ts';
import type { LaunchPlan, PlannedService } from './launch-plan.ts';
import { isPortFree, releasePorts, reserveFreePort } from './loopback-port.ts';
import {
  findPairedReferences,
  findReferences,
  rewriteArguments,
  rewriteVariables,
  SELF_NAMES,
} from './rewrite.ts';
import type { Reference, RewriteScope } from './rewrite.ts';

/** Loopback ports of all services, by name of the service, then by container port; declared ports come first. */
export interface PortAssignment {
  readonly ports: ReadonlyMap<string, ReadonlyMap<number, number>>;
  readonly warnings: readonly Diagnostic[];
  release(): void;
}

/**
 * Gives every container port a loopback port: the published one when it is fixed, a free one when the service can be
 * told (one of its variables or arguments holds the port), otherwise the same number.
 *
 * @throws {EnvironmentError} `PORT_TAKEN`; nothing stays reserved
 */
export async function assignPorts(planned: readonly PlannedService[]): Promise<PortAssignment> {
  const assigner = new PortAssigner(planned);
  try {
    for (const one of planned) await assigner.assign(one);
  } catch (error) {
    assigner.release();
    throw error;
  }
  return assigner;
}

interface Wanted {
  readonly containerPort: number;
  readonly published: number | undefined;
  readonly location: SourceLocation;
}

class PortAssigner implements PortAssignment {
  readonly ports = new Map<string, Map<number, number>>();
  readonly warnings: Diagnostic[] = [];
  readonly #references: readonly Reference[];
  readonly #owners = new Map<number, string>();

  constructor(planned: readonly PlannedService[]) {
    const names = planned.flatMap(({ service }) => [service.name, ...service.aliases]);
    this.#references = planned.flatMap(({ plan }) => referencesOf(plan, names));
  }

  release(): void {
    releasePorts(this.#owners.keys());
  }

  async assign(planned: PlannedService): Promise<void> {
    const { service } = planned;
    const assigned = new Map<number, number>();
    this.ports.set(service.name, assigned);
    for (const wanted of this.#wantedPorts(planned)) {
      const hostPort = await this.#hostPort(wanted, planned);
      assigned.set(wanted.containerPort, hostPort);
      this.#owners.set(hostPort, service.name);
    }
  }

  #wantedPorts({ service, plan }: PlannedService): Wanted[] {
    const wanted = new Map<number, Wanted>();
    for (const { target, published, protocol, location } of service.ports) {
      if (protocol === 'udp') this.#warnUdp(service, target, location);
      else if (wanted.get(target)?.published === undefined) {
        wanted.set(target, { containerPort: target, published, location });
      }
    }
    const known = [service.name, ...service.aliases];
    const referred = this.#references.filter(({ name }) => known.includes(name));
    const others = [
      ...service.expose,
      ...plan.imagePorts,
      ...[...referred, ...checkedPorts(plan)].map(({ port }) => port),
    ];
    for (const containerPort of others) {
      if (wanted.has(containerPort)) continue;
      wanted.set(containerPort, {
        containerPort,
        published: undefined,
        location: service.location,
      });
    }
    return [...wanted.values()];
  }

  async #hostPort(wanted: Wanted, { service, plan }: PlannedService): Promise<number> {
    const { containerPort, published } = wanted;
    const canBeTold = isTold(plan, containerPort);
    if (published === undefined && canBeTold) return reserveFreePort();
    if (published !== undefined && published !== containerPort && !canBeTold) {
      this.warnings.push({
        code: 'PORT_NOT_MAPPED',
        severity: 'warning',
        message: `service "${service.name}" is not told its port, so it answers on ${containerPort} instead of ${published}`,
        ...wanted.location,
        hint: `put PORT: "${containerPort}" into its environment if it reads that`,
      });
    }
    const port = canBeTold ? (published ?? containerPort) : containerPort;
    const owner = this.#owners.get(port);
    if (owner !== undefined || !(await isPortFree(port))) {
      throw portTaken(port, { service, owner, wanted, canBeTold });
    }
    return port;
  }

  #warnUdp(service: ComposeService, target: number, location: SourceLocation): void {
    this.warnings.push({
      code: 'PORT_NOT_MAPPED',
      severity: 'warning',
      message: `UDP port ${target} of service "${service.name}" is neither mapped nor awaited`,
      ...location,
    });
  }
}

function portTaken(
  port: number,
  found: {
    service: ComposeService;
    owner: string | undefined;
    wanted: Wanted;
    canBeTold: boolean;
  },
): EnvironmentError {
  const { service, owner, wanted, canBeTold } = found;
  const holder = owner === undefined ? findPortHolder(port) : undefined;
  const seen =
    owner === undefined
      ? holder === undefined
        ? undefined
        : `process ${holder.pid} (${holder.command}) listening on it`
      : `service "${owner}" of the same file on it`;
  const hint = canBeTold
    ? `stop that process, or publish "${wanted.containerPort}" alone for any free port`
    : `put PORT: "${wanted.containerPort}" into its environment if it reads that: then any free port will do`;
  return new EnvironmentError(
    'PORT_TAKEN',
    [
      {
        code: 'PORT_TAKEN',
        severity: 'error',
        message: `port ${port} of service "${service.name}" is taken`,
        ...wanted.location,
        expected: 'a free port',
        ...(seen === undefined ? {} : { seen }),
        hint,
      },
    ],
    { service: service.name },
  );
}

/** Whether rewriting would reach the service: it would look different with another port. */
export function isTold(plan: LaunchPlan, containerPort: number): boolean {
  if (plan.toldPorts.includes(containerPort)) return true;
  const scope: RewriteScope = {
    ownPorts: new Map([[containerPort, 0]]),
    neighbours: new Map(),
    paths: [],
  };
  const variables = rewriteVariables(plan.environment, scope);
  const command = rewriteArguments(plan.command, scope);
  return (
    [...plan.environment].some(([name, value]) => variables.get(name) !== value) ||
    plan.command.some((argument, index) => command[index] !== argument)
  );
}

/** Ports on which a service's healthcheck speaks to the service itself. */
function checkedPorts({ healthcheck }: LaunchPlan): Reference[] {
  const test = healthcheck?.test;
  if (test === undefined || test.form === 'none' || test.form === 'image') return [];
  const texts = test.form === 'shell' ? [test.script] : test.command;
  return texts.flatMap((text) => findReferences(text, SELF_NAMES));
}

function referencesOf(plan: LaunchPlan, names: readonly string[]): Reference[] {
  const texts = [...plan.environment.values(), ...plan.command, ...plan.configTexts];
  const inTexts = texts.flatMap((text) => findReferences(text, names));
  return [...inTexts, ...findPairedReferences(plan.environment, names)];
}
