import type { EdgeProxy } from '../proxy/edge-proxy.ts';

/** One way from a caller to a port of a service. */
export interface Edge {
  /** A service, or `scenario`. */
  readonly from: string;
  readonly to: string;
  /** Container port. */
  readonly port: number;
  readonly proxy: EdgeProxy;
}

/** What a driver can do to a running service on purpose; a death that comes of it is no unexpected one. */
export interface ServiceControl {
  /** Stops all processes of the service where they are. */
  pause(service: string): Promise<void>;
  resume(service: string): Promise<void>;
  /** Ends all processes of the service at once. */
  kill(service: string): Promise<void>;
  /** Starts a killed service with the same ports, volumes and log; resolves when it is ready. */
  startAgain(service: string): Promise<void>;
  /** An orderly stop and a start; resolves when it is ready. */
  restart(service: string): Promise<void>;
}

/** All that faults can be injected into. */
export interface FaultTargets {
  readonly services: readonly string[];
  /** Undefined when the environment was started without proxies. */
  readonly edges: readonly Edge[] | undefined;
  /** Why it cannot have them, when that is so. */
  readonly whyNoEdges?: string;
  readonly control: ServiceControl;
}

export function describeEdge({ from, to, port }: Edge): string {
  return `${from} → ${to}:${port}`;
}
