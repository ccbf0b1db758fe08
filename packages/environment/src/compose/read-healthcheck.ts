import type { FieldReader } from './field-reader.ts';
import { Fields } from './fields.ts';
import { valueOf } from './located.ts';
import type { Located } from './located.ts';
import type { ComposeHealthcheck, HealthcheckTimes } from './model.ts';

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

/** Reads a `healthcheck`; undefined when it cannot be read or says nothing. */
export function readHealthcheck(
  value: Located,
  what: string,
  reader: FieldReader,
): ComposeHealthcheck | undefined {
  const map = reader.map(value, what);
  if (map === undefined) return undefined;
  reader.onlyKeys(map, what, KEYS);
  const fields = new Fields(map, what, reader);
  const isDisabled = fields.boolean('disable') === true;
  const times = readTimes(fields);
  const test = isDisabled ? ({ form: 'none' } as const) : readTest(fields, times);
  return test === undefined ? undefined : { test, ...HEALTHCHECK_DEFAULTS, ...times };
}

function readTimes(fields: Fields): Partial<HealthcheckTimes> {
  const given = {
    intervalMs: fields.duration('interval'),
    timeoutMs: fields.duration('timeout'),
    startPeriodMs: fields.duration('start_period'),
    startIntervalMs: fields.duration('start_interval'),
    retries: fields.integer('retries'),
  };
  return Object.fromEntries(Object.entries(given).filter(([, found]) => found !== undefined));
}

/** What holds for a service: its own healthcheck, that of its image, or the image's with other times. */
export function effectiveHealthcheck(
  own: ComposeHealthcheck | undefined,
  ofImage: ComposeHealthcheck | undefined,
): ComposeHealthcheck | undefined {
  if (own?.test.form !== 'image') return own ?? ofImage;
  return ofImage === undefined ? undefined : { ...ofImage, ...own.test.times };
}

function readTest(
  { map, what, reader }: Fields,
  times: Partial<HealthcheckTimes>,
): ComposeHealthcheck['test'] | undefined {
  const test = valueOf(map, 'test');
  // Only its times differ from what the image says.
  if (test === undefined && Object.keys(times).length > 0) return { form: 'image', times };
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
