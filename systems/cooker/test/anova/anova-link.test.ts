import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';

import { type SimulatorProcess, startSimulatorProcess } from '../simulator/simulator-process.ts';
import { connectObserved, detailOf, faultOf, TOKEN } from './observed-cooker.ts';

describe('link to the Anova cloud', () => {
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

  test('WS-01 connects in the background and reads an idle cooker', async () => {
    await using link = connectObserved(simulator.url);
    assert.equal(faultOf(link.cooker.observe()), 'CLOUD_UNREACHABLE');
    const { reading, ageMs } = await link.reachable();
    assert.deepEqual(reading, {
      state: 'idle',
      alerts: [],
      currentCelsius: 22.5,
      targetCelsius: null,
      timer: null,
      timerSeconds: null,
      deviceCookId: null,
    });
    assert.ok(ageMs < 5_000);
    const { connected, fault, reconnects } = link.cooker.diagnostics();
    assert.deepEqual(
      { connected, fault, reconnects },
      { connected: true, fault: null, reconnects: 0 },
    );
  });

  test('QR-13 a cloud that is down at start is not fatal, and is used when it comes up', async () => {
    await simulator.control('/control/faults', { refuseConnections: true });
    await using link = connectObserved(simulator.url);
    await link.faulted('CLOUD_UNREACHABLE');
    const started = await link.cooker.start({ targetCelsius: 65, timerSeconds: 5400 });
    assert.equal(started.outcome === 'unreachable' && started.fault, 'CLOUD_UNREACHABLE');
    await simulator.call('DELETE', '/control/faults');
    await link.reachable();
  });

  test('QR-13 nobody listens at all: the same', async () => {
    await using link = connectObserved(new URL('ws://127.0.0.1:9'));
    await link.faulted('CLOUD_UNREACHABLE');
    const stopped = await link.cooker.stop();
    assert.equal(stopped.outcome, 'unreachable');
  });

  test('WS-05 reconnects after a dropped connection', async () => {
    await using link = connectObserved(simulator.url);
    await link.reachable();
    for (const reconnects of [1, 2]) {
      await simulator.control('/control/faults', { dropConnections: true });
      await link.faulted('CLOUD_UNREACHABLE');
      await link.reachable();
      assert.equal(link.cooker.diagnostics().reconnects, reconnects);
    }
  });

  test('WS-02 a refused token is AUTH_FAILED, retried slowly, and taken when it works again', async () => {
    await simulator.control('/control/faults', { token: 'expired' });
    await using link = connectObserved(simulator.url);
    await link.faulted('AUTH_FAILED');
    await simulator.call('DELETE', '/control/faults');
    await link.reachable();
    const refused = link.logs.find((event) => event.msg === 'cloud refused the token');
    assert.equal(refused?.level, 'error');
  });

  test('a working session that expires is renewed once, then the token is refused without hammering', async () => {
    const timings = { authRetryInitialMs: 60_000, authRetryMaxMs: 60_000 };
    await using link = connectObserved(simulator.url, { timings });
    await link.reachable();
    await simulator.control('/control/faults', { token: 'expired' });
    await link.faulted('AUTH_FAILED');
    const attempts = link.logs.filter((event) => 'retryInMs' in event);
    assert.deepEqual(
      attempts.map((event) => event['retryInMs']),
      [0, 45_000],
    );
    // The simulator waits for those it has shut out; somebody else may come in their place.
    const healed = simulator.call('DELETE', '/control/faults');
    await using other = connectObserved(simulator.url);
    await Promise.all([other.reachable(), healed]);
  });

  test('SEC-CRED-01 no log line holds the token, whatever goes wrong', async () => {
    await simulator.control('/control/faults', { token: 'expired' });
    await using wrong = connectObserved(simulator.url);
    await wrong.faulted('AUTH_FAILED');
    await using nowhere = connectObserved(new URL(`foo://${TOKEN}/${TOKEN}`));
    await nowhere.faulted('CLOUD_UNREACHABLE');
    assert.ok(wrong.logs.length + nowhere.logs.length >= 2);
    assert.ok(!JSON.stringify([wrong.logs, nowhere.logs]).includes(TOKEN));
  });

  test('a rate limit closes the socket; the client comes back by itself', async () => {
    await using link = connectObserved(simulator.url, { commandTimeoutMs: 300 });
    await link.reachable();
    await simulator.control('/control/faults', { rateLimit: 'once' });
    const started = await link.cooker.start({ targetCelsius: 65, timerSeconds: 5400 });
    assert.equal(started.outcome, 'timed-out', 'a start is never sent again on its own');
    await link.reachable();
    const sent = await simulator.call('GET', '/control/messages?command=CMD_APC_START');
    assert.equal(sent.body['count'], 1);
  });

  test('ERR-01 a silent unplug is noticed by silence, and a reconnect does not make the old state fresh', async () => {
    await using link = connectObserved(simulator.url, {
      stalenessMs: 300,
      timings: { silenceMs: 150 },
    });
    await simulator.control('/control/settle');
    await simulator.control('/control/faults', { offline: 'silent' });
    await link.faulted('STALE');
    await link.observed(() => link.cooker.diagnostics().reconnects >= 2);
    assert.ok(link.logs.some((event) => event.msg === 'cloud silent, reconnecting'));
    const { promise, resolve } = Promise.withResolvers<void>();
    const unsubscribe = link.cooker.subscribe((seen) => {
      if (seen.reachable) resolve();
    });
    const healed = simulator.call('DELETE', '/control/faults');
    await Promise.all([promise, healed]);
    unsubscribe();
  });

  test('a stale first state is not believed', async () => {
    for (const [stale, fault] of [
      [true, 'DEVICE_OFFLINE'],
      [{ online: true, ageSeconds: 86_400 }, 'STALE'],
    ] as const) {
      await simulator.control('/control/faults', { staleFirstState: stale });
      await using link = connectObserved(simulator.url);
      await link.observed(() => /86400 s|says that/.test(detailOf(link.cooker.observe())));
      const started = await link.cooker.start({ targetCelsius: 65, timerSeconds: 5400 });
      assert.equal(started.outcome === 'unreachable' && started.fault, fault);
      await simulator.control('/control/settle');
      await link.reachable();
    }
  });

  test('FR-06 a cooker that the cloud reports offline is DEVICE_OFFLINE, and back when it is back', async () => {
    await using link = connectObserved(simulator.url);
    await link.reachable();
    await simulator.control('/control/faults', { offline: 'reported' });
    assert.equal(faultOf(link.cooker.observe()), 'DEVICE_OFFLINE');
    await simulator.call('DELETE', '/control/faults');
    assert.equal(link.cooker.observe().reachable, true);
  });

  test('readings go stale by the injected clock', async () => {
    let nowMs = Date.now();
    await using link = connectObserved(simulator.url, { stalenessMs: 60_000, now: () => nowMs });
    await link.reachable();
    nowMs += 60_001;
    assert.equal(faultOf(link.cooker.observe()), 'STALE');
  });

  test('several cookers are ambiguous until one is chosen; none is NO_DEVICE', async () => {
    await simulator.control('/control/faults', { accountCookers: 2 });
    await using any = connectObserved(simulator.url);
    await using chosen = connectObserved(simulator.url, { cookerId: 'sim-0000000000' });
    await using other = connectObserved(simulator.url, { cookerId: 'not-mine' });
    await any.faulted('AMBIGUOUS_DEVICE');
    await other.faulted('NO_DEVICE');
    await chosen.reachable();
    const order = { targetCelsius: 65, timerSeconds: 5400 };
    const refused = await any.cooker.start(order);
    assert.equal(refused.outcome === 'unreachable' && refused.fault, 'AMBIGUOUS_DEVICE');
    assert.equal((await chosen.cooker.start(order)).outcome, 'confirmed');
    await simulator.control('/control/faults', { accountCookers: 0 });
    assert.equal(faultOf(any.cooker.observe()), 'NO_DEVICE');
  });
});
