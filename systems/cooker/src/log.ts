import type { Log, LogEvent } from './log-event.ts';

export const LOG_LEVELS = ['info', 'warn', 'error'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

const REDACTED = '[redacted]';
/** A secret this short would also be found in innocent text. */
const LEAST_SECRET_LENGTH = 8;

export interface StructuredLog {
  readonly log: Log;
  /** Writes out what is still held back. */
  readonly flush: () => void;
}

/**
 * A log of one JSON object a line: `time`, `level`, `msg` and the fields of the event. Every line passes one
 * redactor that blots out each secret, plain or URL-encoded, wherever it comes from. The lines of one turn
 * of the event loop are written together.
 */
export function createLog(options: {
  level: LogLevel;
  secrets: readonly string[];
  write: (text: string) => void;
  now: () => number;
}): StructuredLog {
  const leastRank = LOG_LEVELS.indexOf(options.level);
  const redact = createRedactor(options.secrets);
  let held = '';
  const flush = (): void => {
    if (held === '') return;
    const text = held;
    held = '';
    options.write(text);
  };
  const log = (event: LogEvent): void => {
    if (LOG_LEVELS.indexOf(event.level) < leastRank) return;
    if (held === '') setImmediate(flush);
    held += `${redact(toLine(event, options.now()))}\n`;
  };
  return { log, flush };
}

function toLine(event: LogEvent, nowMs: number): string {
  return JSON.stringify({ time: new Date(nowMs).toISOString(), ...event });
}

/** Makes the function that takes the secrets out of a text. */
export function createRedactor(secrets: readonly string[]): (text: string) => string {
  const forms = secrets
    .filter((secret) => secret.length >= LEAST_SECRET_LENGTH)
    .flatMap((secret) => [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)]);
  const unique = [...new Set(forms)];
  return (text) => unique.reduce((rest, form) => rest.replaceAll(form, REDACTED), text);
}
