import type { ComposeService } from '../compose/model.ts';
import { EnvironmentError } from '../diagnostic.ts';
import type { Diagnostic, SourceLocation } from '../diagnostic.ts';
import { findPortHolder } from './find-port-holder.ts';
import type { LaunchPlan, PlannedService } from './launch-plan.ts';
import { releasePorts, reserveFreePort, reservePort } from './loopback-port.ts';
import {
  findPairedReferences,
  findReferences,
  hostsWithoutPort,
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
  /** Names that a service is given without a port. */
  readonly #bare: ReadonlySet<string>;
  readonly #owners = new Map<number, string>();

  constructor(planned: readonly PlannedService[]) {
    const names = planned.flatMap(({ service }) => [service.name, ...service.aliases]);
    this.#references = planned.flatMap(({ plan }) => referencesOf(plan, names));
    const known = { neighbours: new Map(names.map((name) => [name, new Map<number, number>()])) };
    const bare = planned.flatMap(({ plan }) => hostsWithoutPort(plan.environment, known));
    this.#bare = new Set(bare.map(({ name }) => name));
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
    const { servedPorts } = plan;
    return [...wanted.values()].filter(
      ({ containerPort }) => servedPorts?.includes(containerPort) !== false,
    );
  }

  async #hostPort(wanted: Wanted, { service, plan }: PlannedService): Promise<number> {
    const { containerPort, published } = wanted;
    if (!isTold(plan, containerPort)) return this.#fixedPort(wanted, service);
    if (published !== undefined) return this.#publishedPort(published, wanted, service);
    const isMeantByName = [service.name, ...service.aliases].some((name) => this.#bare.has(name));
    // Who is given only a name takes the port for granted: then the same number spares a surprise, where it is free.
    const isKept = isMeantByName && (await reservePort(containerPort));
    return isKept ? containerPort : reserveFreePort();
  }

  /** A program that has its port built in answers there and nowhere else. */
  async #fixedPort(wanted: Wanted, service: ComposeService): Promise<number> {
    const { containerPort, published } = wanted;
    if (published !== undefined && published !== containerPort) {
      this.warnings.push({
        code: 'PORT_NOT_MAPPED',
        severity: 'warning',
        message: `service "${service.name}" is not told its port, so it answers on ${containerPort} instead of ${published}`,
        ...wanted.location,
        hint: `put PORT: "${containerPort}" into its environment if it reads that`,
      });
    }
    if (await reservePort(containerPort)) return containerPort;
    const seen = holderOf(containerPort, this.#owners);
    throw portTaken({ ...wanted, service: service.name, seen });
  }

  /** The published port is where people expect the service; when somebody else is there, it moves and says so. */
  async #publishedPort(
    published: number,
    wanted: Wanted,
    service: ComposeService,
  ): Promise<number> {
    if (await reservePort(published)) return published;
    const seen = holderOf(published, this.#owners);
    const port = await reserveFreePort();
    this.warnings.push({
      code: 'PORT_MOVED',
      severity: 'warning',
      message: `service "${service.name}" answers on port ${port} instead of ${published}, which is taken`,
      ...wanted.location,
      ...(seen === undefined ? {} : { seen }),
      hint: `what has localhost:${published} built in does not speak to this service`,
    });
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

const MAX_COMMAND_CHARS = 100;

/** Who has a port: another service, or a process of this machine, as far as that can be seen. */
function holderOf(port: number, owners: ReadonlyMap<number, string>): string | undefined {
  const owner = owners.get(port);
  if (owner !== undefined) return `service "${owner}" of the same file on it`;
  const holder = findPortHolder(port);
  const command = holder?.command.slice(0, MAX_COMMAND_CHARS);
  return holder && `process ${holder.pid} (${command}) listening on it`;
}

function portTaken(
  found: Wanted & { service: string; seen: string | undefined },
): EnvironmentError {
  const { service, containerPort, location, seen } = found;
  const diagnostic: Diagnostic = {
    code: 'PORT_TAKEN',
    severity: 'error',
    message: `port ${containerPort} of service "${service}" is taken, and the service is not told another one`,
    ...location,
    expected: 'a free port',
    ...(seen === undefined ? {} : { seen }),
    hint: `put PORT: "${containerPort}" into its environment if it reads that: then any free port will do`,
  };
  return new EnvironmentError('PORT_TAKEN', [diagnostic], { service });
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
