import { EnvironmentError } from '@seatrial/environment';

import { SeatrialError } from '../evidence/index.ts';
import type { ErrorDocument } from './documents.ts';
import type { CommandIo } from './verb.ts';

const EXIT_INPUT = 3;
const EXIT_ENVIRONMENT = 4;
const EXIT_INTERNAL = 70;

/** Says what went wrong and answers the exit code. An error that nobody foresaw keeps its stack. */
export function reportError(
  error: unknown,
  asJson: boolean,
  io: Pick<CommandIo, 'stdout' | 'stderr'>,
): number {
  const document: ErrorDocument = { schemaVersion: 1, ...describe(error) };
  if (asJson) {
    io.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
    return document.exitCode;
  }
  const { message, hint, service, logTail = [] } = document.error;
  io.stderr.write(`${message}\n${hint === null ? '' : `  ${hint}\n`}`);
  if (logTail.length > 0) {
    io.stderr.write(
      `the last lines of ${service}:\n${logTail.map((line) => `  ${line}\n`).join('')}`,
    );
  }
  return document.exitCode;
}

function describe(error: unknown): Omit<ErrorDocument, 'schemaVersion'> {
  if (error instanceof SeatrialError) {
    const { code, message, hint, diagnostics } = error;
    const exitCode = ENVIRONMENT_CODES.has(code) ? EXIT_ENVIRONMENT : EXIT_INPUT;
    return { error: { code, message, hint: hint ?? null, diagnostics }, exitCode };
  }
  if (error instanceof EnvironmentError) {
    const { code, message, diagnostics, service, logTail } = error;
    const exitCode = INPUT_CODES.has(code) ? EXIT_INPUT : EXIT_ENVIRONMENT;
    const at = service === undefined ? {} : { service, logTail };
    return { error: { code, message, hint: null, diagnostics, ...at }, exitCode };
  }
  const cause = error instanceof Error ? error : new Error(String(error));
  return {
    error: {
      code: 'INTERNAL',
      message: `this is a bug in seatrial: ${cause.stack ?? cause.message}`,
      hint: 'please report it with the command that you ran',
      diagnostics: [],
    },
    exitCode: EXIT_INTERNAL,
  };
}

/** Errors that say that the environment is not as the command needs it. */
const ENVIRONMENT_CODES: ReadonlySet<string> = new Set([
  'ENVIRONMENT_RUNNING',
  'ENVIRONMENT_NOT_RUNNING',
  'NOT_RECORDED',
]);

/** Errors of the environment that are errors of its input files. */
const INPUT_CODES: ReadonlySet<string> = new Set([
  'COMPOSE_INVALID',
  'DEPENDENCY_CYCLE',
  'DOCKERFILE_INVALID',
  'SERVICE_UNKNOWN',
]);
