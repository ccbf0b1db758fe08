export type * from './block.ts';
export type { Expectation, TypeMarker } from './expectation.ts';
export { singularSegments } from './json-path.ts';
export { hasReference, parseTemplate } from './references.ts';
export type { Reference } from './references.ts';
export { parseBackgroundBlock, parseScenarioBlock } from './scenario-blocks.ts';
export { scenarioJsonSchema } from './scenario-json-schema.ts';
export { breaksEdges, servicesOf, serviceUsesOf } from './services-of.ts';
