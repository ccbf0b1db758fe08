import type { Level } from './change.ts';

export const STABILITY_LEVELS = ['draft', 'alpha', 'beta', 'stable'] as const;
export type StabilityLevel = (typeof STABILITY_LEVELS)[number];

/** What is a draft or in alpha may change at any time. */
export const DEFAULT_STABILITY_LEVEL: StabilityLevel = 'beta';

/** How two APIs are compared. */
export interface DiffOptions {
  /** Days that must lie between deprecation and sunset, by stability; default 0. */
  readonly deprecationDays?: { readonly beta?: number; readonly stable?: number };
  /** Operations and properties below this level are left out; default `beta`. */
  readonly stabilityLevel?: StabilityLevel;
  /** Compare what `allOf` adds up to instead of its members. */
  readonly flattenAllOf?: boolean;
  /** Judge `info.version` against what changed. */
  readonly versioningPolicy?: boolean;
  /** Repeat a shared change for each operation, media type and status that it reaches. */
  readonly expand?: boolean;
  /** Levels by id that win over the built-in ones. */
  readonly levels?: Readonly<Record<string, Level>>;
  /** The day that sunsets are measured against. */
  readonly today?: Date;
}
