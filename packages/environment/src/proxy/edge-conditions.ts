import type { EdgeFault, EdgeFaultEffect, HttpFault, TransportFault } from './edge-fault.ts';
import { isHttpFault } from './edge-fault.ts';

/** A fault in force, and what it has done so far. */
export class FaultInForce implements EdgeFaultEffect {
  readonly fault: EdgeFault;
  connections = 0;
  requests = 0;
  notHttp = 0;

  constructor(fault: EdgeFault) {
    this.fault = fault;
  }
}

/** All that is wrong with an edge at the moment; faults of one kind add up. */
export class EdgeConditions {
  readonly #inForce = new Set<FaultInForce>();
  #latencies: readonly Extract<TransportFault, { kind: 'latency' }>[] = [];
  /** Undefined: not limited. */
  bytesPerSecond: number | undefined;
  slowCloseMs = 0;
  isDown = false;
  isReset = false;
  isHalfOpen = false;
  /** Whether a request may be answered or lose its response. */
  hasHttpFault = false;
  /** Whether bytes or ends may have to wait; when not, they are passed on at once. */
  isShaped = false;

  add(fault: EdgeFault): FaultInForce {
    const inForce = new FaultInForce(fault);
    this.#inForce.add(inForce);
    this.#derive();
    return inForce;
  }

  /** Answers false when it was taken away before. */
  remove(inForce: FaultInForce): boolean {
    const wasThere = this.#inForce.delete(inForce);
    this.#derive();
    return wasThere;
  }

  /**
   * How long bytes take in one direction.
   *
   * @param chance - from 0 to 1, where in the jitter they lie
   */
  delayMs(chance: number): number {
    let roundTripMs = 0;
    for (const { latencyMs, jitterMs = 0 } of this.#latencies) {
      roundTripMs += Math.max(0, latencyMs + jitterMs * (2 * chance - 1));
    }
    return roundTripMs / 2;
  }

  /** Takes one request for the oldest HTTP fault that wants more. */
  claimRequest(): HttpFault | undefined {
    for (const inForce of this.#inForce) {
      const { fault } = inForce;
      if (!isHttpFault(fault) || inForce.requests >= fault.firstRequests) continue;
      inForce.requests += 1;
      this.#derive();
      return fault;
    }
    return undefined;
  }

  countConnection(): void {
    for (const inForce of this.#inForce) inForce.connections += 1;
  }

  countNotHttp(): void {
    for (const inForce of this.#inForce) if (isHttpFault(inForce.fault)) inForce.notHttp += 1;
  }

  #derive(): void {
    const faults = [...this.#inForce];
    const kinds = new Set(faults.map(({ fault }) => fault.kind));
    this.isDown = kinds.has('down');
    this.isReset = kinds.has('reset');
    this.isHalfOpen = kinds.has('half-open');
    this.hasHttpFault = faults.some(
      ({ fault, requests }) => isHttpFault(fault) && requests < fault.firstRequests,
    );
    this.#latencies = faults.flatMap(({ fault }) => (fault.kind === 'latency' ? [fault] : []));
    const rates = faults.flatMap(({ fault }) =>
      fault.kind === 'bandwidth' ? [fault.bytesPerSecond] : [],
    );
    this.bytesPerSecond = rates.length === 0 ? undefined : Math.min(...rates);
    this.slowCloseMs = faults.reduce(
      (sum, { fault }) => sum + (fault.kind === 'slow-close' ? fault.delayMs : 0),
      0,
    );
    this.isShaped =
      this.#latencies.length > 0 || this.bytesPerSecond !== undefined || this.slowCloseMs > 0;
  }
}
