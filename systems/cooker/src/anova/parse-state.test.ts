import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';

import type { DeviceState } from './device-state.ts';
import { toReading } from './device-state.ts';
import { parseState } from './parse-state.ts';

const RECEIVED_AT_MS = Date.parse('2026-03-02T20:00:00.000Z');

interface Sample {
  readonly [field: string]: Sample;
}

function sample(name: string): unknown {
  const path = new URL(`../../test/fixtures/anova-states/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(path, 'utf8'));
}

/** The sample with one field, named by its path, set to another value. */
function changed(name: string, changes: Readonly<Record<string, unknown>>): unknown {
  const document = sample(name) as Sample;
  for (const [path, value] of Object.entries(changes)) {
    const fields = path.split('/');
    const last = fields.pop() as string; // split gives at least one
    const owner = fields.reduce((at, field) => at[field] as Sample, document);
    Reflect.set(owner, last, value);
  }
  return document;
}

function read(document: unknown, type = 'a7'): DeviceState {
  const parsed = parseState(document, type, RECEIVED_AT_MS);
  assert.ok(parsed.readable, parsed.readable ? '' : parsed.reason);
  return parsed.state;
}

describe('third generation', () => {
  test('idle: target and timer are null although the device remembers them', () => {
    const state = read(sample('gen3-idle'));
    assert.equal(state.state, 'idle');
    assert.equal(state.currentCelsius, 22.31);
    assert.deepEqual([state.targetCelsius, state.timerSeconds, state.running], [null, null, false]);
    assert.deepEqual(state.timer, { kind: 'none' });
  });

  test('entering: preheating, with target and timer length but nothing timed', () => {
    const state = read(sample('gen3-entering'));
    assert.equal(state.state, 'preheating');
    assert.deepEqual([state.targetCelsius, state.timerSeconds], [54.47, 7200]);
    assert.deepEqual(state.timer, { kind: 'none' });
    assert.equal(state.deviceCookId, 'c1b8f5f0-6f3b-4c6e-9e53-6a1c0e8b7d10');
    assert.ok(state.processedRequestIds.includes('b0a1'));
  });

  test('running: remaining is by the device clock, so our own may be an hour off', () => {
    const state = read(sample('gen3-running'));
    assert.equal(state.state, 'cooking');
    const reading = toReading(state, 0);
    assert.deepEqual(reading.timer, { totalSeconds: 7200, remainingSeconds: 87 * 60 });
    const later = toReading(state, 90_000);
    assert.deepEqual(later.timer, { totalSeconds: 7200, remainingSeconds: 87 * 60 - 90 });
    assert.equal(toReading(state, 1e9).timer?.remainingSeconds, 0);
  });

  test('running without updatedTimestamp: remaining is by our clock', () => {
    const state = read(changed('gen3-running', { updatedTimestamp: undefined }));
    assert.deepEqual(toReading(state, 0).timer, { totalSeconds: 7200, remainingSeconds: 1200 });
  });

  for (const [title, changes, expected] of [
    ['timer completed keeps warm', { 'nodes/timer/mode': 'completed' }, 'done'],
    ['no timer, stage running', { 'nodes/timer': { mode: 'idle' } }, 'cooking'],
    [
      'no stage, water cold',
      {
        cook: undefined,
        'nodes/timer/mode': 'idle',
        'nodes/waterTemperatureSensor/current/celsius': 50,
      },
      'preheating',
    ],
    ['low water', { 'state/mode': 'lowWater' }, 'error'],
    ['water leak', { 'state/mode': 'waterLeak' }, 'error'],
    ['high temperature', { 'state/mode': 'highTemp' }, 'error'],
    ['motor stuck', { 'state/mode': 'motorStuck' }, 'error'],
    ['heater failure', { 'systemInfo/triacsFailed': true }, 'error'],
    ['water empty', { 'nodes/lowWater/empty': true }, 'error'],
    ['low water as a warning only', { 'nodes/lowWater/warning': true }, 'cooking'],
    ['a mode nobody knows', { 'state/mode': 'levitate' }, 'unknown'],
    ['a timer nobody knows', { 'nodes/timer/mode': 'backwards' }, 'unknown'],
  ] as const) {
    test(`${title}: ${expected}`, () => {
      const state = read(changed('gen3-running', changes));
      assert.equal(state.state, expected);
      assert.equal(state.unknownValues.length > 0, expected === 'unknown');
      if (expected === 'error') assert.ok(state.alerts.length > 0);
    });
  }

  test('done has a timer at 0 of its whole length', () => {
    const state = read(changed('gen3-running', { 'nodes/timer/mode': 'completed' }));
    assert.deepEqual(toReading(state, 60_000).timer, { totalSeconds: 7200, remainingSeconds: 0 });
  });

  test('offline is told apart from idle', () => {
    assert.equal(read(changed('gen3-idle', { 'systemInfo/online': false })).online, false);
  });
});

describe('second generation', () => {
  test('cooking: °C whatever the unit says, device-safe 0 is no fault', () => {
    const state = read(sample('gen2-cooking'), 'pro');
    assert.deepEqual(
      [state.state, state.currentCelsius, state.targetCelsius],
      ['cooking', 59.96, 60],
    );
    assert.deepEqual(state.timer, { kind: 'counting', totalSeconds: 5400, remainingSeconds: 2640 });
    assert.deepEqual(state.alerts, []);
    assert.deepEqual(state.processedRequestIds, ['9d2f8a6c1b']);
  });

  for (const [title, changes, expected] of [
    ['preheating', { 'job-status/state': 'PREHEATING' }, 'preheating'],
    ['maintaining with time left', { 'job-status/state': 'MAINTAINING' }, 'cooking'],
    [
      'maintaining without a timer',
      { 'job-status/state': 'MAINTAINING', 'job-status/cook-time-remaining': 0 },
      'done',
    ],
    [
      'timer expired',
      { 'job-status/state': 'TIMER EXPIRED', 'job-status/cook-time-remaining': 75 },
      'done',
    ],
    ['no job state, water at temperature', { 'job-status/state': '' }, 'cooking'],
    ['idle', { 'job/mode': 'IDLE', 'job-status/state': '' }, 'idle'],
    ['idle after boot', { 'job/mode': 'IDLE', 'job-status/state': 'START_COOK' }, 'idle'],
    ['low water mode', { 'job/mode': 'LOW WATER' }, 'error'],
    ['high temperature mode', { 'job/mode': 'HIGH TEMP' }, 'error'],
    ['device failure', { 'job/mode': 'DEVICE FAILURE' }, 'error'],
    ['a leak', { 'pin-info/water-leak': 1 }, 'error'],
    ['critical water level', { 'pin-info/water-level-critical': true }, 'error'],
    ['motor stuck', { 'pin-info/motor-stuck': 1 }, 'error'],
    ['update', { 'job/mode': 'OTA' }, 'unknown'],
    ['a job state nobody knows', { 'job-status/state': 'SIMMERING' }, 'unknown'],
  ] as const) {
    test(`${title}: ${expected}`, () => {
      const state = read(changed('gen2-cooking', changes), 'pro');
      assert.equal(state.state, expected);
      assert.equal(state.unknownValues.length > 0, expected === 'unknown');
      if (expected === 'error') assert.ok(state.alerts.length > 0);
    });
  }

  test('after the timer the device counts up; remaining stays 0', () => {
    const expired = { 'job-status/state': 'TIMER EXPIRED', 'job-status/cook-time-remaining': 75 };
    const state = read(changed('gen2-cooking', expired), 'pro');
    assert.deepEqual(toReading(state, 0).timer, { totalSeconds: 5400, remainingSeconds: 0 });
  });
});

describe('first generation', () => {
  test('PROT-03 cooking in Fahrenheit is read as °C', () => {
    const state = read(sample('a3-cooking'), 'a3');
    assert.deepEqual([state.state, state.currentCelsius, state.targetCelsius], ['cooking', 65, 65]);
    assert.deepEqual(state.timer, { kind: 'counting', totalSeconds: 3600, remainingSeconds: 840 });
  });

  for (const [title, changes, expected] of [
    ['heating', { isTimerRunning: false, currentTemperature: 100 }, 'preheating'],
    ['keeping warm', { isKeepingWarm: true, isTimerRunning: false }, 'done'],
    ['off', { isCooking: false }, 'idle'],
  ] as const) {
    test(`${title}: ${expected}`, () => {
      assert.equal(read(changed('a3-cooking', changes), 'a3').state, expected);
    });
  }

  test('a unit nobody knows is not read as °C', () => {
    assert.equal(parseState(changed('a3-cooking', { unit: 'k' }), 'a3', 0).readable, false);
  });
});

test('what has none of the three shapes is not read, and its values are not quoted', () => {
  for (const document of [null, 7, 'idle', [], {}, { job: {} }, { nodes: { secret: 'hush' } }]) {
    const parsed = parseState(document, 'a7', 0);
    assert.equal(parsed.readable, false);
    assert.ok(!JSON.stringify(parsed).includes('hush'));
  }
});
