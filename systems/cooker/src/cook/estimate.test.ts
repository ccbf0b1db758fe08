import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { CookerReading } from '../device/cooker.ts';
import { estimateCompletion } from './estimate.ts';
import { HeatingPace } from './heating-pace.ts';

const HEATING: CookerReading = {
  state: 'preheating',
  alerts: [],
  currentCelsius: 25,
  targetCelsius: 65,
  timer: null,
  timerSeconds: 5400,
  deviceCookId: null,
};
const KNOWN = { timerSeconds: null, observedPace: null, nowMs: 0 };

test('counts the heating of the water, at an assumed pace', () => {
  assert.deepEqual(estimateCompletion(HEATING, KNOWN), {
    completionAtMs: (40 + 90) * 60_000,
    basis: 'assumed_heating',
    preheatMinutes: 40,
  });
});

test('prefers the pace that was seen', () => {
  const estimate = estimateCompletion(HEATING, { ...KNOWN, observedPace: 2 });
  assert.equal(estimate?.basis, 'observed_heating');
  assert.equal(estimate.completionAtMs, (20 + 90) * 60_000);
});

test('lets the timer decide once it runs', () => {
  const timer = { totalSeconds: 5400, remainingSeconds: 60 };
  const estimate = estimateCompletion({ ...HEATING, state: 'cooking', timer }, KNOWN);
  assert.deepEqual(estimate, { completionAtMs: 60_000, basis: 'timer', preheatMinutes: 0 });
});

test('knows nothing when idle, done, or without a timer', () => {
  assert.equal(estimateCompletion({ ...HEATING, state: 'idle' }, KNOWN), null);
  assert.equal(estimateCompletion({ ...HEATING, state: 'done' }, KNOWN), null);
  assert.equal(estimateCompletion({ ...HEATING, timerSeconds: null }, KNOWN), null);
});

test('learns the pace from readings, and forgets it with the cook', () => {
  const pace = new HeatingPace();
  pace.observe(HEATING, 0);
  assert.equal(pace.celsiusPerMinute(), null);
  pace.observe({ ...HEATING, currentCelsius: 28 }, 120_000);
  assert.equal(pace.celsiusPerMinute(), 1.5);
  pace.observe({ ...HEATING, state: 'cooking' }, 130_000);
  assert.equal(pace.celsiusPerMinute(), null);
});
