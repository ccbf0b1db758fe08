import type { Bound, Comparator, Rate } from '../integration-sections.ts';

const COMPARATOR = String.raw`(<=|>=|<|>|≤|≥|~|≈)?\s*`;
const NUMBER = String.raw`(\d[\d,_]*(?:\.\d+)?)`;

const COMPARATORS: Readonly<Record<string, Comparator>> = {
  '<': '<',
  '<=': '<=',
  '≤': '<=',
  '>': '>',
  '>=': '>=',
  '≥': '>=',
  '~': '~',
  '≈': '~',
};

const MS_PER_UNIT: Readonly<Record<string, number>> = {
  us: 0.001,
  µs: 0.001,
  μs: 0.001,
  ms: 1,
  millisecond: 1,
  s: 1000,
  sec: 1000,
  second: 1000,
  m: 60_000,
  min: 60_000,
  minute: 60_000,
  h: 3_600_000,
  hour: 3_600_000,
};

const SECONDS_PER: Readonly<Record<string, number>> = {
  s: 1,
  sec: 1,
  second: 1,
  m: 60,
  min: 60,
  minute: 60,
  h: 3600,
  hour: 3600,
};

const BYTES_PER_UNIT: Readonly<Record<string, number>> = {
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  tb: 1e12,
  kib: 1024,
  mib: 1024 ** 2,
  gib: 1024 ** 3,
  tib: 1024 ** 4,
};

/** `< 100ms`, `≤ 1.5 s`, `5 minutes` in milliseconds; null for anything else. */
export function readDurationMs(text: string): Bound | null {
  const found = new RegExp(`^${COMPARATOR}${NUMBER}\\s*([a-zµμ]+)\\b`, 'i').exec(text.trim());
  const unit = unitOf(MS_PER_UNIT, found?.[3]);
  return bound(found, unit, text);
}

/** `80%`, `< 80% utilization`: the number alone. */
export function readPercent(text: string): Bound | null {
  const found = new RegExp(`^${COMPARATOR}${NUMBER}\\s*%`).exec(text.trim());
  return bound(found, found === null ? undefined : 1, text);
}

/** `< 2GB per service` in bytes: KB, MB, GB count in thousands, KiB, MiB, GiB in 1024s. */
export function readBytes(text: string): Bound | null {
  const found = new RegExp(`^${COMPARATOR}${NUMBER}\\s*([kmgt]?i?b)\\b`, 'i').exec(text.trim());
  return bound(found, unitOf(BYTES_PER_UNIT, found?.[3]), text);
}

/** `100 requests/second`, `1.5k rps`, `50 orders/minute` per second, with its noun. */
export function readRate(text: string): Rate | null {
  const pattern = `^${COMPARATOR}${NUMBER}\\s*(k\\b|k(?=\\s))?\\s*(?:(rps|req/s|reqs/s)|([a-z]+)\\s*(?:/|per)\\s*([a-z]+))`;
  const found = new RegExp(pattern, 'i').exec(text.trim());
  if (found === null) return null;
  const [, comparator, digits = '', thousand, short, noun = '', per] = found;
  const seconds = short === undefined ? unitOf(SECONDS_PER, per) : 1;
  if (seconds === undefined) return null;
  const application = short === undefined && !/^(req|reqs|request|requests)$/i.test(noun);
  return {
    comparator: COMPARATORS[comparator ?? ''] ?? null,
    perSecond: (toNumber(digits) * (thousand === undefined ? 1 : 1000)) / seconds,
    unit: application ? noun.toLowerCase() : 'requests',
    application,
    text: text.trim(),
  };
}

function unitOf(
  units: Readonly<Record<string, number>>,
  word: string | undefined,
): number | undefined {
  const unit = word?.toLowerCase();
  return unit === undefined ? undefined : (units[unit] ?? units[unit.replace(/s$/, '')]);
}

function bound(
  found: RegExpExecArray | null,
  unit: number | undefined,
  text: string,
): Bound | null {
  if (found === null || unit === undefined) return null;
  const comparator = COMPARATORS[found[1] ?? ''] ?? null;
  return { comparator, value: toNumber(found[2] ?? '') * unit, text: text.trim() };
}

function toNumber(digits: string): number {
  return Number(digits.replaceAll(/[,_]/g, ''));
}
