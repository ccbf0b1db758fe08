export { carryOutScenario } from './carry-out-scenario.ts';
