/**
 * The library of Seatrial: the same rooms that the command line uses. Everything is named here; what is
 * not may change without notice.
 */
export type {
  CheckDescription,
  CheckRecord,
  CheckResult,
  Diagnostic,
  Failure,
  Outcome,
  RequirementRecord,
  RunEvent,
  RunRecord,
  Verdict,
  VerdictWord,
} from './evidence/index.ts';
export { buildRunRecord, readEventLog, SeatrialError } from './evidence/index.ts';
export type { Plan, PlannedCheck, Traceability } from './plan/index.ts';
export { traceability } from './plan/index.ts';
export type { Project, Suite } from './project/index.ts';
export { openProject } from './project/index.ts';
export { renderCtrf, renderHtml, renderJunit, renderRunJson } from './report/index.ts';
export type { RunFolder, RunOptions, Trial, TrialSelection } from './run/index.ts';
export { carryOutPlan, createRunFolder, mergeLogs, prepareTrial } from './run/index.ts';
export type { Scenario, Specification } from './spec/index.ts';
export { scenarioJsonSchema } from './spec/index.ts';
