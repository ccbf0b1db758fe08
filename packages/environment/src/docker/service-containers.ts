import { setTimeout as delay } from 'node:timers/promises';

import type { ComposeService } from '../compose/model.ts';
import { EnvironmentError } from '../diagnostic.ts';
import type { Diagnostic } from '../diagnostic.ts';
import type { PortMapping, ProcessExit, ReadyBy, ServiceProvider } from '../events.ts';
import type { EndsByItself } from '../lifecycle/ends-by-itself.ts';
import { boundExceeded } from '../lifecycle/misconduct.ts';
import type { StartCourse } from '../lifecycle/service-driver.ts';
import { untilAborted } from '../lifecycle/until-aborted.ts';
import { readLogTail } from '../process/read-log-tail.ts';
import type { Exceeded } from '../process/tree-bounds.ts';
import { ownAddress, publishedPort } from './container-address.ts';
import type { ContainerEvents } from './container-events.ts';
import { toProcessExit } from './container-exit.ts';
import { ContainerLog } from './container-log.ts';
import type { DockerEdges } from './docker-edges.ts';
import type { DockerEndpoint } from './docker-endpoint.ts';
import type { ContainerState, EngineEvent } from './engine-answers.ts';
import { EngineError } from './engine-api.ts';
import type { EngineApi } from './engine-api.ts';
import { isContainerPortOpen } from './is-container-port-open.ts';

/** What the containers of a service are started and watched with. */
export interface ContainerContext {
  readonly api: EngineApi;
  readonly endpoint: DockerEndpoint;
  readonly events: ContainerEvents;
  readonly course: StartCourse;
  readonly edges: DockerEdges | undefined;
  /** A service whose log grows beyond this is killed. */
  readonly logBytes: number;
}

/** A service whose containers are created. */
export interface CreatedService {
  readonly service: ComposeService;
  readonly provider: ServiceProvider;
  readonly containers: readonly ContainerState[];
  /** The service's TCP ports; those that the service declares come first. */
  readonly ports: readonly number[];
  /** Container port that has to answer when there is no healthcheck. */
  readonly readyPort: number | undefined;
  readonly endsByItself: EndsByItself;
  readonly logFile: string;
}

/** Lines of a log that are shown with a failure. */
const LOG_TAIL_LINES = 50;
const PORT_POLL_MS = 15;
/** Health is told by events; this is for one that was lost, and for what the last check said. */
const HEALTH_POLL_MS = 500;

/** One service from the start of its containers to their end; there are several when it has replicas. */
export class ServiceContainers {
  readonly created: CreatedService;
  readonly started = Promise.withResolvers<void>();
  readonly ready = Promise.withResolvers<void>();
  /** Settles when a job has ended with exit code 0. */
  readonly completed = Promise.withResolvers<void>();
  isReady = false;
  hasStarted = false;
  /** What the last healthcheck said. */
  lastCheck: string | undefined;
  /** As last seen, the first replica first. */
  states: readonly ContainerState[];
  readonly #context: ContainerContext;
  readonly #logs = new Map<string, ContainerLog>();
  readonly #succeeded = new Set<string>();
  readonly #ended = new Set<string>();
  #allSucceeded = Promise.withResolvers<void>();
  /** Settled and made anew by every event. */
  #news = Promise.withResolvers<void>();
  #startedAt = 0;
  #isStopping = false;
  #isPaused = false;
  #endsOnPurpose = false;
  readonly #stopping = new AbortController();
  /** Why we ended it ourselves. */
  #exceeded: Diagnostic | undefined;

  constructor(created: CreatedService, context: ContainerContext) {
    this.created = created;
    this.states = created.containers;
    this.#context = context;
  }

  get name(): string {
    return this.created.service.name;
  }

  logTail(lines = LOG_TAIL_LINES): string[] {
    return readLogTail(this.created.logFile, lines);
  }

  /** The ports of the first replica, in the order of the service's ports. */
  get ports(): readonly PortMapping[] {
    return this.created.ports.flatMap((containerPort) => {
      const hostPort = publishedPort(this.states[0], containerPort);
      return hostPort === undefined ? [] : [{ containerPort, hostPort }];
    });
  }

  /** Where a port of the first replica is published. */
  hostPort(containerPort: number): number | undefined {
    return publishedPort(this.states[0], containerPort);
  }

