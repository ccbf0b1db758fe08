/**
 * Time in the bath, from 5 °C, after which the coldest point is pasteurised.
 *
 * Source: Douglas Baldwin, "A Practical Guide to Sous Vide Cooking", pasteurisation tables for poultry and
 * for beef, pork and lamb, taken from secondary copies. **Verify against the primary source before the
 * gateway guards real food.** Rows are thickness in mm, columns whole °C, cells minutes.
 */
export interface PasteurisationTable {
  readonly firstCelsius: number;
  /** Thickness in mm, ascending, with one time in minutes for each whole degree from `firstCelsius` on. */
  readonly rows: readonly (readonly [thicknessMm: number, minutes: readonly number[]])[];
}

/** Poultry, 57…65 °C. */
export const POULTRY: PasteurisationTable = {
  firstCelsius: 57,
  rows: [
    [5, [135, 105, 75, 45, 35, 25, 18, 15, 13]],
    [10, [135, 105, 75, 55, 40, 35, 30, 25, 20]],
    [15, [150, 105, 90, 75, 50, 45, 40, 35, 30]],
    [20, [165, 120, 105, 75, 75, 55, 50, 45, 40]],
    [25, [180, 135, 120, 90, 90, 75, 75, 60, 55]],
    [30, [195, 165, 135, 120, 105, 90, 90, 75, 75]],
    [35, [225, 180, 150, 135, 120, 105, 105, 90, 90]],
    [40, [240, 195, 165, 150, 135, 120, 120, 105, 105]],
    [45, [270, 225, 195, 180, 165, 150, 135, 120, 120]],
    [50, [285, 255, 225, 195, 180, 165, 150, 150, 135]],
    [55, [315, 270, 240, 225, 210, 195, 180, 165, 165]],
    [60, [345, 300, 270, 255, 225, 210, 195, 195, 180]],
    [65, [375, 330, 300, 270, 255, 240, 225, 210, 195]],
    [70, [420, 360, 330, 300, 285, 270, 255, 240, 225]],
  ],
};

/** Beef, pork and lamb, 55…60 °C. */
export const RED_MEAT: PasteurisationTable = {
  firstCelsius: 55,
  rows: [
    [5, [120, 75, 60, 45, 40, 30]],
    [15, [135, 105, 90, 75, 60, 55]],
    [25, [165, 135, 120, 105, 90, 90]],
    [35, [195, 165, 135, 120, 120, 105]],
    [50, [270, 225, 195, 180, 165, 150]],
    [70, [390, 345, 315, 285, 255, 240]],
  ],
};

/**
 * The time of one table, in minutes: never interpolated, always towards the longer time (next thicker row,
 * next colder column). A bath hotter than the last column needs no more than that column says.
 *
 * @returns `undefined` when the bath is colder or the piece thicker than the table knows
 */
export function pasteurisationMinutes(
  table: PasteurisationTable,
  celsius: number,
  thicknessMm: number,
): number | undefined {
  const row = table.rows.find(([mm]) => mm >= thicknessMm)?.[1];
  const column = Math.floor(celsius) - table.firstCelsius;
  return row?.[Math.min(column, row.length - 1)];
}

/**
 * Minutes for beef, pork and lamb. Above the red-meat table's last column (60 °C) the poultry table is an
 * upper bound, since poultry takes longer than red meat at the same temperature; the shorter one holds.
 */
export function redMeatMinutes(celsius: number, thicknessMm: number): number | undefined {
  const own = pasteurisationMinutes(RED_MEAT, celsius, thicknessMm);
  const bound = celsius < 61 ? undefined : pasteurisationMinutes(POULTRY, celsius, thicknessMm);
  return own === undefined || bound === undefined ? own : Math.min(own, bound);
}

/** The thickest piece of poultry, in mm, that these minutes pasteurise; 0 when not even the thinnest. */
export function pasteurisedThicknessMm(celsius: number, minutes: number): number {
  const enough = POULTRY.rows.filter(
    ([mm]) => (pasteurisationMinutes(POULTRY, celsius, mm) ?? Number.POSITIVE_INFINITY) <= minutes,
  );
  return enough.at(-1)?.[0] ?? 0;
}
