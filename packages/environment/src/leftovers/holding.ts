import type { PortMapping, ProcessExit } from '../events.ts';
import type { ProcessIdentity, ProcessSpace } from '../process/process-identity.ts';

/** Raised when an older Seatrial would misunderstand a newer record. */
export const RECORD_VERSION = 1;

/** What a process holds: everything it has started or made and must not leave behind. One file on disk. */
export interface Holding {
  readonly version: typeof RECORD_VERSION;
  readonly id: string;
  /** What every process of it carries. */
  readonly mark: string;
  readonly space: ProcessSpace;
  readonly holder: ProcessIdentity;
  readonly reaper: ProcessIdentity | null;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** The folder of the project, absolute. */
  readonly project: string;
  /** The holder's command line. */
  readonly command: readonly string[];
  /** Temporary folders, volumes and sockets, absolute, noted before they are made. */
  readonly paths: readonly string[];
  readonly dockerProjects: readonly DockerProject[];
  readonly environments: readonly HeldEnvironment[];
}

/** A Compose project and the engine it runs on. */
export interface DockerProject {
  readonly project: string;
  /** What chooses the engine: DOCKER_HOST, DOCKER_CONTEXT and the like. */
  readonly env: Readonly<Record<string, string>>;
}

/** An environment as another process sees it. */
export interface HeldEnvironment {
  /** Its folder with logs and volumes, absolute. */
  readonly directory: string;
  readonly state: 'starting' | 'ready' | 'stopped';
  readonly services: readonly HeldService[];
}

/** A service as another process sees it. */
export interface HeldService {
  readonly name: string;
  readonly state: 'not-proven' | 'starting' | 'started' | 'ready' | 'failed' | 'died' | 'stopped';
  readonly rung: string;
  readonly pid: number | null;
  readonly command: readonly string[];
  readonly ports: readonly PortMapping[];
  /** Absolute path of the complete log. */
  readonly logFile: string;
  /** How it ended, when it did. */
  readonly exit: ProcessExit | null;
}
