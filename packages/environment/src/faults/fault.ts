import type { EdgeFault, EdgeFaultEffect } from '../proxy/edge-fault.ts';

/** Who is meant by `from` when it is not a service: the scenario, or whoever asks for `address()`. */
export const SCENARIO = 'scenario';

/** Which edges a fault is for: from one caller, or from every one, to a service, on one of its ports or on all. */
export interface EdgeChoice {
  readonly from?: string;
  readonly to: string;
  /** Container port. */
  readonly port?: number;
}

/** Faults of a service: its processes stand still, end as by `kill -9`, or are stopped and started once. */
export interface ServiceFault {
  readonly kind: 'pause' | 'kill' | 'restart';
  readonly service: string;
}

/** Anything that can be broken on purpose. */
export type Fault = (EdgeFault & EdgeChoice) | ServiceFault;

/** What a fault has done, for the evidence. */
export interface FaultEffect extends EdgeFaultEffect {
  /** The edges it was for, such as `web → db:5432`; none for a fault of a service. */
  readonly edges: readonly string[];
}

/** A fault in force; leaving its scope takes it away. */
export interface ActiveFault extends AsyncDisposable {
  readonly fault: Fault;
  readonly effect: FaultEffect;
  /**
   * Idempotent. Resolves when everything is as before: a killed service is ready again.
   *
   * @throws {EnvironmentError} `FAULT_FAILED` when that cannot be had
   */
  undo(): Promise<void>;
}

/** Breaks what runs, on purpose, and mends it. */
export interface Faults {
  /** In force, in the order they came. */
  readonly active: readonly ActiveFault[];
  /** Why the environment cannot be trusted any more: something could not be undone. */
  readonly broken: Error | undefined;
  /**
   * @throws {EnvironmentError} `FAULT_INVALID` when there is no such service or edge, or an HTTP fault is for an edge
   * that carries no HTTP; `FAULT_FAILED` when a service does not come back from a restart
   */
  inject(fault: Fault): Promise<ActiveFault>;
  /**
   * Undoes all, the last one first, also when some cannot be undone.
   *
   * @throws {EnvironmentError} `FAULT_FAILED`
   */
  undoAll(): Promise<void>;
}

export function isServiceFault(fault: Fault): fault is ServiceFault {
  return fault.kind === 'pause' || fault.kind === 'kill' || fault.kind === 'restart';
}

/** A fault in words, such as `latency 200 ms ± 50 ms, web → api`. */
export function describeFault(fault: Fault): string {
  if (isServiceFault(fault)) return `${fault.kind} ${fault.service}`;
  const { from, to, port } = fault;
  const target = `${to}${port === undefined ? '' : `:${port}`}`;
  return `${describeEdgeFault(fault)}, ${from ?? 'everybody'} → ${target}`;
}

function describeEdgeFault(fault: EdgeFault): string {
  switch (fault.kind) {
    case 'down':
    case 'reset':
    case 'half-open':
      return fault.kind;
    case 'latency':
      return `latency ${fault.latencyMs} ms${fault.jitterMs === undefined ? '' : ` ± ${fault.jitterMs} ms`}`;
    case 'bandwidth':
      return `bandwidth ${fault.bytesPerSecond} bytes/s`;
    case 'slow-close':
      return `slow-close ${fault.delayMs} ms`;
    case 'status':
      return `status ${fault.status} ${forRequests(fault.firstRequests)}`;
    case 'drop-response':
      return `drop-response ${forRequests(fault.firstRequests)}`;
    default:
      return fault satisfies never;
  }
}

function forRequests(count: number): string {
  if (count === Infinity) return 'for every request';
  return count === 1 ? 'for the first request' : `for the first ${count} requests`;
}
