import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { EnvironmentError } from '../diagnostic.ts';
import type { Environment, EnvironmentOptions, StartedEnvironment } from '../environment.ts';
import type { EnvironmentEvent, ProcessExit } from '../events.ts';
import { startReaper } from '../process/reaper.ts';
import type { Reaper } from '../process/reaper.ts';
import { assignPorts } from './assign-ports.ts';
import type { PortAssignment } from './assign-ports.ts';
import { chooseRungs } from './choose-rung.ts';
import { planHostService } from './plan-host-services.ts';
import type { HostPlan } from './plan-host-services.ts';
import { selectServices } from './select-services.ts';
import { ServiceProcess, untilAborted } from './service-process.ts';
import type { ServiceObserver } from './service-process.ts';
import { StartedNativeEnvironment } from './started-native-environment.ts';
import { stopServices } from './stop-services.ts';

const DEFAULT_DEADLINE_MS = 60_000;

/** The native driver: services as plain processes of this machine. */
export class NativeEnvironment implements Environment {
  readonly #options: EnvironmentOptions;
  readonly #plans = new Map<string, HostPlan>();
  readonly #processes = new Map<string, ServiceProcess>();
  /** Aborted by the first thing that goes wrong while starting; its reason is the error. */
  readonly #starting = new AbortController();
  #started: StartedNativeEnvironment | undefined;
  #isReady = false;
  #startedAt = 0;
  #assignment: PortAssignment | undefined;
  #reaper: Reaper | undefined;
  #starts: Promise<StartedEnvironment> | undefined;
  #stopped: Promise<void> | undefined;

  constructor(options: EnvironmentOptions) {
    this.#options = options;
  }

  start(): Promise<StartedEnvironment> {
    this.#starts ??= this.#start();
    return this.#starts;
  }

  async stop(): Promise<void> {
    this.#starting.abort(aborted('the environment was stopped'));
    // Whoever called start() is told what went wrong there; here only its end is of interest.
    await this.#starts?.catch(() => undefined);
    await this.#stopAll();
  }

