import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';

import type { CommandOutcome, CookerReading } from '../../src/device/cooker.ts';
import { type SimulatorProcess, startSimulatorProcess } from '../simulator/simulator-process.ts';
import { connectObserved, type ObservedCooker } from './observed-cooker.ts';

const CHICKEN = { targetCelsius: 65, timerSeconds: 5400 };

function confirmed(outcome: CommandOutcome): CookerReading {
  assert.equal(outcome.outcome, 'confirmed', JSON.stringify(outcome));
  return (outcome as { reading: CookerReading }).reading; // asserted one line above
}

describe('commands through the Anova cloud', () => {
  let simulator: SimulatorProcess;
  before(async () => {
    simulator = await startSimulatorProcess();
  });
  after(async () => {
    await simulator[Symbol.asyncDispose]();
  });
  beforeEach(async () => {
    await simulator.control('/control/reset');
  });

  const connect = async (
    timeouts: { commandTimeoutMs?: number; confirmTimeoutMs?: number } = {},
  ): Promise<ObservedCooker> => {
    const link = connectObserved(simulator.url, timeouts);
    await link.reachable();
    return link;
  };
  const sentStarts = async (): Promise<unknown> => {
    const path = '/control/messages?direction=received&command=CMD_APC_START';
    return (await simulator.call('GET', path)).body['count'];
  };

  for (const profile of ['gen3', 'gen2', 'a3'] as const) {
    test(`CMD-01 CMD-05 a whole cook of a ${profile} cooker, each step confirmed by its state`, async () => {
      await simulator.control('/control/profile', { profile });
      await using link = await connect();
      const started = confirmed(await link.cooker.start(CHICKEN));
      assert.equal(started.state, 'preheating');
      assert.deepEqual(
        [started.targetCelsius, started.timerSeconds, started.timer],
        [65, 5400, null],
      );
      assert.equal(typeof started.deviceCookId, profile === 'gen3' ? 'string' : 'object');
      await simulator.control('/control/state', {
        state: 'cooking',
        targetCelsius: 65,
        timerSeconds: 5400,
        remainingSeconds: 3600,
      });
      const cooking = (await link.reachable()).reading;
      assert.equal(cooking.state, 'cooking');
      assert.deepEqual(cooking.timer, { totalSeconds: 5400, remainingSeconds: 3600 });
      await simulator.control('/control/advance', { seconds: 3700 });
      const done = (await link.reachable()).reading;
      assert.equal(done.state, 'done');
      assert.deepEqual(done.timer, { totalSeconds: 5400, remainingSeconds: 0 });
      const stopped = confirmed(await link.cooker.stop());
      assert.deepEqual([stopped.state, stopped.targetCelsius, stopped.timer], ['idle', null, null]);
      assert.equal(stopped.currentCelsius, 65);
    });
  }

  test('INT-07 a session ended as unauthorised in the middle of a start: reconnect, look, start again', async () => {
    await using link = await connect();
    await simulator.control('/control/faults', { token: 'expires-once' });
    assert.equal(confirmed(await link.cooker.start(CHICKEN)).state, 'preheating');
    assert.equal(await sentStarts(), 2);
    assert.equal(link.cooker.diagnostics().reconnects, 1);
    await simulator.control('/control/faults', { token: 'expires-once' });
    assert.equal(confirmed(await link.cooker.stop()).state, 'idle');
  });

  test('a start refused as unauthorised without a way back leaves its effect open', async () => {
    await using link = await connect();
    await simulator.control('/control/faults', { token: 'expires-once', offline: 'reported' });
    await simulator.control('/control/faults', { offline: null, staleFirstState: true });
    // The next connection works, but its first state is an old one and no fresh one comes in time.
    assert.deepEqual(await link.cooker.start(CHICKEN), { outcome: 'timed-out' });
    assert.equal(await sentStarts(), 1);
  });

  test('CMD acknowledged but ignored is unconfirmed, and not sent again', async () => {
    await using link = await connect({ confirmTimeoutMs: 150 });
    await simulator.control('/control/faults', { silentReject: true });
    assert.equal((await link.cooker.start(CHICKEN)).outcome, 'unconfirmed');
    assert.equal(await sentStarts(), 1);
    await simulator.control('/control/state', { state: 'cooking' });
    assert.equal((await link.cooker.stop()).outcome, 'unconfirmed');
  });

  test('CMD no answer and no effect is timed out, and not sent again', async () => {
    await using link = await connect({ commandTimeoutMs: 150 });
    await simulator.control('/control/faults', { ignoreCommands: true });
    assert.equal((await link.cooker.start(CHICKEN)).outcome, 'timed-out');
    assert.equal(await sentStarts(), 1);
  });

  for (const profile of ['gen3', 'a3'] as const) {
    test(`CMD a lost acknowledgement with a visible effect is confirmed (${profile})`, async () => {
      await simulator.control('/control/profile', { profile });
      // The a3 does not name the commands it took, so its effect counts once the acknowledgement is overdue.
      await using link = await connect({ commandTimeoutMs: profile === 'a3' ? 150 : 8_000 });
      await simulator.control('/control/faults', { lostAck: true });
      assert.equal(confirmed(await link.cooker.start(CHICKEN)).state, 'preheating');
    });
  }

  test('CMD duplicate and late acknowledgements change nothing', async () => {
    await using link = await connect({ commandTimeoutMs: 100, confirmTimeoutMs: 100 });
    await simulator.control('/control/faults', { duplicateAck: true });
    confirmed(await link.cooker.start(CHICKEN));
    confirmed(await link.cooker.stop());
    await simulator.control('/control/faults', {
      duplicateAck: null,
      silentReject: true,
      ackLatencyMs: 130,
    });
    // The device names the command in its next state, so the late one matters to older generations only.
    assert.equal((await link.cooker.start(CHICKEN)).outcome, 'unconfirmed');
    await link.observed(() => link.logs.some((event) => event.msg.startsWith('late or unknown')));
    assert.equal((await link.reachable()).reading.state, 'idle');
  });

  test('CMD a refusal of the cloud comes back with its words', async () => {
    await using link = await connect();
    await simulator.control('/control/faults', {
      rejectCommand: { code: 'NOPE', error: 'not today' },
    });
    const outcome = await link.cooker.start(CHICKEN);
    assert.deepEqual(outcome, { outcome: 'rejected', reason: 'NOPE: not today' });
    await simulator.control('/control/faults', { rejectCommand: null, busy: true });
    const busy = await link.cooker.start(CHICKEN);
    assert.match(busy.outcome === 'rejected' ? busy.reason : '', /^DEVICE_BUSY/);
  });

  test('CMD-04 two starts at once: one is confirmed, the other never leaves', async () => {
    await using link = await connect();
    const outcomes = await Promise.all([
      link.cooker.start(CHICKEN),
      link.cooker.start({ targetCelsius: 54, timerSeconds: 7200 }),
    ]);
    assert.equal(confirmed(outcomes[0]).targetCelsius, 65);
    assert.equal(outcomes[1].outcome, 'rejected');
    assert.equal(await sentStarts(), 1);
  });

  test('CMD stop during start: stop wins and the device ends idle', async () => {
    await using link = await connect();
    const [started, stopped] = await Promise.all([link.cooker.start(CHICKEN), link.cooker.stop()]);
    assert.equal(confirmed(stopped).state, 'idle');
    assert.notEqual(started.outcome, 'unreachable');
    assert.equal((await link.reachable()).reading.state, 'idle');
  });

  test('a cook before with the same order does not confirm the next one', async () => {
    await using link = await connect({ confirmTimeoutMs: 150 });
    await simulator.control('/control/state', { state: 'done', ...CHICKEN });
    await simulator.control('/control/faults', { silentReject: true });
    assert.equal((await link.cooker.start(CHICKEN)).outcome, 'unconfirmed');
  });

  test('an order that is no number never reaches the wire', async () => {
    await using link = await connect();
    for (const order of [
      { targetCelsius: Number.NaN, timerSeconds: 60 },
      { targetCelsius: 100.1, timerSeconds: 60 },
      { targetCelsius: 65, timerSeconds: 1.5 },
      { targetCelsius: 65, timerSeconds: Number.POSITIVE_INFINITY },
    ]) {
      assert.equal((await link.cooker.start(order)).outcome, 'rejected');
    }
    assert.equal(await sentStarts(), 0);
  });

  test('FR-03 stop is tried on a cooker that is in a fault', async () => {
    await using link = await connect();
    confirmed(await link.cooker.start(CHICKEN));
    await simulator.control('/control/faults', { motorStuck: true });
    const { reading } = await link.reachable();
    assert.deepEqual([reading.state, reading.alerts], ['error', ['motor_stuck']]);
    assert.equal(confirmed(await link.cooker.stop()).state, 'error');
  });

  test('disposing ends what is under way', async () => {
    const link = await connect();
    await simulator.control('/control/faults', { ignoreCommands: true });
    const starting = link.cooker.start(CHICKEN);
    await link[Symbol.asyncDispose]();
    assert.equal((await starting).outcome, 'timed-out');
    assert.equal(link.cooker.observe().reachable, false);
  });
});
