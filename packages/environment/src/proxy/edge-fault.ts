/** What can be wrong with an edge. Durations are milliseconds, rates bytes per second. */
export type EdgeFault = TransportFault | HttpFault;

/** Faults of the connection, whatever is spoken on it. */
export type TransportFault =
  /** New connections are refused, those that are open are reset. */
  | { readonly kind: 'down' }
  /** A round trip takes this much longer: half of it on the way there, half on the way back. */
  | { readonly kind: 'latency'; readonly latencyMs: number; readonly jitterMs?: number }
  /** What all connections of the edge share, each direction for itself. */
  | { readonly kind: 'bandwidth'; readonly bytesPerSecond: number }
  /** New connections are taken and reset at once, those that are open are reset. */
  | { readonly kind: 'reset' }
  /** Connections stay open, bytes are swallowed in both directions, nobody is told of an end. */
  | { readonly kind: 'half-open' }
  /** The end of a stream arrives this much later. */
  | { readonly kind: 'slow-close'; readonly delayMs: number };

/** Faults of single requests; they exist only where HTTP/1 is spoken in clear text. */
export type HttpFault =
  /** Answered with this status; the target never sees the request. */
  | { readonly kind: 'status'; readonly status: number; readonly firstRequests: number }
  /** Carried out by the target; its response is swallowed and the connection closed. */
  | { readonly kind: 'drop-response'; readonly firstRequests: number };

/** What a fault has done so far. */
export interface EdgeFaultEffect {
  /** Connections that were opened or open while it was in force. */
  readonly connections: number;
  /** Requests that a `status` or `drop-response` has hit. */
  readonly requests: number;
  /** Connections on which an HTTP fault could not do anything, because no HTTP/1 is spoken there. */
  readonly notHttp: number;
}

export function isHttpFault(fault: EdgeFault): fault is HttpFault {
  return fault.kind === 'status' || fault.kind === 'drop-response';
}
