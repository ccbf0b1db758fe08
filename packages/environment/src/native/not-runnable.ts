import { EnvironmentError } from '../diagnostic.ts';
import type { SourceLocation } from '../diagnostic.ts';
import type { NotProven } from '../events.ts';

/** The error about services that nothing on this machine can run. */
export function notRunnable(
  first: NotProven & Partial<SourceLocation>,
  ...more: readonly (NotProven & Partial<SourceLocation>)[]
): EnvironmentError {
  const diagnostics = [first, ...more].map(({ service, reason, remedy, ...location }) => ({
    code: 'SERVICE_NOT_RUNNABLE',
    severity: 'error' as const,
    message: `service "${service}" cannot run without Docker`,
    ...location,
    seen: reason,
    hint: remedy,
  }));
  return new EnvironmentError('SERVICE_NOT_RUNNABLE', diagnostics, { service: first.service });
}
