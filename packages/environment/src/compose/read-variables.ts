import type { SourceLocation } from '../diagnostic.ts';
import type { DiagnosticLog } from './diagnostic-log.ts';
import type { LookUpVariable } from './interpolate.ts';
import { parseEnvFile } from './parse-env-file.ts';
import { readTextFile } from './read-text-file.ts';

/**
 * Adds the variables of a file such as `.env` to those that are known already, which win.
 *
 * @param options.at where the file is named; undefined when it may be missing
 */
export function readVariables(
  file: string,
  {
    lookUp,
    log,
    at,
  }: { lookUp: LookUpVariable; log: DiagnosticLog; at: SourceLocation | undefined },
): LookUpVariable {
  const reading = readTextFile(file);
  if (!reading.ok) {
    if (reading.reason === 'missing') {
      if (at !== undefined) log.error('COMPOSE_ENV_FILE', at, `env file ${file} does not exist`);
    } else if (at !== undefined || reading.seen !== 'a folder') {
      const { expected, seen } = reading;
      log.error(
        'COMPOSE_ENV_FILE',
        at ?? { file, line: 1, column: 1 },
        `cannot read env file ${file}`,
        { expected, seen },
      );
    }
    return lookUp;
  }
  const { values, faults } = parseEnvFile(reading.text, lookUp);
  for (const { line, message } of faults) {
    log.error('COMPOSE_ENV_FILE', { file, line, column: 1 }, message);
  }
  return (name) => lookUp(name) ?? values.get(name);
}
