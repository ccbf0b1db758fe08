import type { ComposeModel } from './compose/model.ts';
import type { Diagnostic } from './diagnostic.ts';
import type {
  EnvironmentEvent,
  NotProven,
  PortMapping,
  ProcessExit,
  Rung,
  ServiceProvider,
} from './events.ts';
import type { Faults } from './faults/fault.ts';
import type { Fixture } from './fixtures/fixture.ts';
import type { Reaper } from './process/reaper.ts';
import type { TreeBounds } from './process/tree-bounds.ts';
import type { ResetRecord } from './reset/snapshot.ts';

/** What makes the services run: processes of this machine, or containers of a Docker Engine. */
export type Driver = 'native' | 'docker';

/** What `createEnvironment` needs. */
export interface EnvironmentOptions {
  readonly compose: ComposeModel;
  /** Services to start with all they depend on; all enabled services when absent or empty. */
  readonly services?: readonly string[];
  /** Absolute path of a folder for this run's logs and volumes; created when missing. */
  readonly directory: string;
  /** One deadline for everything until all services are ready. Default 60,000. */
  readonly deadlineMs?: number;
  /** Where PATH, HOME and the like come from; default `process.env`. Nothing else is inherited. */
  readonly env?: NodeJS.ProcessEnv;
  readonly onEvent?: (event: EnvironmentEvent) => void;
  /** Aborting it interrupts a start, which then stops what it started and rejects with `ABORTED`. */
  readonly signal?: AbortSignal;
  /**
   * Default `native`, so that the evidence is the same on every machine; `auto` takes `docker` when an engine answers
   * within a second.
   */
  readonly driver?: Driver | 'auto';
  /** Shares one reaper among environments and process trees; by default each environment has its own. */
  readonly reaper?: Reaper;
  /** What each service may take before it is killed; default a log of 256 MB and 1,000 processes. */
  readonly bounds?: Partial<TreeBounds>;
  /** Folder of the records of what runs; default SEATRIAL_STATE_DIR, else `seatrial` in XDG_STATE_HOME. */
  readonly stateFolder?: string;
  /**
   * Default `direct`; `proxied` puts a proxy on every edge, from each service and from the caller of `address()` to each
   * port of another service, so that edges can be broken on purpose.
   */
  readonly edges?: 'direct' | 'proxied';
  /** Applied in this order once all services are ready, before `start()` resolves; each has its own time limit. */
  readonly fixtures?: readonly Fixture[];
  /**
   * Keeps the state of these services (true: of all but jobs) after the fixtures, so that `reset()` can go back to it.
   * Connections to PostgreSQL are cut while it is copied, and services without a known store are started again.
   */
  readonly resets?: boolean | readonly string[];
}

/** Services that are described but do not run yet. */
export interface Environment {
  /**
   * Starts the services in dependency order and resolves when all are ready. A service that has no way to run here is
   * left out, with those that need it; see `StartedEnvironment.notProven`.
   *
   * @throws {EnvironmentError} `SERVICE_UNKNOWN`, `SERVICE_NOT_RUNNABLE` when not one service can run, `DOCKERFILE_INVALID`, `PORT_TAKEN`,
   * `PREPARE_FAILED`, `COMMAND_NOT_FOUND`, `DOCKER_UNAVAILABLE`, `SERVICE_DIED`, `SERVICE_NOT_READY`, `FIXTURE_FAILED` or `ABORTED`; by then nothing
   * is left running.
   */
  start(): Promise<StartedEnvironment>;
  /** Interrupts a start that is under way, or stops what was started; idempotent. */
  stop(): Promise<void>;
}

/** One service of a started environment. */
export interface RunningService {
  readonly name: string;
  readonly rung: Rung;
  readonly provider: ServiceProvider;
  readonly pid: number;
  readonly command: readonly string[];
  /** Absolute path of the folder the service runs in. */
  readonly cwd: string;
  readonly ports: readonly PortMapping[];
  /** Absolute path of the complete log. */
  readonly logFile: string;
}

/** A service that ended though nobody asked it to. */
export interface ServiceDeath {
  readonly service: string;
  readonly exit: ProcessExit;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** Since the service's process was started. */
  readonly afterMs: number;
  /** What is known beyond the exit, such as `LOG_FLOODED`, `PROCESSES_FLOODED` or `SERVICE_DETACHED`. */
  readonly why?: Diagnostic;
  /** The last 50 lines of its log. */
  readonly logTail: readonly string[];
}

/** Services that run and are ready; `await using` stops them. */
export interface StartedEnvironment extends AsyncDisposable {
  readonly driver: Driver;
  readonly services: ReadonlyMap<string, RunningService>;
  /** Services that were not started because nothing here can run them, or what they need, by name. */
  readonly notProven: ReadonlyMap<string, NotProven>;
  /** Services that ended unexpectedly so far, in that order. */
  readonly deaths: readonly ServiceDeath[];
  /** Calls the listener at every unexpected end from now on; returns a function that takes it off again. */
  onDeath(listener: (death: ServiceDeath) => void): () => void;
  /**
   * Says where a service answers, by default on its first port.
   *
   * @throws {EnvironmentError} `SERVICE_UNKNOWN` when there is no such service or port, `SERVICE_NOT_RUNNABLE` for one of `notProven`
   */
  address(
    service: string,
    containerPort?: number,
  ): { readonly host: string; readonly port: number };
  /** The service's own variables (not what it inherits), as its process sees them. */
  environmentOf(service: string): Readonly<Record<string, string>>;
  /** Absolute path of the folder the service runs in. */
  workingDirectory(service: string): string;
  /** URL of the service's database: from `x-sql`, or inferred for a PostgreSQL image; undefined when it has none. */
  sqlUrl(service: string): string | undefined;
  /**
   * What to start, with `spawnProcessTree` say, so that a command runs as if it were inside the service: its variables,
   * its folder, its PATH. Names of services, container ports and paths of volumes mean what they mean to the service.
   */
  commandIn(
    service: string,
    command: readonly string[],
    attachment?: CommandAttachment,
  ): ServiceCommand;
  /** Breaks services and, with `edges: 'proxied'`, the ways between them; `stop` takes everything away. */
  readonly faults: Faults;
  /** The last lines of a service's log, default 50. */
  logTail(service: string, lines?: number): string[];
  /**
   * Brings the services back to where they were after the fixtures.
   *
   * @returns how and in what time, for each service that was
   * @throws {EnvironmentError} `RESET_FAILED`; then their state is not known
   */
  reset(options?: ResetOptions): Promise<readonly ResetRecord[]>;
  /**
   * Stops all services in reverse dependency order; idempotent.
   *
   * @throws {EnvironmentError} `STOP_INCOMPLETE` when a process or port outlived SIGKILL
   */
  stop(): Promise<void>;
}

/** What of ours a command in a container is attached to; a process of this machine has it anyway. */
export interface CommandAttachment {
  /** Standard input. */
  readonly input?: boolean;
  /** A terminal. */
  readonly terminal?: boolean;
}

/** What is reset. */
export interface ResetOptions {
  /** Default: all whose state was kept. */
  readonly services?: readonly string[] | undefined;
  readonly signal?: AbortSignal;
}

/** A command that runs as if it were inside a service. */
export interface ServiceCommand {
  readonly command: readonly string[];
  readonly cwd: string;
  /** Complete environment for the process, PATH included. */
  readonly env: Readonly<Record<string, string>>;
}
