export { Conformance } from './conformance.ts';
export type { ConformanceOptions } from './conformance.ts';
export type { Coverage, OperationCoverage, UndocumentedField } from './coverage.ts';
export type { Exchange, Violation, ViolationCode } from './exchange.ts';
export { VIOLATION_CODES } from './exchange.ts';
export type { ContractProblem } from './schema-validator.ts';
