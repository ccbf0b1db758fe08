import type { FieldReader } from './field-reader.ts';
import type { Located, LocatedMap } from './located.ts';
import type { ComposeHealthcheck } from './model.ts';

const KEYS = [
  'test',
  'interval',
  'timeout',
  'retries',
  'start_period',
  'start_interval',
  'disable',
];

/** Defaults of Docker, which Compose takes over. */
export const HEALTHCHECK_DEFAULTS = {
  intervalMs: 30_000,
  timeoutMs: 30_000,
  startPeriodMs: 0,
  startIntervalMs: undefined,
  retries: 3,
} as const;

/** Reads a `healthcheck`; undefined when it cannot be read or says nothing about the test. */
export function readHealthcheck(
  value: Located,
  what: string,
  reader: FieldReader,
): ComposeHealthcheck | undefined {
  const map = reader.map(value, what);
  if (map === undefined) return undefined;
  reader.onlyKeys(map, what, KEYS);
  const disable = map.entries.get('disable')?.value;
  const isDisabled = disable !== undefined && reader.boolean(disable, `${what}.disable`) === true;
  const test = isDisabled ? ({ form: 'none' } as const) : readTest(map, what, reader);
  if (test === undefined) return undefined;
  const duration = (key: string): number | undefined => {
    const found = map.entries.get(key)?.value;
    return found === undefined ? undefined : reader.duration(found, `${what}.${key}`);
  };
  const retries = map.entries.get('retries')?.value;
  const defaults = HEALTHCHECK_DEFAULTS;
  return {
    test,
    intervalMs: duration('interval') ?? defaults.intervalMs,
    timeoutMs: duration('timeout') ?? defaults.timeoutMs,
    startPeriodMs: duration('start_period') ?? defaults.startPeriodMs,
    startIntervalMs: duration('start_interval'),
    retries:
      (retries === undefined ? undefined : reader.integer(retries, `${what}.retries`)) ??
      defaults.retries,
  };
}

function readTest(
  map: LocatedMap,
  what: string,
  reader: FieldReader,
): ComposeHealthcheck['test'] | undefined {
  const test = map.entries.get('test')?.value;
  if (test === undefined) {
    reader.log.error('COMPOSE_HEALTHCHECK', map.at, `${what} has no test`, {
      expected: 'test: ["CMD", "program", "argument"] or disable: true',
    });
    return undefined;
  }
  if (test.kind !== 'list') {
    const script = reader.text(test, `${what}.test`);
    return script === undefined ? undefined : { form: 'shell', script };
  }
  const [form, ...rest] = reader.texts(test, `${what}.test`).map(({ text }) => text);
  if (form === 'NONE' && rest.length === 0) return { form: 'none' };
  if (form === 'CMD' && rest.length > 0) return { form: 'exec', command: rest };
  if (form === 'CMD-SHELL' && rest.length === 1) return { form: 'shell', script: rest.join(' ') };
  reader.log.error('COMPOSE_HEALTHCHECK', test.at, `cannot read ${what}.test`, {
    expected: '["CMD", program, argument…], ["CMD-SHELL", script], ["NONE"] or a text',
    seen: JSON.stringify([form, ...rest]),
  });
  return undefined;
}