  async #start(): Promise<StartedEnvironment> {
    this.#startedAt = performance.now();
    const release = this.#armLimits();
    const { signal } = this.#starting;
    try {
      signal.throwIfAborted();
      await this.#plan();
      signal.throwIfAborted();
      const bringingUp = [...this.#processes.values()].map((process) => this.#bringUp(process));
      await Promise.all(bringingUp.map((up) => this.#abortOnFault(up)));
      signal.throwIfAborted();
    } catch (error) {
      const reason: unknown = signal.aborted ? signal.reason : error;
      await this.#giveUp(reason);
      throw reason;
    } finally {
      release();
    }
    return this.#becomeReady();
  }

  #becomeReady(): StartedEnvironment {
    this.#isReady = true;
    this.#started = new StartedNativeEnvironment({
      plans: this.#plans,
      processes: this.#processes,
      stop: () => this.#stopAll(),
    });
    this.#emit({ type: 'environment-ready', afterMs: performance.now() - this.#startedAt });
    return this.#started;
  }

  async #plan(): Promise<void> {
    const { compose, services = [], directory, env = process.env } = this.#options;
    const selected = selectServices(compose, services);
    const planned = [...chooseRungs(selected)].map(([service, plan]) => ({ service, plan }));
    this.#assignment = await assignPorts(planned);
    for (const diagnostic of [...compose.warnings, ...this.#assignment.warnings]) {
      this.#emit({ type: 'warning', diagnostic });
    }
    mkdirSync(join(directory, 'logs'), { recursive: true });
    this.#reaper = this.#options.reaper ?? (await startReaper());
    const context = { directory, assignment: this.#assignment, planned, inherited: env };
    for (const one of planned) {
      const plan = planHostService(one, context);
      this.#plans.set(one.service.name, plan);
      for (const diagnostic of plan.warnings) this.#emit({ type: 'warning', diagnostic });
      const process = new ServiceProcess(plan.host, {
        observer: this.#observer(),
        reaper: this.#reaper,
      });
      this.#processes.set(one.service.name, process);
    }
  }

  async #bringUp(process: ServiceProcess): Promise<void> {
    const { signal } = this.#starting;
    const dependsOn = this.#plans.get(process.host.name)?.service.dependsOn ?? [];
    const conditions = [...dependsOn].flatMap(([name, { condition }]) => {
      const dependency = this.#processes.get(name);
      if (dependency === undefined) return [];
      switch (condition) {
        case 'service_started':
          return [dependency.started.promise];
        case 'service_healthy':
          return [dependency.ready.promise];
        case 'service_completed_successfully':
          return [dependency.completed.promise];
        default:
          return condition satisfies never;
      }
    });
    await untilAborted(Promise.all(conditions), signal);
    await process.start(signal);
  }

  async #abortOnFault(up: Promise<void>): Promise<void> {
    try {
      await up;
    } catch (error) {
      // Only the first fault counts: the others follow from it.
      this.#starting.abort(error);
    }
  }

  /** Arms the deadline and the caller's signal; returns the function that disarms both. */
  #armLimits(): () => void {
    const { signal, deadlineMs = DEFAULT_DEADLINE_MS } = this.#options;
    const timer = setTimeout(() => this.#starting.abort(this.#tooLate(deadlineMs)), deadlineMs);
    const onAbort = (): void => this.#starting.abort(aborted('the start was interrupted'));
    if (signal?.aborted === true) onAbort();
    signal?.addEventListener('abort', onAbort, { once: true });
    return () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    };
  }

  #tooLate(deadlineMs: number): EnvironmentError {
    const late = [...this.#processes.values()].filter(
      ({ pid, isReady }) => pid !== undefined && !isReady,
    );
    const [first] = late;
    const diagnostics = late.map(({ host, lastCheck }) => ({
      code: 'SERVICE_NOT_READY',
      severity: 'error' as const,
      message: `service "${host.name}" was not ready within ${deadlineMs} ms`,
      ...(lastCheck === undefined ? {} : { seen: lastCheck }),
    }));
    if (first !== undefined) {
      const options = { service: first.host.name, logTail: first.logTail() };
      return new EnvironmentError('SERVICE_NOT_READY', diagnostics, options);
    }
    const message = `no service was started within ${deadlineMs} ms`;
    return new EnvironmentError('SERVICE_NOT_READY', [
      { code: 'SERVICE_NOT_READY', severity: 'error', message },
    ]);
  }

  #observer(): ServiceObserver {
    return { emit: (event) => this.#emit(event), died: (...death) => this.#died(...death) };
  }

  /** Takes note of a process that ended though nobody asked it to. */
  #died(process: ServiceProcess, exit: ProcessExit, afterMs: number): void {
    const { name } = process.host;
    const logTail = process.logTail();
    this.#emit({ type: 'service-died', service: name, exit, afterMs, logTail });
    if (this.#isReady) {
      const at = new Date().toISOString();
      this.#started?.addDeath({ service: name, exit, at, afterMs, logTail });
      return;
    }
    const how = exit.signal === null ? `exit code ${exit.exitCode}` : `signal ${exit.signal}`;
    const seen = `${how} after ${Math.round(afterMs)} ms`;
    this.#starting.abort(process.fault('SERVICE_DIED', `service "${name}" ended`, { seen }));
  }

  async #giveUp(reason: unknown): Promise<void> {
    if (reason instanceof EnvironmentError && reason.service !== undefined) {
      const { code, message, service } = reason;
      const logTail = this.#processes.get(service)?.logTail() ?? [];
      this.#emit({ type: 'service-failed', service, code, message, logTail });
    }
    try {
      await this.#stopAll();
    } catch (error) {
      if (!(error instanceof EnvironmentError)) throw error;
      for (const diagnostic of error.diagnostics) this.#emit({ type: 'warning', diagnostic });
    }
  }

  #stopAll(): Promise<void> {
    this.#stopped ??= this.#stopOnce();
    return this.#stopped;
  }

  async #stopOnce(): Promise<void> {
    const stopAt = performance.now();
    try {
      await stopServices(this.#plans, this.#processes);
    } finally {
      this.#assignment?.release();
      if (this.#options.reaper === undefined) await this.#reaper?.close();
      const afterMs = performance.now() - stopAt;
      this.#emit({ type: 'environment-stopped', afterMs });
    }
  }

  #emit(event: EnvironmentEvent): void {
    this.#options.onEvent?.(event);
  }
}

function aborted(message: string): EnvironmentError {
  return new EnvironmentError('ABORTED', [{ code: 'ABORTED', severity: 'error', message }]);
}
