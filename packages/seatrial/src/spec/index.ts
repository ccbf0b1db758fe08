export type { Evidence, Scenario, Specification } from './specification.ts';
export { parseSpecification } from './parse-specification.ts';
export { readSpecifications } from './read-specifications.ts';
export type { ContractSection } from './integration-sections.ts';
export type { SpecificationsReading } from './read-specifications.ts';
export { lintSpecifications } from './lint-specifications.ts';
export { breaksEdges, scenarioJsonSchema, serviceUsesOf } from './scenario/index.ts';
export type * from './scenario/block.ts';
