import { ENVIRONMENT_ERROR_CODES, EnvironmentError } from '../diagnostic.ts';
import type { Environment, EnvironmentOptions, StartedEnvironment } from '../environment.ts';
import type { EnvironmentEvent } from '../events.ts';
import { startReaper } from '../process/reaper.ts';
import type { Reaper } from '../process/reaper.ts';
import { DeathRegister } from './death-register.ts';
import type { ServiceDriver, ServiceEnd, StartCourse } from './service-driver.ts';
import { TestData } from './test-data.ts';

const DEFAULT_DEADLINE_MS = 60_000;

/** The course of every environment: one start under one deadline, the first fault ends it, one stop whatever happened. */
export class DrivenEnvironment implements Environment {
  readonly #options: EnvironmentOptions;
  readonly #driver: ServiceDriver;
  readonly #deaths = new DeathRegister();
  readonly #data: TestData;
  /** Aborted by the first thing that goes wrong while starting; its reason is the error. */
  readonly #starting = new AbortController();
  #isReady = false;
  #startedAt = 0;
  #reaper: Reaper | undefined;
  /** What happened before there was a record to note it in. */
  readonly #early: EnvironmentEvent[] = [];
  #starts: Promise<StartedEnvironment> | undefined;
  #stopped: Promise<void> | undefined;

  constructor(options: EnvironmentOptions, driver: ServiceDriver) {
    this.#options = options;
    this.#driver = driver;
    this.#data = new TestData(options, {
      emit: (event) => this.#emit(event),
      reaper: () => this.#openReaper(),
    });
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
      // A fixture that is missing is told before anything is started.
      this.#data.plan();
      await this.#driver.start(this.#course());
      signal.throwIfAborted();
      release.deadline();
      const started = this.#driver.describe({
        deaths: this.#deaths,
        reset: (options) => this.#data.reset(options),
        stop: () => this.#stopAll(),
      });
      await this.#data.prepare(started, signal);
      signal.throwIfAborted();
      return this.#becomeReady(started);
    } catch (error) {
      // Only the first fault counts: the others follow from it.
      const reason: unknown = signal.aborted ? signal.reason : error;
      this.#starting.abort(reason);
      await this.#giveUp(reason);
      throw reason;
    } finally {
      release.all();
    }
  }

  #becomeReady(started: StartedEnvironment): StartedEnvironment {
    this.#isReady = true;
    this.#emit({ type: 'environment-ready', afterMs: performance.now() - this.#startedAt });
    return started;
  }

  #course(): StartCourse {
    return {
      signal: this.#starting.signal,
      reaper: () => this.#openReaper(),
      emit: (event) => this.#emit(event),
      died: (...death) => this.#died(...death),
      fault: (error) => this.#starting.abort(error),
    };
  }

  /** Arms the deadline and the caller's signal; returns the functions that disarm them. */
  #armLimits(): { deadline: () => void; all: () => void } {
    const { signal, deadlineMs = DEFAULT_DEADLINE_MS } = this.#options;
    const timer = setTimeout(() => this.#starting.abort(this.#tooLate(deadlineMs)), deadlineMs);
    const onAbort = (): void => this.#starting.abort(aborted('the start was interrupted'));
    if (signal?.aborted === true) onAbort();
    signal?.addEventListener('abort', onAbort, { once: true });
    const deadline = (): void => clearTimeout(timer);
    const all = (): void => {
      deadline();
      signal?.removeEventListener('abort', onAbort);
    };
    return { deadline, all };
  }

  #tooLate(deadlineMs: number): EnvironmentError {
    const late = this.#driver.unready();
    const [first] = late;
    const diagnostics = late.map(({ service, lastCheck }) => ({
      code: 'SERVICE_NOT_READY',
      severity: 'error' as const,
      message: `service "${service}" was not ready within ${deadlineMs} ms`,
      ...(lastCheck === undefined ? {} : { seen: lastCheck }),
    }));
    if (first !== undefined) {
      const { service } = first;
      const options = { service, logTail: this.#driver.logTail(service) };
      return new EnvironmentError('SERVICE_NOT_READY', diagnostics, options);
    }
    const message = `no service was started within ${deadlineMs} ms`;
    return new EnvironmentError('SERVICE_NOT_READY', [
      { code: 'SERVICE_NOT_READY', severity: 'error', message },
    ]);
  }

  /** Takes note of a service that ended though nobody asked it to. */
  #died(service: string, death: ServiceEnd): void {
    const logTail = this.#driver.logTail(service);
    this.#emit({ type: 'service-died', service, ...death, logTail });
    if (this.#isReady) {
      this.#deaths.add({ service, ...death, at: new Date().toISOString(), logTail });
    } else {
      this.#starting.abort(diedWhileStarting(service, death, logTail));
    }
  }

  async #giveUp(reason: unknown): Promise<void> {
    if (reason instanceof EnvironmentError && reason.service !== undefined) {
      const { code, message, service } = reason;
      const logTail = this.#driver.logTail(service);
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
      await this.#driver.stop();
    } finally {
      if (this.#options.reaper === undefined) await this.#reaper?.close();
      this.#emit({ type: 'environment-stopped', afterMs: performance.now() - stopAt });
    }
  }

  /** From here on a crash leaves nothing: the reaper ends what was started, the next command what the reaper cannot. */
  async #openReaper(): Promise<Reaper> {
    const { reaper, compose, stateFolder } = this.#options;
    const project = compose.directory;
    const record = { project, ...(stateFolder === undefined ? {} : { stateFolder }) };
    this.#reaper ??= reaper ?? (await startReaper(record));
    for (const event of this.#early) this.#reaper.record.note(this.#options.directory, event);
    const { problem } = this.#reaper.record;
    if (problem !== undefined) this.#emit({ type: 'warning', diagnostic: problem });
    return this.#reaper;
  }

  #emit(event: EnvironmentEvent): void {
    if (this.#reaper === undefined) this.#early.push(event);
    else this.#reaper.record.note(this.#options.directory, event);
    this.#options.onEvent?.(event);
  }
}

function diedWhileStarting(
  service: string,
  { exit, afterMs, why }: ServiceEnd,
  logTail: readonly string[],
): EnvironmentError {
  const how = exit.signal === null ? `exit code ${exit.exitCode}` : `signal ${exit.signal}`;
  const seen = `${how} after ${Math.round(afterMs)} ms`;
  const message = `service "${service}" ended`;
  const ended = { code: 'SERVICE_DIED', severity: 'error', message, seen } as const;
  const code = ENVIRONMENT_ERROR_CODES.find((known) => known === why?.code) ?? ended.code;
  return new EnvironmentError(code, [why ?? ended], { service, logTail });
}

function aborted(message: string): EnvironmentError {
  return new EnvironmentError('ABORTED', [{ code: 'ABORTED', severity: 'error', message }]);
}
