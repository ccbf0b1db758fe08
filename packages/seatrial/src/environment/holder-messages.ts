import type { Diagnostic as Finding, EnvironmentErrorCode } from '@seatrial/environment';
import { EnvironmentError } from '@seatrial/environment';

import type { Diagnostic, RunEvent, SeatrialErrorCode } from '../evidence/index.ts';
import { SeatrialError } from '../evidence/index.ts';
import type { DriverChoice } from '../project/index.ts';

/** What a holder in the background is started with. */
export interface HolderRequest {
  readonly projectRoot: string;
  /** Absolute, each overlays the ones before it. */
  readonly composeFiles: readonly string[];
  readonly profiles: readonly string[];
  readonly driver: DriverChoice;
  readonly services: readonly string[];
  readonly deadlineMs: number;
}

/** What it tells whoever started it, until the services are ready. */
export type HolderMessage =
  | { readonly type: 'event'; readonly event: RunEvent }
  | { readonly type: 'ready' }
  | { readonly type: 'failed'; readonly error: SentError };

/** An error on its way from one process to another. */
export type SentError =
  | {
      readonly kind: 'environment';
      readonly code: EnvironmentErrorCode;
      readonly diagnostics: readonly Finding[];
      readonly service: string | undefined;
      readonly logTail: readonly string[];
    }
  | {
      readonly kind: 'seatrial';
      readonly code: SeatrialErrorCode;
      readonly message: string;
      readonly hint: string | undefined;
      readonly diagnostics: readonly Diagnostic[];
    }
  | { readonly kind: 'internal'; readonly stack: string };

export function packError(error: unknown): SentError {
  if (error instanceof EnvironmentError) {
    const { code, diagnostics, service, logTail } = error;
    return { kind: 'environment', code, diagnostics, service, logTail };
  }
  if (error instanceof SeatrialError) {
    const { code, message, hint, diagnostics } = error;
    return { kind: 'seatrial', code, message, hint, diagnostics };
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { kind: 'internal', stack };
}

export function unpackError(sent: SentError): Error {
  switch (sent.kind) {
    case 'environment': {
      const { code, diagnostics, service, logTail } = sent;
      const at = service === undefined ? {} : { service };
      return new EnvironmentError(code, diagnostics, { ...at, logTail });
    }
    case 'seatrial': {
      const { code, message, hint, diagnostics } = sent;
      const advice = hint === undefined ? {} : { hint };
      return new SeatrialError(code, message, { diagnostics, ...advice });
    }
    case 'internal':
      return new Error(sent.stack);
    default:
      throw new Error(`unknown error ${JSON.stringify(sent satisfies never)}`);
  }
}
