import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';

import { type SimulatorProcess, startSimulatorProcess } from './simulator-process.ts';
import {
  type Message,
  refusalStatus,
  type StateDocument,
  TOKEN,
  WireClient,
} from './wire-client.ts';

const COOKER = { cookerId: 'sim-0000000000', type: 'a7' };
const START = { ...COOKER, targetTemperature: 65, unit: 'C', timer: 5400 };

describe('simulator on the wire', () => {
  let simulator: SimulatorProcess;
  before(async () => {
    simulator = await startSimulatorProcess({ SIM_TOKENS: 'anova-second' });
  });
  after(async () => {
    await simulator[Symbol.asyncDispose]();
  });
  beforeEach(async () => {
    await simulator.control('/control/reset');
  });

  const connect = async (): Promise<WireClient> => await WireClient.connect(simulator.port);
  const jump = async (seconds: number): Promise<Record<string, unknown>> =>
    await simulator.control('/control/advance', { seconds });

  test('WS-01 BC-01 a valid token is let in and gets the list, then the state', async () => {
    await using client = await connect();
    await client.state(() => true);
    assert.deepEqual(
      client.messages.map((message) => message.command),
      ['EVENT_APC_WIFI_LIST', 'EVENT_USER_STATE', 'EVENT_APC_STATE'],
    );
    const [cooker] = client.messages[0]?.payload ?? [];
    assert.deepEqual([cooker.cookerId, cooker.type], ['sim-0000000000', 'a7']);
  });

  test('WS-02 WS-03 a wrong or missing token is 401, missing accessories 400, another path 404', async () => {
    const { port } = simulator;
    const accessories = 'supportedAccessories=APC';
    assert.equal(await refusalStatus(port, `token=anova-wrong&${accessories}`), 401);
    assert.equal(await refusalStatus(port, accessories), 401);
    assert.equal(await refusalStatus(port, `token=${TOKEN}`), 400);
    assert.equal(await refusalStatus(port, `token=${TOKEN}&supportedAccessories=APO`), 400);
    await using client = await WireClient.connect(port, `token=anova-second&${accessories},APO`);
    await client.state(() => true);
  });

  test('WS-04 a message that is not JSON, or without a request id, is INVALID_PAYLOAD', async () => {
    await using client = await connect();
    client.socket.send('{oops');
    const first = await client.message((message) => message.command === 'RESPONSE');
    assert.equal(first.payload.code, 'INVALID_PAYLOAD');
    client.socket.send('{"command":"CMD_APC_STOP"}');
    const answers = (): readonly Message[] =>
      client.messages.filter((message) => message.command === 'RESPONSE');
    await client.until(() => answers().length === 2);
    assert.equal(answers()[1]?.payload.code, 'INVALID_PAYLOAD');
  });

  test('WS-05 a client that leaves is forgotten', async () => {
    const client = await connect();
    await client[Symbol.asyncDispose]();
    await using other = await connect();
    await other.state(() => true);
    const { body } = await simulator.call('POST', '/control/settle');
    assert.equal(body['clients'], 1);
  });

  test('CMD-01 CMD-05 BC-04 start heats, stop ends it, and the state says so', async () => {
    await using client = await connect();
    const started = await client.command('CMD_APC_START', START);
    assert.deepEqual(started.payload, { status: 'ok' });
    const heating = await client.state((state) => state.state.mode === 'cook');
    assert.equal(heating.cook.activeStageMode, 'entering');
    assert.equal(heating.nodes.waterTemperatureSensor.setpoint.celsius, 65);
    assert.equal(heating.nodes.timer.initial, 5400);
    assert.ok(heating.state.processedCommandIds.includes(started.requestId));
    const from = client.messages.length;
    assert.deepEqual((await client.command('CMD_APC_STOP', COOKER)).payload, { status: 'ok' });
    const idle = await client.state((state) => state.state.mode === 'idle', from);
    assert.equal(idle.nodes.waterTemperatureSensor.setpoint.celsius, 65, 'setpoint is remembered');
    assert.equal(idle.cook, undefined);
  });

  for (const [id, fields, code] of [
    ['CMD-02', { targetTemperature: 39.9 }, 'INVALID_TEMPERATURE'],
    ['CMD-03', { targetTemperature: 100.1 }, 'INVALID_TEMPERATURE'],
    ['PROT-03', { targetTemperature: 103, unit: 'F' }, 'INVALID_TEMPERATURE'],
    ['CMD-01', { timer: 59 }, 'INVALID_TIMER'],
    ['CMD-01', { timer: 359_941 }, 'INVALID_TIMER'],
    ['CMD-01', { timer: 90.5 }, 'INVALID_TIMER'],
    ['PROT-03', { type: 'oven_v2' }, 'INVALID_PAYLOAD'],
    ['PROT-03', { cookerId: 'another' }, 'DEVICE_NOT_FOUND'],
    ['PROT-03', { targetTemperature: '65' }, 'INVALID_PAYLOAD'],
    ['PROT-03', { temperature: 65 }, 'INVALID_PAYLOAD'],
  ] as const) {
    test(`${id} start with ${JSON.stringify(fields)} is ${code}`, async () => {
      await using client = await connect();
      const { payload } = await client.command('CMD_APC_START', { ...START, ...fields });
      assert.equal(payload.status, 'error');
      assert.equal(payload.code, code);
      assert.equal((await simulator.call('GET', '/control/state')).body['state'], 'idle');
    });
  }

  test('PROT-03 149 °F is 65 °C', async () => {
    await using client = await connect();
    await client.command('CMD_APC_START', { ...START, targetTemperature: 149, unit: 'F' });
    assert.equal((await simulator.call('GET', '/control/state')).body['targetCelsius'], 65);
  });

  test('CMD-04 CMD-06 start while cooking is busy, stop while idle has no cook', async () => {
    await using client = await connect();
    const idle = await client.command('CMD_APC_STOP', COOKER);
    assert.equal(idle.payload.code, 'NO_ACTIVE_COOK');
    await client.command('CMD_APC_START', START);
    const second = await client.command('CMD_APC_START', { ...START, targetTemperature: 54 });
    assert.equal(second.payload.code, 'DEVICE_BUSY');
    await simulator.control('/control/state', { state: 'done' });
    const afterDone = await client.command('CMD_APC_START', START);
    assert.equal(afterDone.payload.status, 'ok');
  });

  test('CMD-07 CMD-08 target and timer change during a cook; an unknown command is refused', async () => {
    await using client = await connect();
    await client.command('CMD_APC_START', START);
    const unit = 'C';
    await client.command('CMD_APC_SET_TARGET_TEMP', { ...COOKER, targetTemperature: 70, unit });
    await client.command('CMD_APC_SET_TIMER', { ...COOKER, timer: 7200 });
    const { body } = await simulator.call('GET', '/control/state');
    assert.deepEqual([body['targetCelsius'], body['timerSeconds']], [70, 7200]);
    const unknown = await client.command('CMD_APC_DANCE', COOKER);
    assert.equal(unknown.payload.code, 'INVALID_COMMAND');
  });

  test('PH-01 PH-02 PH-03 PH-04 a whole cook by jumps of the clock', async () => {
    await using client = await connect();
    await client.command('CMD_APC_START', { ...START, targetTemperature: 45, timer: 600 });
    const warm = await jump(600);
    assert.equal(warm['state'], 'preheating');
    assert.ok(Math.abs(Number(warm['temperatureCelsius']) - 32.5) < 0.1);
    const hot = await jump(13 * 60);
    assert.equal(hot['state'], 'cooking');
    assert.equal(hot['temperatureCelsius'], 45);
    const left = Number(hot['remainingSeconds']);
    assert.ok(Math.abs(Number((await jump(100))['remainingSeconds']) - (left - 100)) <= 1);
    const done = await jump(600);
    assert.deepEqual([done['state'], done['remainingSeconds']], ['done', 0]);
    const document = await client.state((state) => state.nodes.timer.mode === 'completed');
    assert.equal(document.state.mode, 'cook', 'it keeps warm');
  });

  test('PH-02 BC-04 a change of phase is pushed when it happens, not with the next regular push', async () => {
    await using client = await connect();
    // A thousandth of a degree below the entry of the stage: reached in 60 ms, the next regular push is in 2 s.
    await simulator.control('/control/state', {
      state: 'preheating',
      temperatureCelsius: 44.699,
      targetCelsius: 45,
    });
    const state = await client.state(({ nodes }) => nodes.timer.mode === 'running');
    const { startedAtTimestamp } = state.nodes.timer;
    assert.ok(Date.parse(state.updatedTimestamp) - Date.parse(startedAtTimestamp) < 1000);
  });

  test('PH-05 the time scale makes the timer fall faster', async () => {
    await using client = await connect();
    await simulator.control('/control/state', { state: 'cooking', timerSeconds: 359_940 });
    await simulator.control('/control/time-scale', { timeScale: 10_000 });
    const from = client.messages.length;
    await client.state((state) => {
      const { initial, startedAtTimestamp } = state.nodes.timer;
      const elapsed = (Date.parse(state.updatedTimestamp) - Date.parse(startedAtTimestamp)) / 1000;
      return initial === 359_940 && elapsed > 1000;
    }, from);
  });

  test('SM-02 SM-03 PH-06 a stopped bath stays warm and cools to ambient', async () => {
    await using client = await connect();
    await simulator.control('/control/state', { state: 'preheating', temperatureCelsius: 50 });
    await client.command('CMD_APC_STOP', COOKER);
    const stopped = await simulator.control('/control/settle');
    assert.equal(stopped['state'], 'idle');
    assert.ok(Math.abs(Number(stopped['temperatureCelsius']) - 50) < 0.2);
    const cooler = await simulator.control('/control/advance', { seconds: 600 });
    assert.ok(Math.abs(Number(cooler['temperatureCelsius']) - 45) < 0.2);
    const cold = await simulator.control('/control/advance', { seconds: 360_000 });
    assert.equal(cold['temperatureCelsius'], 22.5);
  });

  test('three clients at once each get every state', async () => {
    await using one = await connect();
    await using two = await connect();
    await using three = await connect();
    await one.command('CMD_APC_START', START);
    for (const client of [one, two, three]) {
      await client.state((state) => state.state.mode === 'cook');
    }
  });

  test('ERR-01 offline is reported and refuses commands; silent says nothing', async () => {
    await using client = await connect();
    await simulator.control('/control/faults', { offline: 'reported' });
    await client.state((state) => state.systemInfo.online === false);
    assert.equal((await client.command('CMD_APC_START', START)).payload.code, 'DEVICE_OFFLINE');
    await simulator.control('/control/faults', { offline: 'silent' });
    const from = client.messages.length;
    client.send('CMD_APC_START', START);
    const quiet = await simulator.control('/control/settle');
    assert.equal(quiet['settled'], true);
    assert.equal(client.messages.length, from, 'neither state nor answer');
  });

  test('ERR-02 ERR-03 ERR-08 low water warns, empty and a leak stop the cook', async () => {
    await using client = await connect();
    await client.command('CMD_APC_START', START);
    const warned = await simulator.control('/control/faults', { lowWater: 'warning' });
    assert.equal(warned['state'], 'preheating');
    await client.state((state) => state.nodes.lowWater.warning && !state.nodes.lowWater.empty);
    const empty = await simulator.control('/control/faults', { lowWater: 'empty' });
    assert.equal(empty['state'], 'idle');
    await client.state((state) => state.state.mode === 'lowWater');
    await simulator.control('/control/faults', { lowWater: null, waterLeak: true });
    await client.state((state) => state.state.mode === 'waterLeak');
    assert.equal((await client.command('CMD_APC_START', START)).payload.code, 'DEVICE_FAULT');
  });

  test('ERR-05 intermittent failure is seeded: the same run fails in the same places', async () => {
    await using client = await connect();
    const failures = async (): Promise<string> => {
      await simulator.control('/control/reset');
      await simulator.control('/control/faults', { failureRate: 0.5 });
      const codes: string[] = [];
      for (let count = 0; count < 30; count += 1) {
        const { payload } = await client.command('CMD_APC_STOP', COOKER);
        codes.push(payload.code === 'INTERMITTENT_FAILURE' ? 'x' : '.');
      }
      return codes.join('');
    };
    const first = await failures();
    assert.equal(await failures(), first);
    const failed = first.split('x').length - 1;
    assert.ok(failed > 5 && failed < 25, first);
  });

  test('rate limit and an expiring token close the socket once, and the command is not carried out', async () => {
    for (const [faults, code] of [
      [{ rateLimit: 'once' }, 1013],
      [{ token: 'expires-once' }, 3000],
    ] as const) {
      await using client = await connect();
      await simulator.control('/control/faults', faults);
      client.send('CMD_APC_START', START);
      await client.until(() => client.closeCode !== undefined);
      assert.equal(client.closeCode, code);
      const { body } = await simulator.call('GET', '/control/state');
      assert.deepEqual([body['state'], body['faults']], ['idle', {}]);
    }
  });

  for (const [profile, type, isHeating] of [
    ['gen2', 'a5', (state: StateDocument) => state.job?.mode === 'COOK'],
    ['a3', 'a3', (state: StateDocument) => state.isCooking === true],
  ] as const) {
    test(`BC-04 the ${profile} profile speaks its own shape`, async () => {
      await using client = await connect();
      await simulator.control('/control/profile', { profile });
      const { payload } = await client.command('CMD_APC_START', { ...START, type });
      assert.deepEqual(payload, { status: 'ok' });
      await client.state(isHeating);
    });
  }

  test('no token is ever printed', () => {
    assert.ok(simulator.output().includes('"listening"'));
    assert.ok(!simulator.output().includes(TOKEN));
    assert.ok(!simulator.output().includes('anova-second'));
  });
});
