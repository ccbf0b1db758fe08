import { type Outcome, accept, refuse } from '../refusal.ts';
import type { FoodClasses } from './classify-food.ts';
import { LIMITS } from './limits.ts';
import { POULTRY, pasteurisationMinutes, redMeatMinutes } from './pasteurisation.ts';

/** What the rules look at. `celsius` is the colder of what was asked for and what will be ordered. */
export interface FoodQuestion {
  readonly celsius: number;
  readonly minutes: number;
  readonly thicknessMm: number | null;
  readonly food: FoodClasses;
}

type MeatCode = 'POULTRY' | 'GROUND_MEAT' | 'PORK';

interface MeatRule {
  readonly code: MeatCode;
  readonly name: string;
  readonly applies: boolean;
  readonly minCelsius: number;
  readonly whyCelsius: string;
  /**
   * Pieces are taken to be at least this thick. A caller may say thicker, which asks for more time; saying
   * thinner changes nothing, since whoever fills in the field is not trusted to shorten a cook.
   */
  readonly leastThicknessMm: number;
  readonly suggestedCelsius: number;
  readonly minutes: (celsius: number, thicknessMm: number) => number | undefined;
}

function poultryMinutes(celsius: number, thicknessMm: number): number | undefined {
  return pasteurisationMinutes(POULTRY, celsius, thicknessMm);
}

function poultryRule(food: FoodClasses): MeatRule {
  return {
    code: 'POULTRY',
    name: 'poultry',
    applies: food.poultry,
    minCelsius: LIMITS.poultryMinCelsius,
    whyCelsius: 'poultry needs at least 57 °C, held for 3 hours or more, or the standard 65 °C',
    leastThicknessMm: 25,
    suggestedCelsius: LIMITS.poultryStandardCelsius,
    minutes: poultryMinutes,
  };
}

function groundMeatRule(food: FoodClasses): MeatRule {
  return {
    code: 'GROUND_MEAT',
    name: food.poultry ? 'ground poultry' : 'ground meat',
    applies: food.groundMeat,
    minCelsius: food.poultry ? LIMITS.groundPoultryMinCelsius : LIMITS.groundMeatMinCelsius,
    whyCelsius: food.poultry
      ? 'ground poultry needs at least 65 °C, because bacteria are mixed all through it'
      : 'ground meat needs at least 60 °C, because bacteria are mixed all through it',
    leastThicknessMm: food.poultry ? 25 : 15,
    suggestedCelsius: 65,
    minutes: food.poultry ? poultryMinutes : redMeatMinutes,
  };
}

function porkRule(food: FoodClasses): MeatRule {
  return {
    code: 'PORK',
    name: 'pork',
    applies: food.pork,
    minCelsius: LIMITS.porkMinCelsius,
    whyCelsius: 'pork needs at least 57 °C',
    leastThicknessMm: 25,
    suggestedCelsius: 60,
    minutes: redMeatMinutes,
  };
}

/**
 * Holds a cook against the rules of its food: first every minimum temperature (poultry, ground meat, pork),
 * then time × temperature in the same order, at last the danger zone, which needs no food at all.
 */
export function checkFoodRules(question: FoodQuestion): Outcome<null> {
  const rules = [poultryRule, groundMeatRule, porkRule]
    .map((rule) => rule(question.food))
    .filter((rule) => rule.applies);
  for (const check of [checkTemperature, checkTime]) {
    for (const rule of rules) {
      const checked = check(rule, question);
      if (!checked.ok) return checked;
    }
  }
  return checkDangerZone(question);
}

function checkTemperature(
  rule: MeatRule,
  { celsius, minutes, thicknessMm }: FoodQuestion,
): Outcome<null> {
  if (celsius >= rule.minCelsius) return accept(null);
  const least = rule.minutes(rule.suggestedCelsius, thicknessFor(rule, thicknessMm));
  return refuse(
    `${rule.code}_TEMP_UNSAFE`,
    `${celsius} °C is not safe for ${rule.name}: ${rule.whyCelsius}.`,
    {
      details: {
        limit: rule.minCelsius,
        ...(least !== undefined && {
          suggested: {
            temperature_celsius: rule.suggestedCelsius,
            time_minutes: Math.max(least, Math.min(minutes, LIMITS.maxTimeMinutes)),
          },
        }),
      },
    },
  );
}

function checkTime(rule: MeatRule, { celsius, minutes, thicknessMm }: FoodQuestion): Outcome<null> {
  const thickness = thicknessFor(rule, thicknessMm);
  const least = rule.minutes(celsius, thickness);
  if (least === undefined) {
    return refuse(
      `${rule.code}_TIME_UNSAFE`,
      `No time is known to be safe for ${rule.name} that is ${thickness} mm thick: pieces of up to 70 mm can be cooked.`,
      { details: { limit: 70, thickness_mm: thickness } },
    );
  }
  if (minutes >= least) return accept(null);
  return refuse(
    `${rule.code}_TIME_UNSAFE`,
    `${minutes} min at ${celsius} °C do not pasteurise ${rule.name} that is ${thickness} mm thick: it needs at least ${least} min.`,
    {
      details: {
        limit: least,
        minimum_minutes: least,
        thickness_mm: thickness,
        suggested: { temperature_celsius: celsius, time_minutes: least },
      },
    },
  );
}

function thicknessFor(rule: MeatRule, thicknessMm: number | null): number {
  return Math.max(thicknessMm ?? 0, rule.leastThicknessMm);
}

function checkDangerZone({ celsius, minutes }: FoodQuestion): Outcome<null> {
  if (celsius >= LIMITS.pasteurisingMinCelsius || minutes <= LIMITS.dangerZoneMaxMinutes) {
    return accept(null);
  }
  return refuse(
    'DANGER_ZONE_TIME_UNSAFE',
    `${minutes} min at ${celsius} °C are not safe: below ${LIMITS.pasteurisingMinCelsius} °C food stays in the danger zone and may cook for 4 hours (${LIMITS.dangerZoneMaxMinutes} min) at most.`,
    {
      details: {
        limit: LIMITS.pasteurisingMinCelsius,
        maximum_minutes: LIMITS.dangerZoneMaxMinutes,
        suggested: { temperature_celsius: LIMITS.pasteurisingMinCelsius, time_minutes: minutes },
      },
    },
  );
}
