export type { CheckWork, Plan, PlannedCheck } from './plan.ts';
