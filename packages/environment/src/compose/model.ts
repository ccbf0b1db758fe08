import type { Diagnostic, SourceLocation } from '../diagnostic.ts';

/** A Compose file after interpolation and parsing: everything known, everything located, nothing ignored in silence. */
export interface ComposeModel {
  /** Absolute path of the file. */
  readonly file: string;
  /** Absolute path of the folder that relative paths start from. */
  readonly directory: string;
  readonly name: string;
  readonly services: ReadonlyMap<string, ComposeService>;
  /** Profiles that are switched on by `COMPOSE_PROFILES` or by the caller. */
  readonly activeProfiles: readonly string[];
  /** What was understood but is not applied natively; errors are thrown instead. */
  readonly warnings: readonly Diagnostic[];
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
  readonly profiles: readonly string[];
  readonly restart: string | undefined;
  readonly stopSignal: string | undefined;
  readonly stopGracePeriodMs: number | undefined;
  /** Other names under which it is reachable: `container_name`, `hostname`, network aliases. */
  readonly aliases: readonly string[];
  readonly native: ComposeNative | undefined;
  /** `x-sql`: where a test finds the service's database. */
  readonly sql: string | undefined;
}

/** How to run a service natively, from `x-native`. */
export interface ComposeNative {
  readonly command: readonly string[];
  /** Absolute. */
  readonly cwd: string;
  /** Runs to its end before the command, in the same folder. */
  readonly prepare: readonly string[] | undefined;
  readonly environment: ReadonlyMap<string, string>;
  readonly location: SourceLocation;
}

/** The `build` section. */
export interface ComposeBuild {
  /** Absolute path of the build context. */
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
  readonly location: SourceLocation;
}

/** A healthcheck that is switched on. */
export interface ComposeHealthcheck {
  readonly test:
    | { readonly form: 'exec'; readonly command: readonly string[] }
    | { readonly form: 'shell'; readonly script: string }
    | { readonly form: 'none' };
  readonly intervalMs: number;
  readonly startIntervalMs: number | undefined;
  readonly timeoutMs: number;
  readonly startPeriodMs: number;
  readonly retries: number;
}

/** A path inside the container that lives on the host. */
export interface ComposeVolume {
  readonly type: 'bind' | 'volume' | 'tmpfs';
  /** Absolute path for a bind, the volume's name for a named volume, undefined for an anonymous one. */
  readonly source: string | undefined;
  readonly target: string;
  readonly location: SourceLocation;
}
