import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { ComposeService } from '../compose/model.ts';
import { EnvironmentError } from '../diagnostic.ts';
import type { Diagnostic } from '../diagnostic.ts';
import type { EnvironmentOptions, StartedEnvironment } from '../environment.ts';
import type { EnvironmentEvent, ServiceProvider } from '../events.ts';
import type { Faults } from '../faults/fault.ts';
import { InjectedFaults } from '../faults/injected-faults.ts';
import type { HoldingRecord } from '../leftovers/holding-record.ts';
import { bringUpInOrder } from '../lifecycle/bring-up-in-order.ts';
import { findingsFor } from '../lifecycle/driver-findings.ts';
import { endsByItself } from '../lifecycle/ends-by-itself.ts';
import { selectServices } from '../lifecycle/select-services.ts';
import type {
  ServiceDriver,
  StartCourse,
  StartedLifecycle,
  UnreadyService,
} from '../lifecycle/service-driver.ts';
import { stopInOrder } from '../lifecycle/stop-in-order.ts';
import { releasePorts, reserveFreePort } from '../native/loopback-port.ts';
import { readLogTail } from '../process/read-log-tail.ts';
import type { Reaper } from '../process/reaper.ts';
import { DEFAULT_BOUNDS } from '../process/tree-bounds.ts';
import { findComposeProgram } from './compose-program.ts';
import type { ComposeProgram } from './compose-program.ts';
import { openContainerEvents } from './container-events.ts';
import type { ContainerEvents } from './container-events.ts';
import { createContainers, pullImages } from './create-containers.ts';
import type { CreateContext } from './create-containers.ts';
import { DockerControl } from './docker-control.ts';
import { DockerEdges } from './docker-edges.ts';
import { findDockerEndpoint, isRemote } from './docker-endpoint.ts';
import type { DockerEndpoint } from './docker-endpoint.ts';
import { builtImageName, projectName } from './docker-names.ts';
import type { ContainerState } from './engine-answers.ts';
import { EngineApi } from './engine-api.ts';
import { readImageFacts } from './image-facts.ts';
import { ENVIRONMENT_LABEL, isolatedDocument } from './isolated-document.ts';
import { mountedFiles } from './mounted-files.ts';
import { declaredPorts, portsToPublish } from './ports-to-publish.ts';
import { removeDockerProject } from './remove-docker-project.ts';
import { ServiceContainers } from './service-containers.ts';
import { StartedDockerEnvironment } from './started-docker-environment.ts';

const ENGINE_TIMEOUT_MS = 10_000;
/** Beyond the grace of the slowest service. */
const REMOVE_TIMEOUT_MS = 60_000;
const LOG_TAIL_LINES = 50;

/** The docker driver: services as containers of a Docker Engine, created by Compose, started and watched by us. */
export class DockerDriver implements ServiceDriver {
  readonly driver = 'docker';
  readonly #options: EnvironmentOptions;
  readonly #endpoint: DockerEndpoint;
  readonly #api: EngineApi;
  readonly #project: string;
  readonly #containers = new Map<string, ServiceContainers>();
  #services: readonly ComposeService[] = [];
  #imagePorts: ReadonlyMap<string, readonly number[]> = new Map();
  #ports: ReadonlyMap<string, ReadonlyMap<number, number | undefined>> = new Map();
  readonly #reservedPorts: number[] = [];
  #faults: Faults | undefined;
  #edges: DockerEdges | undefined;
  #building: readonly string[] = [];
  #events: ContainerEvents | undefined;
  /** Where it is written down that there may be something to remove. */
  #record: HoldingRecord | undefined;
  #mayExist = false;

  constructor(options: EnvironmentOptions) {
    this.#options = options;
    this.#endpoint = findDockerEndpoint(options.env ?? process.env);
    this.#api = new EngineApi(this.#endpoint);
    this.#project = projectName(options.compose);
  }

