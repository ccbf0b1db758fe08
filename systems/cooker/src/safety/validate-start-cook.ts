import { type Outcome, type RefusalCode, accept, refuse } from '../refusal.ts';
import { type FoodClasses, classifyFood } from './classify-food.ts';
import { checkFoodRules } from './food-rules.ts';
import { LIMITS } from './limits.ts';
import { pasteurisedThicknessMm } from './pasteurisation.ts';
import type { SafeCook } from './safe-cook.ts';
import { codePoints, startCookSchema } from './start-cook-schema.ts';

/** Of several broken fields the first in this order is reported: shape before range, temperature before time. */
const ORDER = [
  'INVALID_TEMPERATURE',
  'INVALID_TIME',
  'FOOD_TYPE_TOO_LONG',
  'INVALID_FOOD_TYPE',
  'INVALID_THICKNESS',
  'TEMPERATURE_TOO_LOW',
  'TEMPERATURE_TOO_HIGH',
  'TIME_TOO_SHORT',
  'TIME_TOO_LONG',
] as const satisfies readonly RefusalCode[];
type FieldCode = (typeof ORDER)[number];

/**
 * Decides whether a parsed request body may become a cook. Pure: looks at nothing but the body, and no
 * field of the body switches a rule off.
 *
 * Temperatures are compared before they are rounded to 0.1 °C, so 39.96 is too low and 100.04 too high.
 *
 * @param body - what `JSON.parse` gave, or `undefined` when there was no body
 */
export function validateStartCook(body: unknown): Outcome<SafeCook> {
  if (body === undefined || body === null) {
    return refuse(
      'MISSING_BODY',
      'A JSON body with temperature_celsius and time_minutes is required.',
    );
  }
  if (typeof body !== 'object' || Array.isArray(body)) {
    return refuse('INVALID_JSON', 'The body must be a JSON object.');
  }
  if (isMissing(body, 'temperature_celsius')) {
    return refuse('MISSING_TEMPERATURE', 'The field temperature_celsius is required.');
  }
  if (isMissing(body, 'time_minutes')) {
    return refuse('MISSING_TIME', 'The field time_minutes is required.');
  }
  const parsed = startCookSchema.safeParse(body);
  if (!parsed.success) return refuseField(parsed.error.issues, body);
  return checkFood(parsed.data);
}

/** Null counts as missing, and so does a field that only a prototype has. */
function isMissing(body: object, field: string): boolean {
  return (fieldOf(body, field) ?? null) === null;
}

function fieldOf(body: object, field: string): unknown {
  return Object.getOwnPropertyDescriptor(body, field)?.value;
}

function refuseField(issues: readonly { message: string }[], body: object): Outcome<never> {
  const code = ORDER.find((one) => issues.some((issue) => issue.message === one));
  if (code === undefined) return refuse('INVALID_JSON', 'The body has not the expected shape.');
  const limit = FIELD_LIMITS[code];
  return refuse(code, MESSAGES[code](body), limit === undefined ? {} : { details: { limit } });
}

const MESSAGES: Record<FieldCode, (body: object) => string> = {
  INVALID_TEMPERATURE: () =>
    'temperature_celsius must be a number in degrees Celsius, for example 65.0.',
  INVALID_TIME: () => 'time_minutes must be a whole number (integer) of minutes, for example 90.',
  FOOD_TYPE_TOO_LONG: (body) =>
    `food_type may have ${LIMITS.maxFoodTypeLength} characters, this one has ${codePoints(String(fieldOf(body, 'food_type')).trim())}.`,
  INVALID_FOOD_TYPE: () =>
    'food_type must be plain text: null bytes, control characters, markup and path syntax are not allowed.',
  INVALID_THICKNESS: () =>
    `thickness_mm must be a number of millimetres from ${LIMITS.minThicknessMm} to ${LIMITS.maxThicknessMm}.`,
  TEMPERATURE_TOO_LOW: (body) =>
    `${shown(body, 'temperature_celsius')} °C is below the minimum of ${LIMITS.minTemperatureCelsius} °C: food would stay in the danger zone, where bacteria grow.`,
  TEMPERATURE_TOO_HIGH: (body) =>
    `${shown(body, 'temperature_celsius')} °C is above the maximum of ${LIMITS.maxTemperatureCelsius} °C: water boils at 100 °C.`,
  TIME_TOO_SHORT: (body) =>
    `${shown(body, 'time_minutes')} minutes is too short: the minimum is ${LIMITS.minTimeMinutes} minute.`,
  TIME_TOO_LONG: (body) =>
    `${shown(body, 'time_minutes')} minutes is too long: the maximum is ${LIMITS.maxTimeMinutes} minutes (99 h 59 min).`,
};

const FIELD_LIMITS: Partial<Record<FieldCode, number>> = {
  FOOD_TYPE_TOO_LONG: LIMITS.maxFoodTypeLength,
  INVALID_THICKNESS: LIMITS.maxThicknessMm,
  TEMPERATURE_TOO_LOW: LIMITS.minTemperatureCelsius,
  TEMPERATURE_TOO_HIGH: LIMITS.maxTemperatureCelsius,
  TIME_TOO_SHORT: LIMITS.minTimeMinutes,
  TIME_TOO_LONG: LIMITS.maxTimeMinutes,
};

/** Only numbers get here; cut, so that nothing long is thrown back. */
function shown(body: object, field: string): string {
  return String(fieldOf(body, field)).trim().slice(0, 24);
}

interface ParsedBody {
  readonly temperature_celsius: number;
  readonly time_minutes: number;
  readonly food_type?: string | null | undefined;
  readonly thickness_mm?: number | null | undefined;
}

function checkFood(body: ParsedBody): Outcome<SafeCook> {
  const targetCelsius = Math.round(body.temperature_celsius * 10) / 10;
  const foodType = body.food_type?.toLowerCase() || null;
  const thicknessMm = body.thickness_mm ?? null;
  const food = classifyFood(foodType);
  const question = {
    celsius: Math.min(body.temperature_celsius, targetCelsius),
    minutes: body.time_minutes,
    thicknessMm,
    food,
  };
  const checked = checkFoodRules(question);
  if (!checked.ok) return checked;
  const timeMinutes = body.time_minutes;
  const warnings = warningsFor({ targetCelsius, timeMinutes, thicknessMm, food });
  return accept({ targetCelsius, timeMinutes, foodType, thicknessMm, warnings });
}

function warningsFor(cook: {
  targetCelsius: number;
  timeMinutes: number;
  thicknessMm: number | null;
  food: FoodClasses;
}): string[] {
  const warnings: string[] = [];
  if (cook.targetCelsius < LIMITS.pasteurisingMinCelsius) {
    warnings.push(
      `Below ${LIMITS.pasteurisingMinCelsius} °C food is not pasteurised: serve at once, and not to people at risk.`,
    );
  }
  if (cook.food.poultry && cook.thicknessMm === null) {
    const safeMm = pasteurisedThicknessMm(cook.targetCelsius, cook.timeMinutes);
    warnings.push(
      `This time is enough for pieces up to ${safeMm} mm thick; thicker ones need more.`,
    );
  }
  if (cook.targetCelsius > LIMITS.deviceCeilingCelsius) {
    warnings.push(
      `The cooker goes up to ${LIMITS.deviceCeilingCelsius} °C; it will hold that temperature.`,
    );
  }
  return warnings;
}
