import type {
  CommandAttachment,
  Driver,
  ResetOptions,
  RunningService,
  ServiceCommand,
  ServiceDeath,
  StartedEnvironment,
} from '../environment.ts';
import type { NotProven } from '../events.ts';
import type { Faults } from '../faults/fault.ts';
import type { StartedLifecycle } from '../lifecycle/service-driver.ts';
import { unknownPort, unknownService } from '../lifecycle/unknown-service.ts';
import type { ResetRecord } from '../reset/snapshot.ts';
import { databaseUrl } from './database-url.ts';
import type { DockerEdges } from './docker-edges.ts';
import type { DockerEndpoint } from './docker-endpoint.ts';
import type { ServiceContainers } from './service-containers.ts';

/** What the started environment looks into. */
export interface StartedContext {
  readonly endpoint: DockerEndpoint;
  /** The folder of the Compose file. */
  readonly folder: string;
  readonly containers: ReadonlyMap<string, ServiceContainers>;
  readonly edges: DockerEdges | undefined;
  readonly faults: Faults;
}

/** Services of the docker driver that are ready. */
export class StartedDockerEnvironment implements StartedEnvironment {
  readonly driver: Driver = 'docker';
  readonly services: ReadonlyMap<string, RunningService>;
  /** An engine runs whatever has an image. */
  readonly notProven: ReadonlyMap<string, NotProven> = new Map();
  readonly deaths: readonly ServiceDeath[];
  readonly faults: Faults;
  readonly #lifecycle: StartedLifecycle;
  readonly #context: StartedContext;

  constructor(lifecycle: StartedLifecycle, context: StartedContext) {
    this.#lifecycle = lifecycle;
    this.#context = context;
    this.deaths = lifecycle.deaths.deaths;
    this.faults = context.faults;
    this.services = new Map([...context.containers].map(([name, one]) => [name, describe(one)]));
  }

  onDeath(listener: (death: ServiceDeath) => void): () => void {
    return this.#lifecycle.deaths.onDeath(listener);
  }

  address(service: string, containerPort?: number): { host: string; port: number } {
    const { ports } = this.#containers(service);
    const found = ports.find(
      (mapping) => containerPort === undefined || mapping.containerPort === containerPort,
    );
    if (found !== undefined) {
      const { edges, endpoint } = this.#context;
      const proxied = edges?.scenarioPort(service, found.containerPort);
      return { host: endpoint.host, port: proxied ?? found.hostPort };
    }
    const known = ports.map((mapping) => mapping.containerPort);
    throw unknownPort(service, containerPort, known);
  }

  environmentOf(service: string): Readonly<Record<string, string>> {
    const variables = this.#containers(service).states[0]?.Config.Env ?? [];
    return Object.fromEntries(
      variables.map((variable) => {
        const at = variable.indexOf('=');
        return [variable.slice(0, at), variable.slice(at + 1)];
      }),
    );
  }

  workingDirectory(service: string): string {
    return describe(this.#containers(service)).cwd;
  }

  sqlUrl(service: string): string | undefined {
    const { containers, endpoint } = this.#context;
    return databaseUrl(this.#containers(service), [...containers.values()], endpoint.host);
  }

  commandIn(
    service: string,
    command: readonly string[],
    { input = false, terminal = false }: CommandAttachment = {},
  ): ServiceCommand {
    const attached = [...(input ? ['--interactive'] : []), ...(terminal ? ['--tty'] : [])];
    const id = this.#containers(service).states[0]?.Id ?? '';
    const { endpoint, folder } = this.#context;
    return {
      command: ['docker', 'exec', ...attached, id, ...command],
      cwd: folder,
      env: endpoint.env,
    };
  }

  logTail(service: string, lines?: number): string[] {
    return this.#containers(service).logTail(lines);
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

  #containers(service: string): ServiceContainers {
    const found = this.#context.containers.get(service);
    if (found === undefined) throw unknownService(service, [...this.#context.containers.keys()]);
    return found;
  }
}

function describe({ name, created, states, ports }: ServiceContainers): RunningService {
  const [first] = states;
  const { provider, logFile } = created;
  return {
    name,
    rung: 'container',
    provider,
    pid: first?.State.Pid ?? 0,
    command: first === undefined ? [] : [first.Path, ...first.Args],
    cwd: first === undefined || first.Config.WorkingDir === '' ? '/' : first.Config.WorkingDir,
    ports,
    logFile,
  };
}
