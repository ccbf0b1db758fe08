export interface WaterRates {
  readonly ambientCelsius: number;
  readonly heatingCelsiusPerMinute: number;
  readonly coolingCelsiusPerMinute: number;
}

/** The water at one instant and where it is going: its temperature at any later instant follows from this alone. */
export interface WaterCourse {
  readonly atMs: number;
  readonly celsius: number;
  readonly towardCelsius: number;
}

/** The temperature at an instant: a straight line toward the aim, then level. Deterministic, without oscillation. */
export function celsiusAt(course: WaterCourse, rates: WaterRates, nowMs: number): number {
  const minutes = Math.max(0, nowMs - course.atMs) / 60_000;
  return course.celsius < course.towardCelsius
    ? Math.min(course.towardCelsius, course.celsius + rates.heatingCelsiusPerMinute * minutes)
    : Math.max(course.towardCelsius, course.celsius - rates.coolingCelsiusPerMinute * minutes);
}

/** When the water first reaches a temperature on its way up; water that is warmer already is there at once. */
export function reachedAtMs(course: WaterCourse, rates: WaterRates, celsius: number): number {
  const missing = celsius - course.celsius;
  return missing <= 0
    ? course.atMs
    : course.atMs + (missing / rates.heatingCelsiusPerMinute) * 60_000;
}