  async start(course: StartCourse): Promise<void> {
    const { compose, services = [] } = this.#options;
    this.#services = selectServices(compose, services);
    const findings = findingsFor(this.driver, compose, this.#services);
    const [refused] = findings.refusals;
    if (refused !== undefined) {
      const [service, diagnostics] = refused;
      throw new EnvironmentError('SERVICE_NOT_RUNNABLE', diagnostics, { service });
    }
    for (const diagnostic of [...compose.warnings, ...findings.warnings])
      course.emit({ type: 'warning', diagnostic });
    mkdirSync(this.#logs, { recursive: true });
    const [engine, program, reaper] = await Promise.all([
      this.#findEngine(),
      findComposeProgram(this.#endpoint),
      course.reaper(),
    ]);
    this.#record = reaper.record;
    course.signal.throwIfAborted();
    course.emit({
      type: 'engine-chosen',
      engine,
      url: this.#endpoint.url,
      compose: `${program.command.join(' ')} ${program.version}`,
      project: this.#project,
    });
    await this.#create(program, reaper, course);
    await this.#meetContainers(course);
    course.signal.throwIfAborted();
    const described = [...this.#containers.values()].map(
      (runner) => [runner.name, { service: runner.created.service, runner }] as const,
    );
    await bringUpInOrder(new Map(described), course);
    this.#faults = this.#openFaults((event) => course.emit(event));
  }

  describe(lifecycle: StartedLifecycle): StartedEnvironment {
    return new StartedDockerEnvironment(lifecycle, {
      endpoint: this.#endpoint,
      folder: this.#options.compose.directory,
      containers: this.#containers,
      edges: this.#edges,
      faults: this.#faults ?? this.#openFaults(() => undefined),
    });
  }

  unready(): readonly UnreadyService[] {
    const late = [...this.#containers.values()]
      .filter(({ hasStarted, isReady }) => hasStarted && !isReady)
      .map(({ name, lastCheck }) => ({ service: name, lastCheck }));
    const lastCheck = 'its image is still being built';
    return [...this.#building.map((service) => ({ service, lastCheck })), ...late];
  }

  logTail(service: string, lines = LOG_TAIL_LINES): string[] {
    return readLogTail(join(this.#logs, `${service}.log`), lines);
  }

  async stop(): Promise<void> {
    try {
      await stopInOrder(this.#services, async (name) => this.#containers.get(name)?.stop());
      if (this.#mayExist) await this.#remove();
    } catch (error) {
      throw error instanceof EnvironmentError ? error : this.#notStopped(error);
    } finally {
      await this.#edges?.close();
      releasePorts(this.#reservedPorts);
      this.#events?.close();
      this.#api.close();
    }
  }

  get #logs(): string {
    return join(this.#options.directory, 'logs');
  }

  async #findEngine(): Promise<string> {
    try {
      const signal = AbortSignal.timeout(ENGINE_TIMEOUT_MS);
      const { Version } = await this.#api.get<{ Version: string }>('/version', { signal });
      return `Docker Engine ${Version}`;
    } catch (cause) {
      const seen = cause instanceof Error ? cause.message : String(cause);
      const message = `no Docker Engine answers at ${this.#endpoint.url}`;
      const hint = 'start it, set DOCKER_HOST or DOCKER_CONTEXT, or use the native driver';
      const diagnostic = { code: 'DOCKER_UNAVAILABLE', severity: 'error', message } as const;
      throw new EnvironmentError('DOCKER_UNAVAILABLE', [{ ...diagnostic, seen, hint }], { cause });
    }
  }

  async #create(program: ComposeProgram, reaper: Reaper, course: StartCourse): Promise<void> {
    const { compose, directory } = this.#options;
    const services = this.#services;
    const folder = join(directory, 'docker');
    mkdirSync(folder, { recursive: true });
    const context: CreateContext = {
      project: {
        program,
        endpoint: this.#endpoint,
        name: this.#project,
        file: join(folder, 'compose.json'),
        folder: compose.directory,
        logFile: join(folder, 'compose.log'),
        reaper,
      },
      compose,
      services,
      logs: this.#logs,
      signal: course.signal,
    };
    const write = async (): Promise<readonly ComposeService[]> => {
      const facts = await Promise.all(services.map((one) => readImageFacts(one, this.#api)));
      this.#imagePorts = new Map(
        services.map(({ name }, index) => [name, facts[index]?.ports ?? []]),
      );
      this.#ports = await this.#assignPorts();
      writeFileSync(context.project.file, this.#document());
      return services.filter((_, index) => facts[index]?.isThere === false);
    };
    const missing = await write();
    this.#building = services.filter(({ build }) => build !== undefined).map(({ name }) => name);
    if (this.#building.length + missing.length > 0) {
      const fetched = [...this.#building, ...missing.map(({ name }) => name)];
      course.emit({
        type: 'images-preparing',
        services: fetched,
        logFile: context.project.logFile,
      });
    }
    if (missing.length > 0) {
      await pullImages(missing, context);
      await write();
    }
    this.#mayExist = true;
    reaper.record.addDockerProject({ project: this.#project, env: this.#endpoint.env });
    if (this.#options.edges === 'proxied' && !isRemote(this.#endpoint)) {
      this.#edges = await this.#openEdges();
      writeFileSync(context.project.file, this.#document());
    }
    await createContainers(context);
    this.#building = [];
  }

  /** A container gets another free port of the engine at every start; one that we choose stays. */
  async #assignPorts(): Promise<ReadonlyMap<string, ReadonlyMap<number, number | undefined>>> {
    const wanted = portsToPublish(this.#services, ({ name }) => this.#imagePorts.get(name) ?? []);
    const assigned = new Map<string, Map<number, number | undefined>>();
    for (const { name, replicas } of this.#services) {
      const ports = new Map<number, number | undefined>();
      assigned.set(name, ports);
      for (const port of wanted.get(name) ?? []) {
        const canChoose = replicas === 1 && !isRemote(this.#endpoint);
        const known = this.#ports.get(name)?.get(port);
        const chosen = canChoose ? (known ?? (await reserveFreePort())) : undefined;
        if (chosen !== undefined) this.#reservedPorts.push(chosen);
        ports.set(port, chosen);
      }
    }
    return assigned;
  }

  #openEdges(): Promise<DockerEdges | undefined> {
    return DockerEdges.open({
      api: this.#api,
      project: this.#project,
      services: this.#services,
      ports: this.#ports,
      publishedAt: (service, port) => this.#containers.get(service)?.hostPort(port) ?? 0,
    });
  }

  #document(): string {
    const { compose } = this.#options;
    return isolatedDocument({
      source: compose.source,
      services: this.#services,
      ports: this.#ports,
      imageOf: (service) => builtImageName(compose, service),
      labels: { [ENVIRONMENT_LABEL]: this.#project },
      edgesOf: (service) => this.#edges?.of(service) ?? { networks: [], hosts: [] },
      mountsOf: (service) => mountedFiles(service, join(this.#options.directory, 'docker')),
      onLoopback: !isRemote(this.#endpoint),
    });
  }

  /** Finds the containers that were created, and listens to them before they are started. */
  async #meetContainers(course: StartCourse): Promise<void> {
    const api = this.#api;
    const filters = JSON.stringify({ label: [`com.docker.compose.project=${this.#project}`] });
    const [events, listed] = await Promise.all([
      openContainerEvents(api, this.#project, () => this.#lose(course)),
      api.get<readonly { Id: string }[]>('/containers/json', { query: { all: 'true', filters } }),
    ]);
    this.#events = events;
    const states = await Promise.all(
      listed.map(({ Id }) => api.get<ContainerState>(`/containers/${Id}/json`)),
    );
    for (const service of this.#services) {
      const own = states.filter(
        ({ Config }) => Config.Labels?.['com.docker.compose.service'] === service.name,
      );
      const created = this.#createdService(service, own.toSorted(byNumber));
      const { logBytes } = { ...DEFAULT_BOUNDS, ...this.#options.bounds };
      const context = {
        api,
        endpoint: this.#endpoint,
        events,
        course,
        logBytes,
        edges: this.#edges,
      };
      this.#containers.set(service.name, new ServiceContainers(created, context));
    }
  }

  #createdService(
    service: ComposeService,
    containers: readonly ContainerState[],
  ): ServiceContainers['created'] {
    const config = containers[0]?.Config;
    const imagePorts = this.#imagePorts.get(service.name) ?? [];
    const [kind] = config?.Healthcheck?.Test ?? [];
    const hasHealthcheck = kind !== undefined && kind !== 'NONE';
    return {
      service,
      containers,
      provider: providerOf(service, config?.Image),
      ports: [...(this.#ports.get(service.name)?.keys() ?? [])],
      // A port that only others mention may be a mistake of theirs; it is not waited for.
      readyPort: declaredPorts(service, imagePorts)[0],
      endsByItself: endsByItself(service, { ports: imagePorts, hasHealthcheck }, this.#services),
      logFile: join(this.#logs, `${service.name}.log`),
    };
  }

  #openFaults(emit: (event: EnvironmentEvent) => void): Faults {
    const control = new DockerControl(this.#containers);
    const services = [...this.#containers.keys()];
    const { edges } = this.#edges ?? {};
    const isAsked = this.#options.edges === 'proxied';
    const whyNoEdges = `the engine at ${this.#endpoint.url} has its networks on another machine, which a proxy of this one is no part of`;
    const targets = { services, edges, control, ...(isAsked ? { whyNoEdges } : {}) };
    return new InjectedFaults(targets, emit);
  }

  #lose(course: StartCourse): void {
    course.fault(this.#engineGone());
    for (const runner of this.#containers.values()) runner.lose();
  }

  #engineGone(): EnvironmentError {
    const message = `the Docker Engine at ${this.#endpoint.url} does not answer any more`;
    const diagnostic = { code: 'DOCKER_UNAVAILABLE', severity: 'error', message } as const;
    return new EnvironmentError('DOCKER_UNAVAILABLE', [diagnostic]);
  }

  /** The engine did not answer: the project stays on record, so that the next command tries again. */
  #notStopped(cause: unknown): EnvironmentError {
    const seen = cause instanceof Error ? cause.message : String(cause);
    const message = `the Docker project ${this.#project} may not be gone`;
    const hint = 'the next seatrial command removes it when the engine answers again';
    const diagnostic = { code: 'STOP_INCOMPLETE', severity: 'error', message, seen, hint } as const;
    return new EnvironmentError('STOP_INCOMPLETE', [diagnostic], { cause });
  }

  async #remove(): Promise<void> {
    const project = { project: this.#project, env: this.#endpoint.env };
    const left = await removeDockerProject(project, {
      signal: AbortSignal.timeout(REMOVE_TIMEOUT_MS),
    });
    if (left.length === 0) {
      this.#record?.removeDockerProject(this.#project);
      return;
    }
    throw new EnvironmentError(
      'STOP_INCOMPLETE',
      left.map(({ kind, name }): Diagnostic => ({
        code: 'STOP_INCOMPLETE',
        severity: 'error',
        message: `the ${kind} ${name} could not be removed`,
      })),
    );
  }
}

function providerOf({ image }: ComposeService, used = image ?? ''): ServiceProvider {
  const [, product = used, version = null] = /^(.*?)(?::([\w.-]+))?$/.exec(used) ?? [];
  return { rung: 'container', product, version, wanted: image ?? null };
}

function byNumber(left: ContainerState, right: ContainerState): number {
  return numberOf(left) - numberOf(right);
}

function numberOf({ Config }: ContainerState): number {
  return Number(Config.Labels?.['com.docker.compose.container-number'] ?? 1);
}
