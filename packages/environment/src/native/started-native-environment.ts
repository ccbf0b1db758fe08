import type {
  Driver,
  ResetOptions,
  RunningService,
  ServiceCommand,
  ServiceDeath,
  StartedEnvironment,
} from '../environment.ts';
import type { NotProven } from '../events.ts';
import type { Faults } from '../faults/fault.ts';
import { SCENARIO } from '../faults/fault.ts';
import type { StartedLifecycle } from '../lifecycle/service-driver.ts';
import { unknownPort, unknownService } from '../lifecycle/unknown-service.ts';
import type { ResetRecord } from '../reset/snapshot.ts';
import type { NativeEdges } from './native-edges.ts';
import { notRunnable } from './not-runnable.ts';
import type { HostPlan } from './plan-host-services.ts';
import { LOOPBACK, rewriteText } from './rewrite.ts';
import type { ServiceProcess } from './service-process.ts';

/** What the started environment looks into. */
export interface StartedContext {
  readonly plans: ReadonlyMap<string, HostPlan>;
  readonly processes: ReadonlyMap<string, ServiceProcess>;
  readonly notProven: ReadonlyMap<string, NotProven>;
  /** Undefined when services speak to each other directly. */
  readonly edges: NativeEdges | undefined;
  readonly faults: Faults;
}

/** Services of the native driver that are ready. */
export class StartedNativeEnvironment implements StartedEnvironment {
  readonly driver: Driver = 'native';
  readonly services: ReadonlyMap<string, RunningService>;
  readonly notProven: ReadonlyMap<string, NotProven>;
  readonly deaths: readonly ServiceDeath[];
  readonly faults: Faults;
  readonly #lifecycle: StartedLifecycle;
  readonly #context: StartedContext;

  constructor(lifecycle: StartedLifecycle, context: StartedContext) {
    this.#lifecycle = lifecycle;
    this.#context = context;
    this.deaths = lifecycle.deaths.deaths;
    this.notProven = context.notProven;
    this.faults = context.faults;
    this.services = new Map(
      [...context.processes].map(([name, process]) => [name, describe(process)]),
    );
  }

  onDeath(listener: (death: ServiceDeath) => void): () => void {
    return this.#lifecycle.deaths.onDeath(listener);
  }

  address(service: string, containerPort?: number): { host: string; port: number } {
    const { ports } = this.#plan(service).host;
    const ways = this.#context.edges?.portsFor(SCENARIO, service);
    const found = ports.find(
      (mapping) => containerPort === undefined || mapping.containerPort === containerPort,
    );
    if (found !== undefined)
      return { host: LOOPBACK, port: ways?.get(found.containerPort) ?? found.hostPort };
    const known = ports.map((mapping) => mapping.containerPort);
    throw unknownPort(service, containerPort, known);
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

  commandIn(service: string, command: readonly string[]): ServiceCommand {
    const { host, scope } = this.#plan(service);
    const { cwd, env } = host;
    return { command: command.map((argument) => rewriteText(argument, scope)), cwd, env };
  }

  logTail(service: string, lines?: number): string[] {
    this.#plan(service);
    return this.#context.processes.get(service)?.logTail(lines) ?? [];
  }

  reset(options?: ResetOptions): Promise<readonly ResetRecord[]> {
    return this.#lifecycle.reset(options);
  }

  stop(): Promise<void> {
    return this.#lifecycle.stop();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  #plan(service: string): HostPlan {
    const plan = this.#context.plans.get(service);
    if (plan !== undefined) return plan;
    const left = this.notProven.get(service);
    throw left === undefined
      ? unknownService(service, [...this.#context.plans.keys()])
      : notRunnable(left);
  }
}

function describe({ host, pid = 0 }: ServiceProcess): RunningService {
  const { name, plan, command, cwd, ports, logFile } = host;
  const { provider } = plan;
  return { name, rung: provider.rung, provider, pid, command, cwd, ports, logFile };
}
