import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Cooking } from '../../src/cook/cooking.ts';
import type { LogEvent } from '../../src/log-event.ts';
import type { Outcome } from '../../src/refusal.ts';
import type { SafeCook } from '../../src/safety/safe-cook.ts';
import { SqliteCookHistory } from '../../src/store/sqlite-cook-history.ts';
import { MemoryCooker } from './memory-cooker.ts';

const CHICKEN: SafeCook = {
  targetCelsius: 65,
  timeMinutes: 90,
  foodType: 'chicken',
  thicknessMm: null,
  warnings: [],
};
const STEAK: SafeCook = { ...CHICKEN, targetCelsius: 54, timeMinutes: 120, foodType: 'steak' };

interface Kitchen extends Disposable {
  readonly cooker: MemoryCooker;
  readonly cooking: Cooking;
  readonly history: SqliteCookHistory;
  readonly events: LogEvent[];
  /** Lets time pass. */
  readonly wait: (milliseconds: number) => void;
  /** The gateway starts anew with the same cooker and the same history. */
  readonly restart: () => Cooking;
}

function kitchen(): Kitchen {
  const cooker = new MemoryCooker();
  const history = new SqliteCookHistory(':memory:');
  const events: LogEvent[] = [];
  let nowMs = 1_700_000_000_000;
  let ids = 0;
  const make = (): Cooking =>
    new Cooking({
      cooker,
      history,
      log: (event) => events.push(event),
      now: () => nowMs,
      newId: () => `cook-${(ids += 1)}`,
    });
  return {
    cooker,
    cooking: make(),
    history,
    events,
    wait: (milliseconds) => {
      nowMs += milliseconds;
    },
    restart: make,
    [Symbol.dispose]: () => {
      history[Symbol.dispose]();
    },
  };
}

function codeOf(outcome: Outcome<unknown>): string {
  return outcome.ok ? 'ok' : outcome.refusal.code;
}

function valueOf<T>(outcome: Outcome<T>): T {
  assert.ok(outcome.ok, JSON.stringify(outcome));
  return outcome.value;
}

test('TC-CONC-01 of two starts at once the first wins and the second finds it busy', async () => {
  using room = kitchen();
  const both = await Promise.all([room.cooking.start(CHICKEN), room.cooking.start(CHICKEN)]);
  assert.deepEqual(both.map(codeOf), ['ok', 'DEVICE_BUSY']);
  room.wait(100);
  assert.equal(codeOf(await room.cooking.start(CHICKEN)), 'DEVICE_BUSY', 'E2E-04');
  assert.equal(room.cooker.orders.length, 1);
});

test('a start that arrives while another takes its time is refused at once', async () => {
  using room = kitchen();
  const { promise, resolve } = Promise.withResolvers<void>();
  room.cooker.gate = promise;
  const first = room.cooking.start(CHICKEN);
  room.wait(5_000);
  assert.equal(codeOf(await room.cooking.start(CHICKEN)), 'DEVICE_BUSY');
  resolve();
  assert.equal(codeOf(await first), 'ok');
});

test('TC-CONC-02 a stop during a start wins: the cooker ends idle', async () => {
  using room = kitchen();
  const { promise, resolve } = Promise.withResolvers<void>();
  room.cooker.gate = promise;
  const starting = room.cooking.start(CHICKEN);
  const stopping = room.cooking.stop();
  resolve();
  assert.deepEqual([codeOf(await starting), codeOf(await stopping)], ['ok', 'ok']);
  assert.equal(valueOf(room.cooking.status()).state, 'idle');
  assert.equal(room.history.openCook(), null);
});

test('TC-CONC-03 status answers while a start is under way', async () => {
  using room = kitchen();
  const { promise, resolve } = Promise.withResolvers<void>();
  room.cooker.gate = promise;
  const starting = room.cooking.start(CHICKEN);
  assert.equal(valueOf(room.cooking.status()).state, 'idle');
  resolve();
  assert.equal(codeOf(await starting), 'ok');
});

test('an identical start soon after is the same cook', async () => {
  using room = kitchen();
  const first = valueOf(await room.cooking.start(CHICKEN));
  room.wait(60_000);
  const again = valueOf(await room.cooking.start(CHICKEN));
  assert.equal(again.cookId, first.cookId);
  assert.equal(again.isRepeat, true);
  assert.equal(room.cooker.orders.length, 1);
});

test('another start, or a late one, is refused', async () => {
  using room = kitchen();
  valueOf(await room.cooking.start(CHICKEN));
  room.wait(5_000);
  assert.equal(codeOf(await room.cooking.start(STEAK)), 'DEVICE_BUSY');
  assert.equal(codeOf(await room.cooking.start({ ...CHICKEN, thicknessMm: 30 })), 'DEVICE_BUSY');
  room.wait(91_000);
  assert.equal(codeOf(await room.cooking.start(CHICKEN)), 'DEVICE_BUSY');
});

