/**
 * The boundaries of food safety. They are constants on purpose: no environment variable, no file and
 * no request field can move them. Temperatures in °C, times in whole minutes.
 */
export const LIMITS = Object.freeze({
  minTemperatureCelsius: 40,
  maxTemperatureCelsius: 100,
  minTimeMinutes: 1,
  /** 99 hours 59 minutes, the longest timer the device has. */
  maxTimeMinutes: 5999,
  maxFoodTypeLength: 100,
  minThicknessMm: 1,
  maxThicknessMm: 300,

  /** The vendor's own ceiling; hotter orders are accepted up to 100 °C and sent as this. */
  deviceCeilingCelsius: 99.5,

  poultryMinCelsius: 57,
  poultryStandardCelsius: 65,
  groundMeatMinCelsius: 60,
  groundPoultryMinCelsius: 65,
  porkMinCelsius: 57,

  /** Below this nothing is pasteurised in a practical time (FSIS Appendix A starts here; Baldwin: 55 °C). */
  pasteurisingMinCelsius: 54.4,
  /** Baldwin: an unpasteurising bath is left within about four hours. */
  dangerZoneMaxMinutes: 240,
} as const);
