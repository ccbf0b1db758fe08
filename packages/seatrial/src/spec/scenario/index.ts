export type * from './block.ts';
export type { Expectation, TypeMarker } from './expectation.ts';
