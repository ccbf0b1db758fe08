import { z } from 'zod';

import { DEFAULT_TYPES, type Profile, PROFILES } from './profiles/profile.ts';
import type { WaterRates } from './water.ts';

/** The token that works out of the box. Not a secret: it opens nothing but this simulator. */
const SIMULATOR_TOKEN = 'anova-simulator-token';

export interface SimulatorConfig {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly tokens: ReadonlySet<string>;
  readonly timeScale: number;
  readonly rates: WaterRates;
  readonly profile: Profile;
  readonly seed: number;
  readonly cookerId: string;
  /** The advertised type; undefined takes the profile's own. */
  readonly cookerType: string | undefined;
}

const positive = (fallback: number) => z.coerce.number().positive().default(fallback);

const environment = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(8765),
  SIM_TOKENS: z.string().default(''),
  SIM_TIME_SCALE: positive(1),
  SIM_AMBIENT_CELSIUS: z.coerce.number().min(0).max(60).default(22.5),
  SIM_HEATING_CELSIUS_PER_MINUTE: positive(1),
  SIM_COOLING_CELSIUS_PER_MINUTE: positive(0.5),
  SIM_PROFILE: z.enum(PROFILES).default('gen3'),
  SIM_SEED: z.coerce.number().int().default(1),
  SIM_COOKER_ID: z.string().min(1).default('sim-0000000000'),
  SIM_COOKER_TYPE: z.string().min(1).optional(),
});

/**
 * Reads the environment; empty variables count as not set.
 *
 * @throws {Error} naming every variable that is wrong and what was expected
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): SimulatorConfig {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = environment.safeParse(given);
  if (!parsed.success) {
    const wrong = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`simulator environment: ${wrong.join('; ')}`);
  }
  const values = parsed.data;
  const more = values.SIM_TOKENS.split(',').map((token) => token.trim());
  return {
    host: values.HOST,
    port: values.PORT,
    tokens: new Set([SIMULATOR_TOKEN, ...more.filter((token) => token !== '')]),
    timeScale: values.SIM_TIME_SCALE,
    rates: {
      ambientCelsius: values.SIM_AMBIENT_CELSIUS,
      heatingCelsiusPerMinute: values.SIM_HEATING_CELSIUS_PER_MINUTE,
      coolingCelsiusPerMinute: values.SIM_COOLING_CELSIUS_PER_MINUTE,
    },
    profile: values.SIM_PROFILE,
    seed: values.SIM_SEED,
    cookerId: values.SIM_COOKER_ID,
    cookerType: values.SIM_COOKER_TYPE,
  };
}

/** The type the account's list shows for this cooker under a profile. */
export function advertisedType(config: SimulatorConfig, profile: Profile): string {
  return profile === config.profile && config.cookerType !== undefined
    ? config.cookerType
    : DEFAULT_TYPES[profile];
}
