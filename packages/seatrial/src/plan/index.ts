export type { CheckWork, Plan, PlannedCheck } from './plan.ts';
export { makePlan } from './make-plan.ts';
export type { PlanInput } from './make-plan.ts';
export { traceability } from './traceability.ts';
export type { Traceability } from './traceability.ts';
export { needsProxies } from './needed-services.ts';
