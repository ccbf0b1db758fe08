import type { Diagnostic, SourceLocation } from '../diagnostic.ts';
import type { LocatedMap } from './located.ts';

/** One or several Compose files after interpolation and merging: everything known, everything located, nothing ignored in silence. */
export interface ComposeModel {
  /** Absolute paths of the files that were named, in their order: each overlays the ones before it. */
  readonly files: readonly string[];
  /** Absolute path of the folder that relative paths start from: that of the first file. */
  readonly directory: string;
  readonly name: string;
  readonly services: ReadonlyMap<string, ComposeService>;
  /** The top-level `volumes`. */
  readonly volumes: ReadonlyMap<string, ComposeNamedVolume>;
  /** The top-level `networks`. */
  readonly networks: ReadonlyMap<string, ComposeNetwork>;
  /** Profiles that are switched on by `COMPOSE_PROFILES` or by the caller. */
  readonly activeProfiles: readonly string[];
  /**
   * All files as one: interpolated, merged, `extends` and `include` resolved, every key kept. A driver that hands
   * the file on to somebody else writes this out again.
   */
  readonly source: LocatedMap;
  /** What is odd whichever driver is used; errors are thrown instead. */
  readonly warnings: readonly Diagnostic[];
  /** What one of the drivers cannot apply. */
  readonly findings: readonly DriverFinding[];
}

/** What a driver has to say about a service that it is to start: a warning, or an error because it would be another service. */
export interface DriverFinding {
  /** `any` for what both find. */
  readonly driver: 'native' | 'docker' | 'any';
  readonly service: string;
  readonly diagnostic: Diagnostic;
}

/** A volume that services share by its name. */
export interface ComposeNamedVolume {
  readonly name: string;
  /** Its name in the engine, when the file gives one. */
  readonly engineName: string | undefined;
  /** Whether it has to exist already. */
  readonly external: boolean;
  /** Whether a driver with options keeps it, so that it is more than an empty folder. */
  readonly hasOptions: boolean;
  readonly location: SourceLocation;
}

/** A network that services share by its name. */
export interface ComposeNetwork {
  readonly name: string;
  /** Its name in the engine, when the file gives one. */
  readonly engineName: string | undefined;
  /** Whether it has to exist already. */
  readonly external: boolean;
  /** Whether it has no way out. */
  readonly internal: boolean;
  readonly location: SourceLocation;
}

/** One service of a Compose file. */
export interface ComposeService {
  readonly name: string;
  readonly location: SourceLocation;
  readonly image: string | undefined;
  readonly build: ComposeBuild | undefined;
  /** In exec form; replaces the image's CMD. */
  readonly command: readonly string[] | undefined;
  /** In exec form; replaces the image's ENTRYPOINT and clears its CMD. */
  readonly entrypoint: readonly string[] | undefined;
  /** As written: a path inside the container, or a path on the host when it exists there. */
  readonly workingDirectory: string | undefined;
  /** `env_file` values first, overlaid by `environment`. */
  readonly environment: ReadonlyMap<string, string>;
  readonly ports: readonly ComposePort[];
  readonly expose: readonly number[];
  readonly dependsOn: ReadonlyMap<string, ComposeDependency>;
  readonly healthcheck: ComposeHealthcheck | undefined;
  readonly volumes: readonly ComposeVolume[];
  /** Secrets and configs. */
  readonly files: readonly ComposeMountedFile[];
  /** By name of the network: the service's other names in it. Empty stands for the default network. */
  readonly networks: ReadonlyMap<string, readonly string[]>;
  /** `extra_hosts`: addresses by name. */
  readonly extraHosts: ReadonlyMap<string, readonly string[]>;
  /** How many containers; 0 means that the service is not started. */
  readonly replicas: number;
  /** `init: true`: the container gets an init process that collects orphans. */
  readonly init: boolean;
  readonly profiles: readonly string[];
  readonly restart: string | undefined;
  readonly stopSignal: string | undefined;
  readonly stopGracePeriodMs: number | undefined;
  /** Other names under which it is reachable: `container_name`, `hostname`, network aliases, names in `links`. */
  readonly aliases: readonly string[];
  readonly native: ComposeNative | undefined;
  /** `x-sql`: where a test finds the service's database. */
  readonly sql: string | undefined;
}

