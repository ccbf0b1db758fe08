import { EnvironmentError } from '../diagnostic.ts';
import { didYouMean } from '../did-you-mean.ts';
import type {
  CommandContext,
  RunningService,
  ServiceDeath,
  StartedEnvironment,
} from '../environment.ts';
import type { HostPlan } from './plan-host-services.ts';
import { LOOPBACK, rewriteText } from './rewrite.ts';
import type { ServiceProcess } from './service-process.ts';

/** What the started environment looks into. */
export interface StartedContext {
  readonly plans: ReadonlyMap<string, HostPlan>;
  readonly processes: ReadonlyMap<string, ServiceProcess>;
  readonly stop: () => Promise<void>;
}

/** Services of the native driver that are ready. */
export class StartedNativeEnvironment implements StartedEnvironment {
  readonly services: ReadonlyMap<string, RunningService>;
  readonly deaths: ServiceDeath[] = [];
  readonly #context: StartedContext;
  readonly #listeners = new Set<(death: ServiceDeath) => void>();

  constructor(context: StartedContext) {
    this.#context = context;
    this.services = new Map(
      [...context.processes].map(([name, process]) => [name, describe(process)]),
    );
  }

  onDeath(listener: (death: ServiceDeath) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** Called by the driver. */
  addDeath(death: ServiceDeath): void {
    this.deaths.push(death);
    for (const listener of this.#listeners) listener(death);
  }

  address(service: string, containerPort?: number): { host: string; port: number } {
    const { host } = this.#plan(service);
    const found = host.ports.find(
      (mapping) => containerPort === undefined || mapping.containerPort === containerPort,
    );
    if (found !== undefined) return { host: LOOPBACK, port: found.hostPort };
    const known = host.ports.map((mapping) => mapping.containerPort).join(', ');
    throw unknown(
      containerPort === undefined
        ? `service "${service}" has no port`
        : `service "${service}" has no port ${containerPort}`,
      known === '' ? 'add ports or expose to it in the Compose file' : `its ports: ${known}`,
    );
  }

  environmentOf(service: string): Readonly<Record<string, string>> {
    return Object.fromEntries(this.#plan(service).host.variables);
  }

  workingDirectory(service: string): string {
    return this.#plan(service).host.cwd;
  }

  sqlUrl(service: string): string | undefined {
    return this.#plan(service).sql;
  }

  commandContext(service: string): CommandContext {
    const { host, scope } = this.#plan(service);
    const { cwd, env } = host;
    return { cwd, env, rewrite: (argument) => rewriteText(argument, scope) };
  }

  logTail(service: string, lines?: number): string[] {
    this.#plan(service);
    return this.#context.processes.get(service)?.logTail(lines) ?? [];
  }

  stop(): Promise<void> {
    return this.#context.stop();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  #plan(service: string): HostPlan {
    const plan = this.#context.plans.get(service);
    if (plan !== undefined) return plan;
    const names = [...this.#context.plans.keys()];
    const meant = didYouMean(service, names);
    throw unknown(
      `service "${service}" is not part of this environment`,
      meant === undefined ? `services: ${names.join(', ')}` : `did you mean "${meant}"?`,
    );
  }
}

function describe({ host, pid = 0 }: ServiceProcess): RunningService {
  const { name, plan, command, cwd, ports, logFile } = host;
  return { name, rung: plan.rung, pid, command, cwd, ports, logFile };
}

function unknown(message: string, hint: string): EnvironmentError {
  const diagnostic = { code: 'SERVICE_UNKNOWN', severity: 'error', message, hint } as const;
  return new EnvironmentError('SERVICE_UNKNOWN', [diagnostic]);
}