test('a cook that the device no longer runs is not repeated but started', async () => {
  using room = kitchen();
  const first = valueOf(await room.cooking.start(CHICKEN));
  room.wait(5_000);
  room.cooker.reportIdle();
  assert.equal(room.history.openCook(), null);
  const second = valueOf(await room.cooking.start(CHICKEN));
  assert.notEqual(second.cookId, first.cookId);
  assert.equal(room.cooker.orders.length, 2);
});

test('a cook of another client is never taken for ours', async () => {
  using room = kitchen();
  valueOf(await room.cooking.start(CHICKEN));
  room.wait(5_000);
  room.cooker.report({ state: 'cooking', deviceCookId: 'from-the-app' });
  assert.equal(valueOf(room.cooking.status()).cookId, null);
  assert.equal(codeOf(await room.cooking.start(CHICKEN)), 'DEVICE_BUSY');
});

test('after a restart the cook is known, and a second one is not started', async () => {
  using room = kitchen();
  const { cookId } = valueOf(await room.cooking.start(CHICKEN));
  room.wait(5_000);
  const cooking = room.restart();
  assert.equal(valueOf(cooking.status()).cookId, cookId);
  assert.equal(codeOf(await cooking.start(CHICKEN)), 'DEVICE_BUSY');
  assert.equal(valueOf(await cooking.stop()).cookId, cookId);
  assert.equal(room.cooker.orders.length, 1);
});

test('after a restart a cook that has ended meanwhile is closed', async () => {
  using room = kitchen();
  valueOf(await room.cooking.start(CHICKEN));
  room.cooking[Symbol.dispose]();
  room.cooker.reportIdle();
  assert.equal(valueOf(room.restart().status()).cookId, null);
  assert.equal(room.history.openCook(), null);
});

test('a start that nobody confirmed is not repeated blindly, and adopted when it shows', async () => {
  using room = kitchen();
  room.cooker.nextOutcome = { outcome: 'timed-out' };
  const timedOut = await room.cooking.start(CHICKEN);
  assert.ok(!timedOut.ok);
  assert.equal(timedOut.refusal.code, 'TIMEOUT');
  assert.match(timedOut.refusal.message, /status/);
  room.cooker.report({
    state: 'preheating',
    targetCelsius: 65,
    timerSeconds: 5400,
    deviceCookId: 'late',
  });
  const { cookId } = valueOf(room.cooking.status());
  assert.equal(cookId, 'cook-1');
  room.wait(45_000);
  assert.equal(valueOf(await room.cooking.start(CHICKEN)).cookId, 'cook-1');
  assert.equal(room.cooker.orders.length, 1);
});

test('a start that never showed is given up at the next one', async () => {
  using room = kitchen();
  room.cooker.nextOutcome = { outcome: 'unconfirmed' };
  assert.equal(codeOf(await room.cooking.start(CHICKEN)), 'TIMEOUT');
  assert.equal(valueOf(await room.cooking.start(CHICKEN)).cookId, 'cook-2');
});

for (const [fault, code] of [
  ['CLOUD_UNREACHABLE', 'NETWORK_ERROR'],
  ['AUTH_FAILED', 'AUTH_FAILED'],
  ['NO_DEVICE', 'DEVICE_OFFLINE'],
  ['AMBIGUOUS_DEVICE', 'DEVICE_AMBIGUOUS'],
  ['DEVICE_OFFLINE', 'DEVICE_OFFLINE'],
  ['STALE', 'DEVICE_OFFLINE'],
] as const) {
  test(`${fault}: start and status are refused with ${code}, and nothing is sent`, async () => {
    using room = kitchen();
    room.cooker.lose(fault);
    assert.equal(codeOf(await room.cooking.start(CHICKEN)), code);
    assert.equal(codeOf(room.cooking.status()), code);
    assert.equal(room.cooker.orders.length, 0);
  });
}

test('a silent cooker is still told to stop, an offline one is not', async () => {
  using room = kitchen();
  room.cooker.lose('DEVICE_OFFLINE');
  assert.equal(codeOf(await room.cooking.stop()), 'DEVICE_OFFLINE');
  assert.equal(room.cooker.stops, 0);
  room.cooker.lose('STALE');
  assert.equal(codeOf(await room.cooking.stop()), 'ok');
  assert.equal(room.cooker.stops, 1);
});

