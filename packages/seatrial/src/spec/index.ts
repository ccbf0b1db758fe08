export type { Evidence, Scenario, Specification } from './specification.ts';
export type * from './integration-sections.ts';