/** How to run a service natively, from `x-native`. */
export interface ComposeNative {
  /** Undefined when `x-native` only accepts a version. */
  readonly command: readonly string[] | undefined;
  /** Absolute. */
  readonly cwd: string;
  /** Runs to its end before the command, in the same folder. */
  readonly prepare: readonly string[] | undefined;
  readonly environment: ReadonlyMap<string, string>;
  /** A major version of the product that is accepted instead of the image's; `any` for all. */
  readonly version: string | undefined;
  readonly location: SourceLocation;
}

/** The `build` section. */
export interface ComposeBuild {
  /** Absolute path of the build context, or the address of a remote one. */
  readonly context: string;
  /** Absolute path of the Dockerfile. */
  readonly dockerfile: string;
  readonly target: string | undefined;
  readonly args: ReadonlyMap<string, string>;
  readonly location: SourceLocation;
}

/** One published port. */
export interface ComposePort {
  readonly target: number;
  /** Undefined when any free port will do. */
  readonly published: number | undefined;
  /** The first and the last port to choose from, when the file gives a range for one container port. */
  readonly publishedRange: readonly [first: number, last: number] | undefined;
  /** Address of the host to listen on; undefined for all. */
  readonly hostIp: string | undefined;
  readonly protocol: 'tcp' | 'udp';
  readonly location: SourceLocation;
}

/** Conditions of `depends_on`. */
export const DEPENDENCY_CONDITIONS = [
  'service_started',
  'service_healthy',
  'service_completed_successfully',
] as const;

/** What must hold of another service before this one starts. */
export interface ComposeDependency {
  readonly condition: (typeof DEPENDENCY_CONDITIONS)[number];
  readonly required: boolean;
  /** Whether this service is to be restarted when the other one is. */
  readonly restart: boolean;
  readonly location: SourceLocation;
}

/** When a healthcheck is asked, and when its answer counts. */
export interface HealthcheckTimes {
  readonly intervalMs: number;
  readonly startIntervalMs: number | undefined;
  readonly timeoutMs: number;
  readonly startPeriodMs: number;
  readonly retries: number;
}

/** A healthcheck, with Docker's defaults where the file gives no time. */
export interface ComposeHealthcheck extends HealthcheckTimes {
  readonly test:
    | { readonly form: 'exec'; readonly command: readonly string[] }
    | { readonly form: 'shell'; readonly script: string }
    /** Switched off, also the one of the image. */
    | { readonly form: 'none' }
    /** The test of the image; the file gives only times. */
    | { readonly form: 'image'; readonly times: Partial<HealthcheckTimes> };
}

/** A path inside the container that lives on the host. */
export interface ComposeVolume {
  readonly type: 'bind' | 'volume' | 'tmpfs';
  /** Absolute path for a bind, the volume's name for a named volume, undefined for an anonymous one. */
  readonly source: string | undefined;
  readonly target: string;
  readonly readOnly: boolean;
  readonly location: SourceLocation;
}

/** A secret or config: a file inside the container. */
export interface ComposeMountedFile {
  readonly kind: 'secret' | 'config';
  /** The name under the top-level `secrets` or `configs`. */
  readonly name: string;
  /** Absolute path inside the container. */
  readonly target: string;
  /** A file of the host (absolute path), or the content itself. */
  readonly source:
    | { readonly form: 'file'; readonly path: string }
    | { readonly form: 'text'; readonly text: string };
  /** Permission bits, when the file gives them. */
  readonly mode: number | undefined;
  readonly location: SourceLocation;
}
