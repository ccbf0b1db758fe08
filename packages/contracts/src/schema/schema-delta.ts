import type { Place } from '../document/place.ts';

/**
 * What a change does to the set of values that a schema accepts. Together with the direction it decides who breaks:
 * a request may only be widened, a response only be narrowed.
 */
export type Effect = 'narrows' | 'widens' | 'incomparable' | 'unknown' | 'none';

/** A type or format that changed; whether that breaks depends on how the value is written on the wire. */
export interface TypeChange {
  readonly baseTypes: readonly string[];
  readonly revisionTypes: readonly string[];
  readonly baseFormat: string;
  readonly revisionFormat: string;
}

/** What has to be known of a property to say whom its change concerns. */
export interface PropertyTraits {
  readonly name: string;
  readonly readOnly: boolean;
  readonly writeOnly: boolean;
  readonly hasDefault: boolean;
  readonly required: boolean;
}

/** One change of a schema itself, not of the schemas inside it; says nothing about request or response yet. */
export interface SchemaFinding {
  /** What the field's names of changes end in, e.g. `max-decreased`. */
  readonly stem: string;
  readonly effect: Effect;
  readonly from: unknown;
  readonly to: unknown;
  readonly base: Place;
  readonly revision: Place;
  /** Set when the change is one of a property of this schema. */
  readonly property?: PropertyTraits;
  /** Set when the stem is `type-changed`. */
  readonly types?: TypeChange;
}

/** A schema inside another one that was compared with its counterpart. */
export interface InnerDelta {
  /** `name` of a property, or `items`, `allOf[1]`, `not` … */
  readonly step: string;
  readonly isProperty: boolean;
  readonly delta: SchemaDelta;
}

/** What came out of comparing one pair of schemas; shared by all places that use the pair, and cyclic when they are. */
export interface SchemaDelta {
  readonly base: Place;
  readonly revision: Place;
  readonly findings: SchemaFinding[];
  readonly inner: InnerDelta[];
  /** False while the pair is still being compared: a cycle leads back to it before all is known. */
  isComplete: boolean;
}
