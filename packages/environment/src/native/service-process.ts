import { rmSync, writeFileSync } from 'node:fs';

import { EnvironmentError } from '../diagnostic.ts';
import type { Diagnostic, EnvironmentErrorCode } from '../diagnostic.ts';
import type { EnvironmentEvent, PortMapping, ProcessExit } from '../events.ts';
import type { EndsByItself } from '../lifecycle/ends-by-itself.ts';
import { boundExceeded, detached, processesLeft, stopForced } from '../lifecycle/misconduct.ts';
import { untilAborted } from '../lifecycle/until-aborted.ts';
import { sendSignal } from '../process/process-table.ts';
import { readLogTail } from '../process/read-log-tail.ts';
import type { Reaper } from '../process/reaper.ts';
import { spawnProcessTree } from '../process/spawn-process-tree.ts';
import type { ProcessTree } from '../process/spawn-process-tree.ts';
import type { Exceeded, TreeBounds } from '../process/tree-bounds.ts';
import type { LaunchPlan, PrepareContext } from './launch-plan.ts';
import type { MountedFiles } from './mounted-files.ts';
import { awaitReadiness } from './readiness.ts';
import type { Readiness, ReadinessProbe } from './readiness.ts';
import type { RewriteScope } from './rewrite.ts';

/** A service whose every text is rewritten for the host. */
export interface HostService {
  readonly name: string;
  readonly plan: LaunchPlan;
  readonly command: readonly string[];
  readonly cwd: string;
  /** Its own variables. */
  readonly variables: ReadonlyMap<string, string>;
  /** The complete environment of its process. */
  readonly env: Readonly<Record<string, string>>;
  readonly ports: readonly PortMapping[];
  /** Loopback port that has to answer when there is no healthcheck. */
  readonly readyPort: number | undefined;
  readonly healthcheckCommand: readonly string[] | undefined;
  /** Its end with exit code 0 is what is waited for, or at least no fault. */
  readonly endsByItself: EndsByItself;
  readonly logFile: string;
  readonly stopGracePeriodMs: number;
  readonly stopSignal: NodeJS.Signals;
  /** What its texts were rewritten by. */
  readonly scope: RewriteScope;
  /** Its secrets and configs. */
  readonly mounted: MountedFiles | undefined;
  hostPath(path: string): string;
}

/** What a service process tells the environment that holds it. */
export interface ServiceObserver {
  emit(event: EnvironmentEvent): void;
  /** The process ended and nobody had asked it to; `why` says more than the exit, when more is known. */
  died(
    service: ServiceProcess,
    death: { exit: ProcessExit; afterMs: number; why?: Diagnostic },
  ): void;
}

/** What a service process is run with. */
export interface ServiceContext {
  readonly observer: ServiceObserver;
  readonly reaper: Reaper;
  readonly bounds: TreeBounds;
  /** Told of what its callers can reach; undefined when they reach it directly. */
  readonly edges: ServiceEdges | undefined;
}

/** The ways to a service, as far as its process decides over them. */
export interface ServiceEdges {
  /** Its process runs, its ports are about to open. */
  started(service: string): void;
  /** Resolves when all its ports that answer can be reached. */
  ready(service: string): Promise<void>;
  gone(service: string): void;
}

/** Lines of a log that are shown with a failure. */
const LOG_TAIL_LINES = 50;

/** One service from its preparation to its end. */
export class ServiceProcess {
  readonly host: HostService;
  /** Settles when the process was started. */
  readonly started = Promise.withResolvers<void>();
  readonly ready = Promise.withResolvers<void>();
  /** Settles when a job has ended with exit code 0. */
  readonly completed = Promise.withResolvers<void>();
  /** What the last healthcheck said. */
  lastCheck: string | undefined;
  isReady = false;
  readonly #succeeded = Promise.withResolvers<void>();
  readonly #observer: ServiceObserver;
  readonly #reaper: Reaper;
  readonly #bounds: TreeBounds;
  readonly #edges: ServiceEdges | undefined;
  /** Trees that we have ended ourselves, so that their end is no death. */
  readonly #endedOnPurpose = new WeakSet<ProcessTree>();
  readonly #stopSignal = new AbortController();
  #startingAgain: Promise<void> | undefined;
  #isPaused = false;
  #tree: ProcessTree | undefined;
  #startedAt = 0;
  #isStopping = false;
  /** Why we ended it ourselves. */
  #exceeded: Diagnostic | undefined;
  #stopped: Promise<readonly number[]> | undefined;

  constructor(host: HostService, context: ServiceContext) {
    this.host = host;
    this.#observer = context.observer;
    this.#reaper = context.reaper;
    this.#bounds = context.bounds;
    this.#edges = context.edges;
  }

  get pid(): number | undefined {
    return this.#tree?.pid;
  }

  logTail(lines = LOG_TAIL_LINES): string[] {
    return readLogTail(this.host.logFile, lines);
  }

