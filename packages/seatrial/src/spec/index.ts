export type * from './specification.ts';
