/** How much of what passes is looked at. */
export interface ConformanceOptions {
  /** Of what passes, the first and then every n-th is checked; all is counted. Default 1. */
  readonly checkEvery?: number;
  /** In how many checked exchanges of each operation undocumented fields are looked for. Default 100. */
  readonly fieldsLookedAt?: number;
}

export const DEFAULT_FIELDS_LOOKED_AT = 100;
