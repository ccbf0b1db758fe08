import { z } from 'zod';

import { LIMITS } from './limits.ts';

const DECIMAL = /^\s*\d+(?:\.\d+)?\s*$/;
const WHOLE = /^\s*\d+\s*$/;
/** Signs that have no business in the name of a food: control and invisible characters, markup, shell and path syntax. */
const UNWANTED = /[\p{Cc}\p{Cf}<>\\{}`$|;]|\.\.[/\\]/u;

/**
 * Numbers may come as text, but only as plain decimals: `Number()` would also take `""`, `true`, `[65]`,
 * `0x41` and `1e2`.
 */
function numberFrom(pattern: RegExp): (input: unknown) => unknown {
  return (input) => (typeof input === 'string' && pattern.test(input) ? Number(input) : input);
}

/**
 * The body of `POST /start-cook`. It validates and it is what the OpenAPI document is generated from. The
 * message of each check is the code of its refusal (see `refusal.ts`); unknown fields are ignored.
 */
export const startCookSchema = z.object({
  temperature_celsius: z.preprocess(
    numberFrom(DECIMAL),
    z
      .number({ error: 'INVALID_TEMPERATURE' })
      .min(LIMITS.minTemperatureCelsius, { error: 'TEMPERATURE_TOO_LOW' })
      .max(LIMITS.maxTemperatureCelsius, { error: 'TEMPERATURE_TOO_HIGH' })
      .describe(
        'Water temperature in degrees Celsius, from 40.0 to 100.0, in steps of 0.1. Convert from Fahrenheit before calling.',
      ),
  ),
  time_minutes: z.preprocess(
    numberFrom(WHOLE),
    z
      .number({ error: 'INVALID_TIME' })
      .overwrite(Math.trunc)
      .min(LIMITS.minTimeMinutes, { error: 'TIME_TOO_SHORT' })
      .max(LIMITS.maxTimeMinutes, { error: 'TIME_TOO_LONG' })
      .meta({ type: 'integer' })
      .describe(
        'Cooking time in whole minutes, from 1 to 5999. The timer starts when the water has reached the temperature.',
      ),
  ),
  food_type: z
    .string({ error: 'INVALID_FOOD_TYPE' })
    .overwrite((text) => text.normalize('NFC').trim())
    .refine((text) => codePoints(text) <= LIMITS.maxFoodTypeLength, {
      error: 'FOOD_TYPE_TOO_LONG',
    })
    .refine((text) => !UNWANTED.test(text), { error: 'INVALID_FOOD_TYPE' })
    .meta({ maxLength: LIMITS.maxFoodTypeLength })
    .describe(
      'What is cooked, in plain words, for example "chicken breast" or "ribeye steak". Always send it when known: poultry, ground meat and pork have their own safety rules.',
    )
    .nullish(),
  thickness_mm: z
    .preprocess(
      numberFrom(DECIMAL),
      z
        .number({ error: 'INVALID_THICKNESS' })
        .min(LIMITS.minThicknessMm, { error: 'INVALID_THICKNESS' })
        .max(LIMITS.maxThicknessMm, { error: 'INVALID_THICKNESS' })
        .describe(
          'Thickness of the thickest piece in millimetres, if known. A thicker piece needs more time; a thin one never shortens the minimum time.',
        )
        .nullable(),
    )
    .optional(),
});

/** In code points: an emoji counts once, as it does for the person who typed it. */
export function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}
