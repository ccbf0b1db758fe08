import type { Diagnostic } from './diagnostic.ts';
import type { FaultEffect } from './faults/fault.ts';
import type { ResetRecord } from './reset/snapshot.ts';

/** How a service was brought up; the rung that was used is evidence in every report. */
export type Rung =
  | 'container'
  | 'x-native'
  | 'dockerfile'
  | 'path-binary'
  | 'npm-binary'
  | 'emulator';

/** What really runs for a service, and what the Compose file asks for. */
export interface ServiceProvider {
  readonly rung: Rung;
  /** The program, such as `Redis` or `aedes (MQTT broker in JavaScript)`; null when the rung does not know it. */
  readonly product: string | null;
  /** The program's own version; null when the rung does not know it. */
  readonly version: string | null;
  /** The image the Compose file asks for, as written. */
  readonly wanted: string | null;
}

/** A service that has no way to run here, or that needs one that has none: nothing is known about it. */
export interface NotProven {
  readonly service: string;
  readonly reason: string;
  /** What would prove it. */
  readonly remedy: string;
}

/** What told us that a service is ready. */
export type ReadyBy = 'healthcheck' | 'port' | 'started' | 'completed';

/** How a process ended: an exit code, or the signal that ended it. */
export interface ProcessExit {
  readonly exitCode: number | null;
  readonly signal: string | null;
}

/** A container port and the loopback port where the service answers natively. */
export interface PortMapping {
  readonly containerPort: number;
  readonly hostPort: number;
}

/** What happens to an environment, as plain JSON data; the order is the order in which it happened. */
export type EnvironmentEvent =
  | {
      readonly type: 'engine-chosen';
      /** Such as `Docker Engine 28.2.2`. */
      readonly engine: string;
      readonly url: string;
      /** The program that creates the containers, such as `docker compose 2.40.3`. */
      readonly compose: string;
      /** Name of the Compose project. */
      readonly project: string;
    }
  | {
      /** Images of these services are pulled or built, which may take long. */
      readonly type: 'images-preparing';
      readonly services: readonly string[];
      /** Absolute path of the file that is written meanwhile. */
      readonly logFile: string;
    }
  | {
      readonly type: 'service-starting';
      readonly service: string;
      readonly rung: Rung;
      readonly provider: ServiceProvider;
      readonly command: readonly string[];
      readonly cwd: string;
    }
  | {
      readonly type: 'service-started';
      readonly service: string;
      readonly pid: number;
      readonly ports: readonly PortMapping[];
    }
  | {
      readonly type: 'service-ready';
      readonly service: string;
      /** Since the service's process was started. */
      readonly afterMs: number;
      readonly by: ReadyBy;
    }
  | ({ readonly type: 'service-not-proven' } & NotProven)
  | {
      readonly type: 'service-failed';
      readonly service: string;
      readonly code: string;
      readonly message: string;
      readonly logTail: readonly string[];
    }
  | {
      readonly type: 'service-died';
      readonly service: string;
      readonly exit: ProcessExit;
      /** Since the service's process was started. */
      readonly afterMs: number;
      /** What is known beyond the exit, such as `LOG_FLOODED`, `PROCESSES_FLOODED` or `SERVICE_DETACHED`. */
      readonly why?: Diagnostic;
      readonly logTail: readonly string[];
    }
  | {
      readonly type: 'service-stopped';
      readonly service: string;
      readonly exit: ProcessExit;
      /** Since the service was asked to stop. */
      readonly afterMs: number;
    }
  | {
      readonly type: 'fault-injected';
      /** In words, such as `down, web → db`. */
      readonly fault: string;
    }
  | {
      readonly type: 'fault-undone';
      readonly fault: string;
      readonly effect: FaultEffect;
    }
  | {
      readonly type: 'fixture-applied';
      /** As it was listed. */
      readonly file: string;
      readonly form: 'sql' | 'json' | 'script';
      /** Null for a script, which goes to no service in particular. */
      readonly service: string | null;
      readonly durationMs: number;
    }
  | ({ readonly type: 'reset-done' } & ResetRecord)
  | { readonly type: 'environment-ready'; readonly afterMs: number }
  | { readonly type: 'environment-stopped'; readonly afterMs: number }
  | { readonly type: 'warning'; readonly diagnostic: Diagnostic };
