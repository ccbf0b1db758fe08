import assert from 'node:assert/strict';
import { test } from 'node:test';

import { SimulatedClock } from './clock.ts';
import { Device } from './device.ts';

const RATES = { ambientCelsius: 20, heatingCelsiusPerMinute: 1, coolingCelsiusPerMinute: 0.5 };
const MINUTE_MS = 60_000;

function createDevice(): { device: Device; pass: (minutes: number) => void } {
  let nowMs = 1_700_000_000_000;
  const device = new Device(() => nowMs, RATES);
  return {
    device,
    pass: (minutes) => {
      nowMs += minutes * MINUTE_MS;
    },
  };
}

test('PH-01 the water heats by one degree a minute and stops at the target', () => {
  const { device, pass } = createDevice();
  device.start({ targetCelsius: 65, timerSeconds: 5400 });
  pass(10);
  assert.equal(device.snapshot().waterCelsius, 30);
  pass(1000);
  assert.equal(device.snapshot().waterCelsius, 65);
});

test('PH-02 PH-03 the timer waits at its full length for the water, then runs', () => {
  const { device, pass } = createDevice();
  device.start({ targetCelsius: 65, timerSeconds: 5400 });
  pass(44.6);
  assert.deepEqual(
    [device.snapshot().phase, device.snapshot().remainingSeconds],
    ['preheating', 5400],
  );
  pass(0.1);
  assert.deepEqual(
    [device.snapshot().phase, device.snapshot().remainingSeconds],
    ['cooking', 5400],
  );
  pass(30);
  assert.equal(device.snapshot().remainingSeconds, 3600);
});

test('PH-04 after the timer it is done and keeps warm', () => {
  const { device, pass } = createDevice();
  device.start({ targetCelsius: 30, timerSeconds: 60 });
  pass(11);
  assert.deepEqual([device.snapshot().phase, device.snapshot().waterCelsius], ['done', 30]);
  pass(600);
  assert.deepEqual([device.snapshot().phase, device.snapshot().waterCelsius], ['done', 30]);
});

test('PH-06 SM-02 stopped water cools to ambient and no further', () => {
  const { device, pass } = createDevice();
  device.place({ state: 'cooking', temperatureCelsius: 70, targetCelsius: 70 });
  device.stop();
  pass(20);
  assert.deepEqual([device.snapshot().phase, device.snapshot().waterCelsius], ['idle', 60]);
  pass(1000);
  assert.equal(device.snapshot().waterCelsius, 20);
});

test('one jump gives what many small steps give', () => {
  const [jumping, walking] = [createDevice(), createDevice()];
  for (const { device } of [jumping, walking])
    device.start({ targetCelsius: 54, timerSeconds: 3600 });
  jumping.pass(60);
  for (let step = 0; step < 120; step += 1) {
    walking.pass(0.5);
    walking.device.snapshot();
  }
  assert.deepEqual(walking.device.snapshot(), jumping.device.snapshot());
});

test('the next change of phase is known ahead', () => {
  const { device, pass } = createDevice();
  assert.equal(device.nextChangeAtMs(), null);
  device.start({ targetCelsius: 30.3, timerSeconds: 60 });
  const startedAtMs = device.snapshot().atMs;
  assert.equal(device.nextChangeAtMs(), startedAtMs + 10 * MINUTE_MS);
  pass(10);
  assert.equal(device.nextChangeAtMs(), startedAtMs + 11 * MINUTE_MS);
  pass(1);
  assert.equal(device.nextChangeAtMs(), null);
});

test('water that is warm already starts the timer at once', () => {
  const { device } = createDevice();
  device.place({ state: 'idle', temperatureCelsius: 70 });
  device.start({ targetCelsius: 54, timerSeconds: 3600 });
  assert.equal(device.snapshot().phase, 'cooking');
});

test('impossible placements are refused and change nothing', () => {
  const { device } = createDevice();
  assert.match(
    device.place({ state: 'preheating', temperatureCelsius: 65, targetCelsius: 65 }) ?? '',
    /cannot be/,
  );
  assert.match(
    device.place({ state: 'cooking', timerSeconds: 60, remainingSeconds: 61 }) ?? '',
    /more than/,
  );
  assert.equal(device.snapshot().phase, 'idle');
});

test('cook ids are UUIDs, differ from cook to cook and are the same in every run', () => {
  const ids = [createDevice(), createDevice()].map(({ device }) =>
    [1, 2].map(() => {
      device.start({ targetCelsius: 54, timerSeconds: 3600 });
      return device.snapshot().cook?.cookId ?? '';
    }),
  );
  assert.deepEqual(ids[0], ids[1]);
  assert.notEqual(ids[0]?.[0], ids[0]?.[1]);
  assert.match(ids[0]?.[0] ?? '', /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
});

test('PH-05 the simulated clock scales, jumps and comes back', () => {
  let realMs = 1_000;
  const clock = new SimulatedClock(() => realMs, 60);
  realMs += 1_000;
  assert.equal(clock.now(), 61_000);
  clock.setScale(2);
  realMs += 1_000;
  assert.equal(clock.now(), 63_000);
  clock.advance(10_000);
  assert.equal(clock.now(), 73_000);
  assert.equal(clock.realMsUntil(75_000), 1_000);
  clock.reset();
  assert.deepEqual([clock.now(), clock.scale], [3_000, 60]);
});

test('a placement moves the cook that is on; it is still the same cook', () => {
  const { device } = createDevice();
  device.start({ targetCelsius: 65, timerSeconds: 5400 });
  const before = device.snapshot().cook;
  device.place({ state: 'cooking', remainingSeconds: 300 });
  const after = device.snapshot();
  assert.equal(after.cook?.cookId, before?.cookId);
  assert.deepEqual([after.remainingSeconds, after.waterCelsius], [300, 65]);
  device.stop();
  device.place({ state: 'cooking' });
  assert.notEqual(device.snapshot().cook?.cookId, before?.cookId);
});
