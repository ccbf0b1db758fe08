export { Conformance } from './conformance.ts';
export type { Coverage, OperationCoverage } from './coverage.ts';
export type { Exchange, Violation, ViolationCode } from './exchange.ts';
export { VIOLATION_CODES } from './exchange.ts';
