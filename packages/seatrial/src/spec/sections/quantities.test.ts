import assert from 'node:assert/strict';
import { test } from 'node:test';

import { readBytes, readDurationMs, readPercent, readRate } from './quantities.ts';

const durations: readonly (readonly [string, number | null])[] = [
  ['< 100ms', 100],
  ['≤ 1.5 s', 1500],
  ['250µs', 0.25],
  ['5 minutes', 300_000],
  ['2 hours', 7_200_000],
  ['~ 1,500 ms', 1500],
  ['soon', null],
  ['100', null],
  ['100 parsecs', null],
];
for (const [text, ms] of durations) {
  test(`reads the duration ${text}`, () => assert.equal(readDurationMs(text)?.value ?? null, ms));
}

const rates: readonly (readonly [string, number | null, string?])[] = [
  ['100 requests/second', 100, 'requests'],
  ['1.5k req/s', 1500, 'requests'],
  ['10_000 rps', 10_000, 'requests'],
  ['120 requests/min', 2, 'requests'],
  ['50 orders/minute', 50 / 60, 'orders'],
  ['7,200 messages per hour', 2, 'messages'],
  ['fast', null],
];
for (const [text, perSecond, unit] of rates) {
  test(`reads the rate ${text}`, () => {
    const rate = readRate(text);
    assert.equal(rate?.perSecond ?? null, perSecond);
    assert.equal(rate?.unit, unit);
  });
}

test('a noun that is not requests is a measure of the application', () => {
  assert.equal(readRate('50 orders/minute')?.application, true);
  assert.equal(readRate('50 requests/minute')?.application, false);
});

const sizes: readonly (readonly [string, number | null])[] = [
  ['< 2GB per service', 2e9],
  ['512 MiB', 512 * 1024 ** 2],
  ['< 50MB/s', 50e6],
  ['much', null],
];
for (const [text, bytes] of sizes) {
  test(`reads the size ${text}`, () => assert.equal(readBytes(text)?.value ?? null, bytes));
}

test('the comparator is kept, and its spellings are one', () => {
  assert.equal(readDurationMs('≤ 1s')?.comparator, '<=');
  assert.equal(readPercent('< 80% utilization')?.comparator, '<');
  assert.equal(readPercent('80%')?.comparator, null);
});
