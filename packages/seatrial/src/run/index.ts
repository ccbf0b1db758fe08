export { carryOutPlan } from './carry-out-plan.ts';
export type { RunOptions } from './carry-out-plan.ts';
export { mergeLogs } from './merge-logs.ts';
export { prepareTrial } from './prepare-trial.ts';
export type { Trial, TrialSelection } from './prepare-trial.ts';
export { createRunFolder } from './run-folder.ts';
export type { RunFolder } from './run-folder.ts';
