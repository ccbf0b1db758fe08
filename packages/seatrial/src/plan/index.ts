export type { CheckWork, Plan, PlannedCheck } from './plan.ts';
export { makePlan } from './make-plan.ts';
export type { PlanInput } from './make-plan.ts';
export type { Shard } from './shard.ts';
export { traceability } from './traceability.ts';
export type { OrphanTest, Traceability, UnknownId } from './traceability.ts';
