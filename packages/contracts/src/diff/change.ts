import type { Section } from '../api/api.ts';
import type { Place } from '../document/place.ts';

export const LEVELS = ['INFO', 'WARN', 'ERR'] as const;
/** `ERR`: breaks somebody. `WARN`: the documents cannot decide. `INFO`: a change that breaks nobody. */
export type Level = (typeof LEVELS)[number];

/** One change between two documents. */
export interface Change {
  /** The name that the field uses, e.g. `request-property-max-decreased`. */
  readonly id: string;
  readonly level: Level;
  readonly section: Section | 'components' | 'security' | 'info';
  /** Upper case; empty where no operation is concerned. */
  readonly method: string;
  readonly path: string;
  readonly operationId: string | undefined;
  readonly direction: 'request' | 'response' | 'none';
  /** Where inside the operation, e.g. `request body, application/json, items/name`. */
  readonly where: string;
  readonly from: unknown;
  readonly to: unknown;
  /** Undefined where the document has nothing at that place. */
  readonly base: Place | undefined;
  readonly revision: Place | undefined;
  /** Other operations that the same change reaches; empty when changes are told per operation. */
  readonly alsoIn: readonly OperationName[];
}

export interface OperationName {
  readonly method: string;
  readonly path: string;
}

/** What a comparer tells; the collector adds the operation and the level. */
export type Told = Pick<Change, 'id'> &
  Partial<Pick<Change, 'direction' | 'where' | 'from' | 'to' | 'base' | 'revision'>> & {
    /** Wins over the level that belongs to the id. */
    readonly level?: Level | undefined;
  };