  /** Starts the containers and waits until all are ready. */
  async start(signal: AbortSignal): Promise<void> {
    this.hasStarted = true;
    const { events } = this.#context;
    for (const { Id } of this.states) events.listen(Id, (event) => this.#hear(event));
    await this.#run(signal);
  }

  /** Stops all its processes where they are. */
  async pause(): Promise<void> {
    await this.#tell('pause');
    this.#isPaused = true;
  }

  async resume(): Promise<void> {
    if (!this.#isPaused) return;
    await this.#tell('unpause');
    this.#isPaused = false;
  }

  /** Ends the containers on purpose, in an orderly way or as by `kill -9`. */
  async end(how: 'stop' | 'kill'): Promise<void> {
    await this.resume();
    this.#endsOnPurpose = true;
    this.#context.edges?.gone(this.name);
    const running = this.states.filter(({ Id }) => !this.#ended.has(Id));
    const gone = running.map(({ Id }) => this.#goneOne(Id));
    await this.#tell(how, running);
    await Promise.all(gone);
  }

  /**
   * Starts ended containers again and waits until they are ready. When they do not come back, that is a death like
   * any other.
   *
   * @throws {EnvironmentError} `SERVICE_NOT_READY`, `SERVICE_DIED`
   */
  async startAgain(timeoutMs: number): Promise<void> {
    const signal = AbortSignal.any([this.#stopping.signal, AbortSignal.timeout(timeoutMs)]);
    this.#endsOnPurpose = false;
    this.isReady = false;
    this.#ended.clear();
    this.#succeeded.clear();
    this.#allSucceeded = Promise.withResolvers();
    try {
      await this.#run(signal);
    } catch (error) {
      const lost = signal.aborted ? this.#notReadyAgain(timeoutMs) : error;
      const [why] = lost instanceof EnvironmentError ? lost.diagnostics : [];
      const isRunning = this.states.some(({ Id }) => !this.#ended.has(Id));
      if (isRunning && !this.#isStopping) {
        await this.end('kill');
        const exit = { exitCode: null, signal: 'SIGKILL' };
        const afterMs = performance.now() - this.#startedAt;
        const death = { exit, afterMs, ...(why === undefined ? {} : { why }) };
        this.#context.course.died(this.name, death);
      }
      throw lost;
    }
  }

  async #run(signal: AbortSignal): Promise<void> {
    const { course } = this.#context;
    const [first] = this.states;
    const { provider } = this.created;
    const service = this.name;
    const command = first === undefined ? [] : [first.Path, ...first.Args];
    const cwd =
      first === undefined || first.Config.WorkingDir === '' ? '/' : first.Config.WorkingDir;
    course.emit({ type: 'service-starting', service, rung: 'container', provider, command, cwd });
    signal.throwIfAborted();
    this.#startedAt = performance.now();
    await Promise.all(this.states.map((state) => this.#startOne(state)));
    await this.#look();
    const pid = this.states[0]?.State.Pid ?? 0;
    course.emit({ type: 'service-started', service, pid, ports: this.ports });
    this.started.resolve();
    this.#openEdges(signal);
    await this.#becomeReady(signal);
  }

  /** Stops the containers in the time their service gives them; idempotent. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#stopping.abort();
    if (!this.hasStarted) return;
    await this.resume();
    const stopAt = performance.now();
    const running = this.states.filter(({ Id }) => !this.#ended.has(Id));
    const stopped = await Promise.all(running.map(({ Id }) => this.#stopOne(Id)));
    await this.#closeLogs();
    const [exit] = stopped.filter((one) => one !== undefined);
    if (exit === undefined) return;
    const afterMs = performance.now() - stopAt;
    this.#context.course.emit({ type: 'service-stopped', service: this.name, exit, afterMs });
  }

  /** The engine is gone: nothing is known of the containers any more. */
  lose(): void {
    const running = this.states.filter(({ Id }) => !this.#ended.has(Id));
    if (!this.hasStarted || this.#isStopping || running.length === 0) return;
    for (const { Id } of running) this.#ended.add(Id);
    const afterMs = performance.now() - this.#startedAt;
    this.#context.course.died(this.name, { exit: { exitCode: null, signal: null }, afterMs });
  }

  async #startOne({ Id, Config }: ContainerState): Promise<void> {
    const { api } = this.#context;
    try {
      await api.send('POST', `/containers/${Id}/start`);
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      throw this.#notStarted(error);
    }
    const container = { id: Id, hasTerminal: Config.Tty };
    const log = this.#logs.get(Id) ?? this.#newLog(container);
    this.#logs.set(Id, log);
    log.follow();
  }

  #newLog(container: { id: string; hasTerminal: boolean }): ContainerLog {
    const { api, logBytes } = this.#context;
    const onFull = (exceeded: Exceeded): void => {
      this.#exceeded = boundExceeded(this.name, exceeded);
      void this.#kill(container.id);
    };
    return new ContainerLog(api, container, {
      file: this.created.logFile,
      limitBytes: logBytes,
      onFull,
    });
  }

  async #kill(id: string): Promise<void> {
    try {
      await this.#context.api.send('POST', `/containers/${id}/kill`);
    } catch (error) {
      // It has ended by itself, or the engine is gone, which is told elsewhere.
      if (!(error instanceof EngineError)) throw error;
    }
  }

  async #tell(
    what: 'pause' | 'unpause' | 'stop' | 'kill',
    containers: readonly ContainerState[] = this.states,
  ): Promise<void> {
    const { api } = this.#context;
    await Promise.all(containers.map(({ Id }) => api.send('POST', `/containers/${Id}/${what}`)));
  }

  /** Resolves when the engine has told the end of the container, which must not be taken for that of its next run. */
  #goneOne(id: string): Promise<void> {
    return new Promise((resolve) => {
      const stop = this.#context.events.listen(id, ({ Action }) => {
        if (Action !== 'die') return;
        stop();
        resolve(this.#finishLog(id));
      });
    });
  }

  #notReadyAgain(timeoutMs: number): EnvironmentError {
    const diagnostic = {
      code: 'SERVICE_NOT_READY',
      severity: 'error',
      message: `service "${this.name}" was not ready again within ${timeoutMs} ms`,
      ...(this.lastCheck === undefined ? {} : { seen: this.lastCheck }),
    } as const;
    const options = { service: this.name, logTail: this.logTail() };
    return new EnvironmentError('SERVICE_NOT_READY', [diagnostic], options);
  }

  #notStarted(cause: EngineError): EnvironmentError {
    const { location } = this.created.service;
    const message = `the container of service "${this.name}" could not be started`;
    const seen = cause.message.trim();
    // What the engine says of a program that is not there: the OCI runtime's words.
    const isMissing = /executable file not found|no such file or directory/.test(seen);
    const isTaken = /port is already allocated|address already in use/.test(seen);
    const other = isTaken ? 'PORT_TAKEN' : 'SERVICE_DIED';
    const code = isMissing ? 'COMMAND_NOT_FOUND' : other;
    return new EnvironmentError(code, [{ code, severity: 'error', message, ...location, seen }], {
      service: this.name,
      logTail: this.logTail(),
      cause,
    });
  }

  async #look(): Promise<void> {
    const { api } = this.#context;
    this.states = await Promise.all(
      this.states.map(({ Id }) => api.get<ContainerState>(`/containers/${Id}/json`)),
    );
    // Events are quick, this is the truth: a container may have ended before anybody listened.
    for (const { Id, State } of this.states) {
      if (State.Status === 'exited' || State.Status === 'dead')
        await this.#endedOne(Id, State.ExitCode);
    }
    const last = this.states.map(({ State }) => State.Health?.Log?.at(-1)).find(isFailing);
    if (last !== undefined) {
      const said = last.Output.trim();
      this.lastCheck = `healthcheck ended with ${last.ExitCode}${said === '' ? '' : `: ${said}`}`;
    }
  }

  #hear({ Action, Actor }: EngineEvent): void {
    if (Action === 'die') {
      void this.#endedOne(Actor.ID, Number(Actor.Attributes['exitCode'] ?? 0));
    }
    this.#news.resolve();
    this.#news = Promise.withResolvers();
  }

