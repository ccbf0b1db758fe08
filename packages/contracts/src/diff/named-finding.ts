import type { Effect } from '../schema/schema-delta.ts';

/** A finding with the name that it has in one use. */
export interface NamedFinding {
  readonly id: string;
  /** What it does to the values of this use, once the writing of the values is known. */
  readonly effect: Effect;
}

/** The schema that a finding is about, as far as names depend on it. */
export interface FindingPosition {
  /** False for the schema of the body, parameter or header itself. */
  readonly isInner: boolean;
  readonly isProperty: boolean;
  /** Steps from the root. */
  readonly steps: readonly string[];
  readonly isReadOnly: boolean;
  readonly isWriteOnly: boolean;
  /** Whether the base requires the property. */
  readonly isRequired: boolean;
}
