import type { ComposeHealthcheck, ComposeService } from '../compose/model.ts';
import type { Diagnostic } from '../diagnostic.ts';
import type { ServiceProvider } from '../events.ts';
import type { PathMapping, RewriteScope } from './rewrite.ts';

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
  /** Ports the program is told of by a file, so that neither command nor variables show it. */
  readonly toldPorts: readonly number[];
  /** The only ports it serves, where that is known to be fewer than the image's. */
  readonly servedPorts: readonly number[] | undefined;
  /** Configuration files, which may speak of neighbours. */
  readonly configTexts: readonly string[];
  /** Where copies of files are found that the service is to use instead of the mounted ones. */
  readonly replacedPaths: readonly PathMapping[];
  /** A folder with commands that are found before all others. */
  readonly toolFolder: string | undefined;
}

/** A plan with what every rung takes from the Compose file, and nothing for what it does not say. */
export function launchPlan(
  service: ComposeService,
  given: Pick<LaunchPlan, 'provider' | 'command' | 'cwd' | 'environment'> & Partial<LaunchPlan>,
): LaunchPlan {
  return {
    imagePorts: [],
    paths: [],
    volumes: [],
    healthcheck: service.healthcheck,
    stopSignal: service.stopSignal,
    prepare: undefined,
    temporaryFolder: undefined,
    sql: undefined,
    user: undefined,
    warnings: [],
    toldPorts: [],
    servedPorts: undefined,
    configTexts: [],
    replacedPaths: [],
    toolFolder: undefined,
    ...given,
  };
}

/** What a preparation may use; everything is rewritten for the host already. */
export interface PrepareContext {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** What texts of the service are rewritten by. */
  readonly scope: RewriteScope;
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