  async #endedOne(id: string, exitCode: number): Promise<void> {
    if (this.#ended.has(id)) return;
    this.#ended.add(id);
    this.#context.edges?.gone(this.name);
    const afterMs = performance.now() - this.#startedAt;
    await this.#finishLog(id);
    if (exitCode === 0) this.#succeeded.add(id);
    if (this.#succeeded.size === this.states.length) this.#allSucceeded.resolve();
    if (this.#isStopping || this.#endsOnPurpose) return;
    if (exitCode === 0 && this.created.endsByItself !== 'never') return;
    const why = this.#exceeded;
    const exit = toProcessExit(exitCode);
    this.#context.course.died(this.name, { exit, afterMs, ...(why === undefined ? {} : { why }) });
  }

  async #becomeReady(signal: AbortSignal): Promise<void> {
    const by = await untilAborted(this.#readiness(signal), signal);
    await this.#edgesReady();
    this.isReady = true;
    const afterMs = performance.now() - this.#startedAt;
    this.#context.course.emit({ type: 'service-ready', service: this.name, afterMs, by });
    this.ready.resolve();
    if (by === 'completed') this.completed.resolve();
  }

  async #readiness(signal: AbortSignal): Promise<ReadyBy> {
    if (this.created.endsByItself === 'expected') {
      await this.#allSucceeded.promise;
      return 'completed';
    }
    // A death aborts the signal through the course, so nobody waits for a service that is gone.
    if (this.states.some(hasHealthcheck)) {
      await this.#awaitHealthy(signal);
      return 'healthcheck';
    }
    const { readyPort } = this.created;
    if (readyPort === undefined) return 'started';
    await Promise.all(this.states.map((state) => this.#awaitPort(state, readyPort, signal)));
    return 'port';
  }

  async #awaitHealthy(signal: AbortSignal): Promise<void> {
    for (;;) {
      const news = this.#news.promise;
      await this.#look();
      const all = this.states.map(({ State }) => State.Health?.Status);
      if (all.every((status) => status === 'healthy')) return;
      if (all.includes('unhealthy')) throw this.#unhealthy();
      const turn = new AbortController();
      const either = AbortSignal.any([signal, turn.signal]);
      const time = delay(HEALTH_POLL_MS, undefined, { signal: either }).catch(() => undefined);
      await Promise.race([news, time]);
      turn.abort();
      signal.throwIfAborted();
    }
  }

  #unhealthy(): EnvironmentError {
    const diagnostic = {
      code: 'SERVICE_NOT_READY',
      severity: 'error',
      message: `service "${this.name}" is unhealthy`,
      ...(this.lastCheck === undefined ? {} : { seen: this.lastCheck }),
    } as const;
    const options = { service: this.name, logTail: this.logTail() };
    return new EnvironmentError('SERVICE_NOT_READY', [diagnostic], options);
  }

  async #awaitPort(state: ContainerState, port: number, signal: AbortSignal): Promise<void> {
    this.lastCheck ??= `nothing answers on port ${port} of the container`;
    while (!(await this.#isPortOpen(state, port))) await delay(PORT_POLL_MS, undefined, { signal });
  }

  /** A container without an address has ended, or has no network: nothing will ever answer there. */
  async #isPortOpen(state: ContainerState, port: number): Promise<boolean> {
    const direct = ownAddress(state);
    const host = direct ?? this.#context.endpoint.host;
    const hostPort = direct === undefined ? publishedPort(state, port) : port;
    if (hostPort === undefined) return false;
    return isContainerPortOpen({ host, port: hostPort }, direct !== undefined);
  }

  /** Opens the edges to each port as soon as that answers; a port that never does is refused there as well. */
  #openEdges(signal: AbortSignal): void {
    const { edges } = this.#context;
    const [state] = this.states;
    if (edges === undefined || state === undefined) return;
    const either = AbortSignal.any([signal, this.#stopping.signal]);
    for (const port of this.created.ports) {
      this.#awaitPort(state, port, either)
        .then(() => edges.there(this.name, port))
        // Only an abort ends the waiting; then there is nothing to open any more.
        .catch(() => undefined);
    }
  }

  /** What answers by now is open when this resolves. */
  async #edgesReady(): Promise<void> {
    const { edges } = this.#context;
    const [state] = this.states;
    if (edges === undefined || state === undefined) return;
    const opening = this.created.ports.map(async (port) => {
      if (await this.#isPortOpen(state, port)) await edges.there(this.name, port);
    });
    await Promise.all(opening);
  }

  async #stopOne(id: string): Promise<ProcessExit | undefined> {
    const { api } = this.#context;
    try {
      await api.send('POST', `/containers/${id}/stop`);
      const { State } = await api.get<ContainerState>(`/containers/${id}/json`);
      return toProcessExit(State.ExitCode);
    } catch (error) {
      // Somebody else has removed it.
      if (error instanceof EngineError && error.status === 404) return undefined;
      throw error;
    }
  }

  async #finishLog(id: string): Promise<void> {
    try {
      await this.#logs.get(id)?.finish();
    } catch (error) {
      const message = `the log of service "${this.name}" may lack its end`;
      const seen = error instanceof Error ? error.message : String(error);
      const diagnostic = { code: 'LOG_INCOMPLETE', severity: 'warning', message, seen } as const;
      this.#context.course.emit({ type: 'warning', diagnostic });
    }
  }

  async #closeLogs(): Promise<void> {
    await Promise.all([...this.#logs.keys()].map((id) => this.#finishLog(id)));
    for (const log of this.#logs.values()) log.close();
    this.#logs.clear();
  }
}

function isFailing(check: { readonly ExitCode: number } | undefined): boolean {
  return check !== undefined && check.ExitCode !== 0;
}

function hasHealthcheck({ Config }: ContainerState): boolean {
  const [kind] = Config.Healthcheck?.Test ?? [];
  return kind !== undefined && kind !== 'NONE';
}
