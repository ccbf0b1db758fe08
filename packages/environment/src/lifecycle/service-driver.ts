import type { Diagnostic } from '../diagnostic.ts';
import type { Driver, ResetOptions, StartedEnvironment } from '../environment.ts';
import type { EnvironmentEvent, ProcessExit } from '../events.ts';
import type { Reaper } from '../process/reaper.ts';
import type { ResetRecord } from '../reset/snapshot.ts';
import type { DeathRegister } from './death-register.ts';

/** What a driver is given while it starts services and as long as they run. */
export interface StartCourse {
  /** Aborted by the first thing that goes wrong while starting, whoever noticed it. */
  readonly signal: AbortSignal;
  /** To be asked for, once, before anything is started; closed after `stop`. */
  reaper(): Promise<Reaper>;
  emit(event: EnvironmentEvent): void;
  /** A service ended though nobody asked it to; while starting this aborts the start. */
  died(service: string, death: ServiceEnd): void;
  /** Aborts the start with this error, unless something went wrong before. */
  fault(error: unknown): void;
}

/** How a service ended that should not have. */
export interface ServiceEnd {
  readonly exit: ProcessExit;
  /** Since the service's process was started. */
  readonly afterMs: number;
  /** What is known beyond the exit. */
  readonly why?: Diagnostic;
}

/** A service that was started and is not ready. */
export interface UnreadyService {
  readonly service: string;
  /** What the last healthcheck said. */
  readonly lastCheck: string | undefined;
}

/** What a started environment has from its lifecycle. */
export interface StartedLifecycle {
  readonly deaths: DeathRegister;
  reset(options?: ResetOptions): Promise<readonly ResetRecord[]>;
  stop(): Promise<void>;
}

/** One way to make services run; deadline, abort, deaths and the one stop are not its business. */
export interface ServiceDriver {
  readonly driver: Driver;
  /** Starts the services in dependency order and resolves when all are ready. */
  start(course: StartCourse): Promise<void>;
  /** What the user gets once they are. */
  describe(lifecycle: StartedLifecycle): StartedEnvironment;
  /** Services that were started and are not ready yet; asked when the time is over. */
  unready(): readonly UnreadyService[];
  /** The last lines of a service's log, default 50. */
  logTail(service: string, lines?: number): string[];
  /**
   * Stops whatever `start` has begun; called once, after `start` has settled.
   *
   * @throws {EnvironmentError} `STOP_INCOMPLETE`
   */
  stop(): Promise<void>;
}
