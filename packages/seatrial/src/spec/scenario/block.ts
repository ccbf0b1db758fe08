import type { SourcePosition } from '../../evidence/index.ts';
import type { ResetWish } from '../../project/test-data.ts';
import type { Expectation } from './expectation.ts';

/** `service[:containerPort]/path?query` as a spec writes it; the environment knows host and port. */
export interface Target {
  readonly service: string;
  /** Container port; null for the service's first one. */
  readonly port: number | null;
  /** Begins with `/`, or is one `${…}` that holds path and query; may hold `${…}` references. */
  readonly path: string;
}

interface StepBase {
  /** For people; the default is made from the step itself. */
  readonly name: string | null;
  /** Bound of the whole step in milliseconds; null for the default of its kind. */
  readonly withinMs: number | null;
  readonly source: SourcePosition;
}

/** One value that later steps may use: a JSONPath (RFC 9535) into the step's result, or a header. */
export type Capture = (
  | { readonly from: 'result'; readonly path: string }
  | { readonly from: 'header'; readonly header: string }
) & { readonly at: SourcePosition };

/** What a step keeps, by the name it is stored under. */
export type Captures = Readonly<Record<string, Capture>>;

export interface HttpStep extends StepBase {
  readonly kind: 'http';
  readonly method: string;
  readonly target: Target;
  /** Null takes away a header that the background gives. */
  readonly headers: Readonly<Record<string, string | null>>;
  readonly body:
    | { readonly form: 'none' }
    | { readonly form: 'json'; readonly value: unknown }
    | { readonly form: 'text'; readonly text: string };
  readonly expect: {
    /** A status, or a class such as `2xx`. Default `2xx`. */
    readonly status: Expectation;
    readonly headers: Readonly<Record<string, Expectation>>;
    readonly json: Expectation | null;
    readonly text: Expectation | null;
  };
  readonly capture: Captures;
}

/** Opens the socket on first use of a target, keeps it until the scenario ends. */
export interface WsStep extends StepBase {
  readonly kind: 'ws';
  readonly target: Target;
  readonly headers: Readonly<Record<string, string | null>>;
  readonly send: readonly unknown[];
  readonly expect: {
    /** Must arrive in this order; others may come between. */
    readonly messages: readonly Expectation[];
    /** The server refuses the upgrade with this status. */
    readonly status: Expectation | null;
    /** The server closes the socket with this code. */
    readonly closed: Expectation | null;
  };
  /** True closes the socket at the end of the step. */
  readonly close: boolean;
  readonly capture: Captures;
}

export interface SqlStep extends StepBase {
  readonly kind: 'sql';
  readonly service: string;
  readonly query: string;
  readonly parameters: readonly unknown[];
  /** Matched against the rows, an array of objects. */
  readonly expect: Expectation | null;
  readonly capture: Captures;
}

/** Runs a command in the service's directory and environment, or in the project root. */
export interface ExecStep extends StepBase {
  readonly kind: 'exec';
  /** A text is a shell script and becomes `sh -c <text>`. */
  readonly command: readonly string[];
  readonly service: string | null;
  readonly expect: {
    /** Default 0. */
    readonly exit: Expectation;
    readonly stdout: Expectation | null;
    readonly stderr: Expectation | null;
    /** stdout as JSON. */
    readonly json: Expectation | null;
  };
  readonly capture: Captures;
}

/** Repeats the inner step until it passes, or `within` is over. */
export interface WaitUntilStep extends StepBase {
  readonly kind: 'wait until';
  readonly step: HttpStep | SqlStep | ExecStep;
  readonly everyMs: number;
}

/** The ways that a fault is on: from one caller, or from every one, to a service, on one of its ports or on all. */
export interface FaultEdge {
  /** A service, or `scenario`. */
  readonly from?: string;
  readonly to: string;
  /** Container port. */
  readonly port?: number;
}

/** Faults of a way, whose numbers come from keys beside them. */
export type EdgeFault = (
  | { readonly kind: 'down' | 'reset' | 'half-open' }
  | { readonly kind: 'latency'; readonly latencyMs: number; readonly jitterMs?: number }
  | { readonly kind: 'bandwidth'; readonly bytesPerSecond: number }
  | { readonly kind: 'slow-close'; readonly delayMs: number }
  | { readonly kind: 'status'; readonly status: number; readonly firstRequests: number }
  | { readonly kind: 'drop-response'; readonly firstRequests: number }
) &
  FaultEdge;

export interface ServiceFault {
  readonly kind: 'pause' | 'kill' | 'restart';
  readonly service: string;
}

/** Breaks something on purpose, or mends what an earlier step has broken. */
export interface FaultStep extends StepBase {
  readonly kind: 'fault';
  /** As it is written, in one form: `down web -> db`. */
  readonly written: string;
  /** `undo` with null mends all. */
  readonly action:
    | { readonly form: 'inject'; readonly fault: EdgeFault | ServiceFault }
    | { readonly form: 'undo'; readonly written: string | null };
}

export type Step = HttpStep | WsStep | SqlStep | ExecStep | WaitUntilStep | FaultStep;

/** One place where a block names a service. */
export interface ServiceUse {
  readonly service: string;
  readonly source: SourcePosition;
}

/** A ```` ```yaml scenario ```` block. */
export interface ScenarioBlock {
  readonly steps: readonly Step[];
  /** Null when it does not say; then the background or the config does. */
  readonly reset: ResetWish | null;
  /** The services whose variables are read by a `${service.VARIABLE}`. */
  readonly variables: readonly ServiceUse[];
  readonly source: SourcePosition;
}

/** A ```` ```yaml background ```` block: what comes before every scenario of the file. */
export interface Background {
  /** Headers sent with each HTTP and WebSocket step, by service. */
  readonly headers: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly steps: readonly Step[];
  readonly reset: ResetWish | null;
  readonly variables: readonly ServiceUse[];
  readonly source: SourcePosition;
}
