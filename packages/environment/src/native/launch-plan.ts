import type { ComposeHealthcheck, ComposeService } from '../compose/model.ts';
import type { Diagnostic } from '../diagnostic.ts';
import type { ServiceProvider } from '../events.ts';
import type { PathMapping } from './rewrite.ts';

/** How a service is started natively, still in the words of its container: its ports, its paths, its neighbours' names. */
export interface LaunchPlan {
  readonly provider: ServiceProvider;
  readonly command: readonly string[];
  /** Absolute path on the host. */
  readonly cwd: string;
  /** The service's own variables. */
  readonly environment: ReadonlyMap<string, string>;
  /** Ports that the image says it listens on, besides those in the Compose file. */
  readonly imagePorts: readonly number[];
  /** Where folders of the image are found on the host. */
  readonly paths: readonly PathMapping[];
  /** Folders that the image keeps in volumes of their own. */
  readonly volumes: readonly string[];
  readonly healthcheck: ComposeHealthcheck | undefined;
  readonly stopSignal: string | undefined;
  readonly prepare: ((context: PrepareContext) => Promise<void>) | undefined;
  /** A folder outside the run's own that is removed when the service is stopped. */
  readonly temporaryFolder: string | undefined;
  /** Where its database is found when `x-sql` does not say. */
  readonly sql: string | undefined;
  /** Another user to run as, because the program refuses to run as root. */
  readonly user: { readonly uid: number; readonly gid: number } | undefined;
  readonly warnings: readonly Diagnostic[];
}

/** What a preparation may use; everything is rewritten for the host already. */
export interface PrepareContext {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /**
   * Runs a command to its end, its output in the service's log.
   *
   * @throws {EnvironmentError} `PREPARE_FAILED` when it does not end with 0
   */
  run(command: readonly string[]): Promise<void>;
  /** Where a path inside the container lies on the host. */
  hostPath(path: string): string;
}

/** A service on its way to the host. */
export interface PlannedService {
  readonly service: ComposeService;
  readonly plan: LaunchPlan;
}

/** Why a rung that knows the service cannot run it here. */
export interface PassedOver {
  readonly reason: string;
  /** What would let this rung run it. */
  readonly remedy: string;
}

/** What a rung answers; undefined when the service is not of its kind. */
export type RungAnswer =
  | { readonly kind: 'plan'; readonly plan: LaunchPlan }
  | ({ readonly kind: 'passed-over' } & PassedOver)
  | undefined;