test('stop is refused only when the cooker is known to be idle', async () => {
  using room = kitchen();
  assert.equal(codeOf(await room.cooking.stop()), 'NO_ACTIVE_COOK');
  for (const state of ['preheating', 'cooking', 'done', 'error', 'unknown'] as const) {
    room.cooker.report({ state });
    assert.equal(codeOf(await room.cooking.stop()), 'ok', state);
  }
});

test('start is refused in a fault and in a state nobody knows, and accepted when done', async () => {
  using room = kitchen();
  room.cooker.report({ state: 'error', alerts: ['low_water'] });
  const faulty = await room.cooking.start(CHICKEN);
  assert.ok(!faulty.ok);
  assert.equal(faulty.refusal.code, 'DEVICE_FAULT');
  assert.deepEqual(faulty.refusal.details?.alerts, ['low_water']);
  room.cooker.report({ state: 'unknown', alerts: [] });
  assert.equal(codeOf(await room.cooking.start(CHICKEN)), 'DEVICE_STATE_UNKNOWN');
  room.cooker.report({ state: 'done' });
  assert.equal(codeOf(await room.cooking.start(CHICKEN)), 'ok');
});

for (const [reason, code] of [
  ['DEVICE_BUSY', 'DEVICE_BUSY'],
  ['INVALID_TEMPERATURE: too hot', 'INVALID_TEMPERATURE'],
  ['INVALID_TIMER', 'INVALID_TIMER'],
  ['something else at https://example', 'ANOVA_API_ERROR'],
] as const) {
  test(`a start rejected with "${reason}" is ${code}, in our own words`, async () => {
    using room = kitchen();
    room.cooker.nextOutcome = { outcome: 'rejected', reason };
    const outcome = await room.cooking.start(CHICKEN);
    assert.ok(!outcome.ok);
    assert.equal(outcome.refusal.code, code);
    assert.doesNotMatch(outcome.refusal.message, /https/);
    assert.equal(room.history.openCook(), null);
  });
}

test('orders never exceed what the device takes, and the answer says so', async () => {
  using room = kitchen();
  const started = valueOf(await room.cooking.start({ ...CHICKEN, targetCelsius: 100 }));
  assert.equal(started.targetCelsius, 99.5);
  assert.deepEqual(room.cooker.orders, [{ targetCelsius: 99.5, timerSeconds: 5400 }]);
});

test('an order outside the limits never leaves, even if every check above had failed', async () => {
  using room = kitchen();
  for (const bad of [Number.NaN, 39.9, 100.1, Number.POSITIVE_INFINITY]) {
    await assert.rejects(room.cooking.start({ ...CHICKEN, targetCelsius: bad }), RangeError);
  }
  for (const bad of [Number.NaN, 0, 6000, 1.5]) {
    await assert.rejects(room.cooking.start({ ...CHICKEN, timeMinutes: bad }), RangeError);
  }
  assert.deepEqual(room.cooker.orders, []);
  assert.equal(codeOf(await room.cooking.start(CHICKEN)), 'ok');
});

test('a cook is written down before its command leaves: a history that fails starts nothing', async () => {
  using room = kitchen();
  room.history[Symbol.dispose]();
  await assert.rejects(room.cooking.start(CHICKEN));
  assert.deepEqual(room.cooker.orders, []);
  room.cooker.report({ state: 'cooking' });
  assert.equal(codeOf(await room.cooking.stop()), 'ok');
});

test('status reports times only while something is timed, and 0 when done', () => {
  using room = kitchen();
  const timer = { totalSeconds: 7200, remainingSeconds: 5219.9 };
  room.cooker.report({ state: 'preheating', targetCelsius: 54, timerSeconds: 7200 });
  const heating = valueOf(room.cooking.status());
  assert.deepEqual([heating.remainingMinutes, heating.elapsedMinutes], [null, null]);
  room.cooker.report({ state: 'cooking', timer });
  const cooking = valueOf(room.cooking.status());
  assert.deepEqual([cooking.remainingMinutes, cooking.elapsedMinutes], [87, 33]);
  room.cooker.report({ state: 'done', timer: { totalSeconds: 7200, remainingSeconds: 0 } });
  const done = valueOf(room.cooking.status());
  assert.deepEqual([done.remainingMinutes, done.elapsedMinutes, done.isRunning], [0, 120, false]);
});

test('stop tells the total time and the last temperature', async () => {
  using room = kitchen();
  valueOf(await room.cooking.start(CHICKEN));
  room.cooker.report({ state: 'cooking', currentCelsius: 64.96 });
  room.wait(45 * 60_000);
  assert.deepEqual(valueOf(await room.cooking.stop()), {
    cookId: 'cook-1',
    finalCelsius: 65,
    totalMinutes: 45,
  });
});