  /** Prepares, starts and waits until the service is ready. */
  async start(signal: AbortSignal): Promise<void> {
    const { host } = this;
    const { name, command, cwd, plan, mounted } = host;
    writeFileSync(host.logFile, '', { flag: 'a' });
    const { provider } = plan;
    const { rung } = provider;
    this.#observer.emit({ type: 'service-starting', service: name, rung, provider, command, cwd });
    if (plan.temporaryFolder !== undefined) this.#reaper.watchFolder(plan.temporaryFolder);
    if (mounted !== undefined) {
      this.#reaper.watchFolder(mounted.folder);
      mounted.write();
    }
    await plan.prepare?.(this.#prepareContext(signal));
    signal.throwIfAborted();
    await this.#run(signal);
  }

  /** Stops all its processes where they are; they stay stoppable. */
  pause(): void {
    this.#isPaused = true;
    this.#signalAll('SIGSTOP');
  }

  resume(): void {
    this.#isPaused = false;
    this.#signalAll('SIGCONT');
  }

  /** Ends the running tree on purpose, with its own grace or at once. */
  async end(graceMs?: number): Promise<void> {
    const tree = this.#tree;
    if (tree === undefined) return;
    this.#endedOnPurpose.add(tree);
    this.#edges?.gone(this.host.name);
    if (this.#isPaused && graceMs !== 0) this.resume();
    this.#isPaused = false;
    const survivors = await tree.stop(graceMs);
    await tree.exited;
    if (survivors.length === 0) return;
    throw this.fault('FAULT_FAILED', `processes of service "${this.host.name}" outlived SIGKILL`, {
      seen: survivors.join(', '),
    });
  }

  /**
   * Starts an ended service again, in the state its volumes are in, and waits until it is ready. When it does not come
   * back, that is a death like any other.
   *
   * @throws {EnvironmentError} `SERVICE_NOT_READY`, `SERVICE_DIED`, `ABORTED`
   */
  async startAgain(timeoutMs: number): Promise<void> {
    const signal = AbortSignal.any([this.#stopSignal.signal, AbortSignal.timeout(timeoutMs)]);
    const { name, command, cwd, plan } = this.host;
    const { provider } = plan;
    const { rung } = provider;
    this.#observer.emit({ type: 'service-starting', service: name, rung, provider, command, cwd });
    this.isReady = false;
    this.#startingAgain = this.#run(signal);
    try {
      await this.#startingAgain;
    } catch (error) {
      if (this.#isStopping) throw this.fault('ABORTED', `service "${name}" was stopped`);
      const seen = this.lastCheck === undefined ? {} : { seen: this.lastCheck };
      const lost = signal.aborted
        ? this.fault(
            'SERVICE_NOT_READY',
            `service "${name}" was not ready again within ${timeoutMs} ms`,
            seen,
          )
        : error;
      const [why] = lost instanceof EnvironmentError ? lost.diagnostics : [];
      if (this.#tree?.exit === undefined) {
        await this.end(0);
        this.#die({ exitCode: null, signal: 'SIGKILL' }, why);
      }
      throw lost;
    }
  }

  /** Spawns the process and waits until it is ready, or has ended. */
  async #run(signal: AbortSignal): Promise<void> {
    const { name, ports } = this.host;
    const tree = await this.#spawn();
    this.#observer.emit({ type: 'service-started', service: name, pid: tree.pid, ports });
    this.#edges?.started(name);
    this.started.resolve();
    const ended = new AbortController();
    const endsEarly = (): void => {
      if (this.host.endsByItself !== 'never') return;
      ended.abort(this.fault('SERVICE_DIED', `service "${name}" ended before it was ready`));
    };
    void tree.exited.then(endsEarly);
    await this.#becomeReady(AbortSignal.any([signal, ended.signal]));
  }

  /** Twice, because a process may have made another one between the look and the signal. */
  #signalAll(signal: NodeJS.Signals): void {
    const tree = this.#tree;
    if (tree === undefined || tree.exit !== undefined) return;
    sendSignal(-tree.pid, signal);
    for (let look = 0; look < 2; look += 1) {
      for (const { pid } of tree.members()) sendSignal(pid, signal);
    }
  }

  /** Stops the service and all its processes; idempotent. Answers with the ids of survivors, normally none. */
  stop(): Promise<readonly number[]> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  /** An error about this service with its log. */
  fault(
    code: EnvironmentErrorCode,
    message: string,
    detail: { seen?: string; hint?: string } = {},
  ): EnvironmentError {
    const diagnostic = { code, severity: 'error', message, ...detail } as const;
    const options = { service: this.host.name, logTail: this.logTail() };
    return new EnvironmentError(code, [diagnostic], options);
  }

  async #spawn(): Promise<ProcessTree> {
    const { command, cwd, env, logFile, plan, stopSignal, stopGracePeriodMs } = this.host;
    const tree = await spawnProcessTree(command, {
      cwd,
      env,
      logFile,
      stopSignal,
      graceMs: stopGracePeriodMs,
      reaper: this.#reaper,
      bounds: this.#bounds,
      onExceeded: (exceeded) => this.#exceed(exceeded),
      ...plan.user,
    });
    this.#tree = tree;
    this.#startedAt = performance.now();
    void tree.exited.then((exit) => this.#ended(exit, tree));
    return tree;
  }

  #ended({ exitCode, signal }: ProcessExit, tree: ProcessTree): void {
    const exit = { exitCode, signal };
    if (this.#isStopping || this.#endedOnPurpose.has(tree)) return;
    if (exitCode !== 0 || this.host.endsByItself === 'never') this.#edges?.gone(this.host.name);
    if (this.#exceeded !== undefined) return this.#die(exit, this.#exceeded);
    if (exitCode === 0) this.#succeeded.resolve();
    if (exitCode !== 0) return this.#die(exit, undefined);
    // A look at all processes of the machine; most services never come here.
    const left = tree.members();
    const { name, endsByItself } = this.host;
    if (endsByItself === 'never') {
      this.#die(exit, left.length === 0 ? undefined : detached(name, left));
    } else if (left.length > 0) {
      this.#observer.emit({ type: 'warning', diagnostic: processesLeft(name, left) });
    }
  }

  #exceed(exceeded: Exceeded): void {
    this.#exceeded = boundExceeded(this.host.name, exceeded);
    // What floods may be a process that the first one has left behind.
    const exit = this.#tree?.exit;
    if (exit !== undefined && !this.#isStopping) this.#die(exit, this.#exceeded);
  }

  #die({ exitCode, signal }: ProcessExit, why: Diagnostic | undefined): void {
    const afterMs = performance.now() - this.#startedAt;
    const exit = { exitCode, signal };
    this.#observer.died(this, { exit, afterMs, ...(why === undefined ? {} : { why }) });
  }

  async #becomeReady(signal: AbortSignal): Promise<void> {
    const isJob = this.host.endsByItself === 'expected';
    const readiness: Promise<Readiness> = isJob
      ? this.#succeeded.promise.then(() => ({ isReady: true, by: 'completed' }))
      : awaitReadiness(this.#probe(), signal);
    // A death aborts the signal through the observer, so nobody waits for a service that is gone.
    const reached = await untilAborted(readiness, signal);
    const service = this.host.name;
    if (!reached.isReady) {
      const message = `service "${service}" is unhealthy`;
      throw this.fault('SERVICE_NOT_READY', message, { seen: reached.failure });
    }
    await this.#edges?.ready(service);
    this.isReady = true;
    const afterMs = performance.now() - this.#startedAt;
    this.#observer.emit({ type: 'service-ready', service, afterMs, by: reached.by });
    this.ready.resolve();
    if (isJob) this.completed.resolve();
  }

  #probe(): ReadinessProbe {
    const { plan, healthcheckCommand, readyPort, cwd, env } = this.host;
    return {
      healthcheck: plan.healthcheck,
      command: healthcheckCommand,
      port: readyPort,
      cwd,
      env,
      reaper: this.#reaper,
      onCheck: (summary) => {
        this.lastCheck = summary;
      },
    };
  }

  async #stop(): Promise<readonly number[]> {
    this.#isStopping = true;
    this.#stopSignal.abort();
    // Whoever asked for that start is told; here only its end is of interest.
    await this.#startingAgain?.catch(() => undefined);
    if (this.#isPaused) this.resume();
    const survivors = await this.#stopTree();
    const { plan, mounted } = this.host;
    for (const folder of [plan.temporaryFolder, mounted?.folder]) {
      if (folder === undefined) continue;
      rmSync(folder, { recursive: true, force: true });
      this.#reaper.releaseFolder(folder);
    }
    return survivors;
  }

  async #stopTree(): Promise<readonly number[]> {
    const tree = this.#tree;
    if (tree === undefined) return [];
    const stopAt = performance.now();
    const hadEnded = tree.exit !== undefined;
    const survivors = await tree.stop();
    if (!hadEnded) {
      const { exitCode, signal } = await tree.exited;
      const exit = { exitCode, signal };
      const afterMs = performance.now() - stopAt;
      if (signal === 'SIGKILL' && this.host.stopSignal !== 'SIGKILL') {
        this.#observer.emit({ type: 'warning', diagnostic: stopForced(this.host) });
      }
      this.#observer.emit({ type: 'service-stopped', service: this.host.name, exit, afterMs });
    }
    return survivors;
  }

  #prepareContext(signal: AbortSignal): PrepareContext {
    const { host } = this;
    const { cwd, env } = host;
    return {
      cwd,
      env,
      signal,
      scope: host.scope,
      hostPath: (path) => host.hostPath(path),
      run: (command) => this.#runPreparation(command, signal),
    };
  }

  async #runPreparation(command: readonly string[], signal: AbortSignal): Promise<void> {
    const { name, cwd, env, logFile, plan } = this.host;
    await using tree = await spawnProcessTree(command, {
      cwd,
      env,
      logFile,
      signal,
      graceMs: 1000,
      reaper: this.#reaper,
      ...plan.user,
    });
    const exit = await tree.exited;
    signal.throwIfAborted();
    if (exit.exitCode === 0) return;
    throw this.fault('PREPARE_FAILED', `preparing service "${name}" failed`, {
      seen: `${command.join(' ')} ended with ${exit.exitCode ?? exit.signal}`,
    });
  }
}
