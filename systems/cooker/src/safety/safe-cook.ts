/** A cook that has passed every rule. The only way to one is `validateStartCook`. */
export interface SafeCook {
  /** In steps of 0.1 °C, 40…100. */
  readonly targetCelsius: number;
  /** Whole minutes, 1…5999. */
  readonly timeMinutes: number;
  /** Trimmed and lower-cased; null when not given. */
  readonly foodType: string | null;
  readonly thicknessMm: number | null;
  /** What the person should know although the cook is allowed. */
  readonly warnings: readonly string[];
}
