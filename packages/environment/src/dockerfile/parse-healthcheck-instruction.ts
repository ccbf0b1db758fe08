import type { ComposeHealthcheck } from '../compose/model.ts';
import { parseDuration } from '../compose/parse-duration.ts';
import { HEALTHCHECK_DEFAULTS } from '../compose/read-healthcheck.ts';
import type { Instruction } from './read-instructions.ts';

/** Reads `HEALTHCHECK [--interval=…] CMD …` or `HEALTHCHECK NONE`. */
export function parseHealthcheckInstruction({
  flags,
  text,
}: Instruction): ComposeHealthcheck | { fault: string } {
  if (/^none$/i.test(text.trim())) return { test: { form: 'none' }, ...HEALTHCHECK_DEFAULTS };
  const [, body] = /^cmd\s+([^]+)$/i.exec(text) ?? [];
  if (body === undefined) return { fault: 'cannot read HEALTHCHECK; expected CMD … or NONE' };
  const retries = flags.get('retries');
  if (retries !== undefined && !/^\d+$/.test(retries)) {
    return { fault: `HEALTHCHECK --retries is not a number: ${retries}` };
  }
  const defaults = HEALTHCHECK_DEFAULTS;
  const durations = new Map<string, number>();
  for (const name of ['interval', 'timeout', 'start-period', 'start-interval']) {
    const value = flags.get(name);
    const durationMs = value === undefined ? undefined : parseDuration(value);
    if (durationMs !== undefined) durations.set(name, durationMs);
    else if (value !== undefined)
      return { fault: `HEALTHCHECK --${name} is no duration: ${value}` };
  }
  return {
    test: readTest(body),
    intervalMs: durations.get('interval') ?? defaults.intervalMs,
    timeoutMs: durations.get('timeout') ?? defaults.timeoutMs,
    startPeriodMs: durations.get('start-period') ?? defaults.startPeriodMs,
    startIntervalMs: durations.get('start-interval'),
    retries: retries === undefined ? defaults.retries : Number(retries),
  };
}

function readTest(body: string): ComposeHealthcheck['test'] {
  if (!body.startsWith('[')) return { form: 'shell', script: body };
  try {
    const parsed: unknown = JSON.parse(body);
    if (Array.isArray(parsed) && parsed.every((item) => typeof item === 'string')) {
      return { form: 'exec', command: parsed };
    }
  } catch (error) {
    // As Docker does: what is no list is a script.
    if (!(error instanceof SyntaxError)) throw error;
  }
  return { form: 'shell', script: body };
}
