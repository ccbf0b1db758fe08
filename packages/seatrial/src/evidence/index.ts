export type { Diagnostic, SourcePosition } from './diagnostic.ts';
export { formatDiagnostic } from './diagnostic.ts';
export { SeatrialError } from './seatrial-error.ts';
export { CHECK_KINDS, OUTCOMES, failure } from './check.ts';
export type {
  CheckDescription,
  CheckResult,
  Failure,
  Outcome,
  Requirement,
} from './check.ts';
export { LOG_VERSION } from './events.ts';
export type * from './events.ts';
export { REQUIREMENT_STATES } from './run-record.ts';
export type * from './run-record.ts';
export type { DecidingCheck, Verdict, VerdictWord } from './verdict.ts';
export { buildRunRecord } from './build-run-record.ts';
export { openEventLog, readEventLog } from './event-log.ts';
export type { Clock, EventLog } from './event-log.ts';
export { requirementStates } from './requirement-states.ts';
export { didYouMean, suggest } from './did-you-mean.ts';
