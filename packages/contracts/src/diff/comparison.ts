import type { ApiOperation } from '../api/api.ts';
import type { SchemaComparison } from '../schema/compare-schemas.ts';
import type { ChangeCollector } from './change-collector.ts';

/** What comparing two operations needs. */
export interface Comparison {
  readonly schemas: SchemaComparison;
  readonly collector: ChangeCollector;
}

/** Two versions of one operation. */
export interface OperationPair {
  readonly base: ApiOperation;
  readonly revision: ApiOperation;
}
