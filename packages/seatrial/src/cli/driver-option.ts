import { SeatrialError, suggest } from '../evidence/index.ts';
import type { DriverChoice, Project } from '../project/index.ts';
import { DRIVER_CHOICES } from '../project/index.ts';
import { valueOf } from './parse-arguments.ts';
import type { Arguments, OptionSpecification } from './verb.ts';

/** The option of every verb that starts services. */
export const DRIVER_OPTION: Readonly<Record<string, OptionSpecification>> = {
  driver: {
    type: 'string',
    value: 'name',
    summary:
      'native: processes of this machine (default); docker: containers; auto: docker if an engine answers',
  },
};

/**
 * The driver that was asked for, else that of the config.
 *
 * @throws {SeatrialError} `USAGE` for one that does not exist
 */
export function driverOf(given: Arguments, project: Project): DriverChoice {
  const name = valueOf(given, 'driver');
  if (name === undefined) return project.config.trial.driver;
  const driver = DRIVER_CHOICES.find((one) => one === name);
  if (driver !== undefined) return driver;
  throw new SeatrialError('USAGE', `--driver: no driver is called ${JSON.stringify(name)}`, {
    hint: suggest(name, DRIVER_CHOICES),
  });
}
