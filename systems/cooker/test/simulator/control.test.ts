import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { after, before, beforeEach, describe, test } from 'node:test';

import { type SimulatorProcess, startSimulatorProcess } from './simulator-process.ts';
import { refusalStatus, TOKEN, WireClient } from './wire-client.ts';

const COOKER = { cookerId: 'sim-7', type: 'a9' };
const QUERY = `token=${TOKEN}&supportedAccessories=APC`;

describe('simulator control API', () => {
  let simulator: SimulatorProcess;
  before(async () => {
    simulator = await startSimulatorProcess({
      SIM_COOKER_ID: 'sim-7',
      SIM_COOKER_TYPE: 'a9',
      SIM_AMBIENT_CELSIUS: '19',
    });
  });
  after(async () => {
    await simulator[Symbol.asyncDispose]();
  });
  beforeEach(async () => {
    await simulator.control('/control/reset');
  });

  test('CTL-01 reset takes everything back and has been broadcast when it answers', async () => {
    await using client = await WireClient.connect(simulator.port);
    await simulator.control('/control/state', { state: 'cooking', temperatureCelsius: 65 });
    await simulator.control('/control/faults', { lostAck: true, lowWater: 'warning' });
    await simulator.control('/control/time-scale', { timeScale: 60 });
    await simulator.control('/control/profile', { profile: 'gen2' });
    const answer = await simulator.control('/control/reset');
    assert.deepEqual(
      [answer['state'], answer['temperatureCelsius'], answer['timeScale'], answer['profile']],
      ['idle', 19, 1, 'gen3'],
    );
    assert.deepEqual([answer['faults'], answer['settled'], answer['clients']], [{}, true, 1]);
    const last = client.messages.findLast((message) => message.command === 'EVENT_APC_STATE');
    assert.equal(last?.payload.state.state.mode, 'idle', 'the client has it already');
  });

  test('CTL-02 a placed state is reported as if the device had come there itself', async () => {
    await using client = await WireClient.connect(simulator.port);
    const placed = await simulator.control('/control/state', {
      state: 'cooking',
      temperatureCelsius: 64.5,
      targetCelsius: 65,
      timerSeconds: 5400,
      remainingSeconds: 3600,
    });
    assert.deepEqual([placed['state'], placed['remainingSeconds']], ['cooking', 3600]);
    const last = client.messages.at(-1)?.payload.state;
    assert.equal(last.nodes.timer.mode, 'running');
    const warmer = await simulator.control('/control/state', { temperatureCelsius: 60 });
    assert.deepEqual([warmer['state'], warmer['remainingSeconds']], ['cooking', 3600]);
    const done = await simulator.control('/control/state', { state: 'done' });
    assert.deepEqual([done['state'], done['remainingSeconds']], ['done', 0]);
  });

  test('CTL-03 a cloud that refuses connections closes those it has and answers 503', async () => {
    await using client = await WireClient.connect(simulator.port);
    const cut = await simulator.control('/control/faults', { refuseConnections: true });
    assert.deepEqual([cut['clients'], cut['settled']], [0, false]);
    await client.until(() => client.closeCode === 1001);
    assert.equal(await refusalStatus(simulator.port, QUERY), 503);
    const healed = simulator.call('DELETE', '/control/faults');
    await using back = await WireClient.connect(simulator.port);
    assert.equal((await healed).body['settled'], true, 'waits for whoever comes back');
    await back.state(() => true);
  });

  test('CTL-03 dropped connections are cut without a close frame, new ones are taken', async () => {
    await using client = await WireClient.connect(simulator.port);
    const answer = await simulator.control('/control/faults', { dropConnections: true });
    assert.deepEqual(answer['faults'], {});
    await client.until(() => client.closeCode === 1006);
    await using next = await WireClient.connect(simulator.port);
    await next.state(() => true);
  });

  test('an expired token is 401 for everybody until it is cleared', async () => {
    await simulator.control('/control/faults', { token: 'expired' });
    assert.equal(await refusalStatus(simulator.port, QUERY), 401);
  });

  test('CTL-04 time scale has to be positive', async () => {
    assert.equal(
      (await simulator.control('/control/time-scale', { timeScale: 120 }))['timeScale'],
      120,
    );
    for (const timeScale of [0, -1, 'fast']) {
      const { status, body } = await simulator.call('POST', '/control/time-scale', { timeScale });
      assert.equal(status, 400);
      assert.equal(body['code'], 'INVALID_BODY');
    }
  });

  test('CTL-06 messages prove what was sent, and what was not', async () => {
    await using client = await WireClient.connect(simulator.port);
    const received = '/control/messages?direction=received';
    assert.equal((await simulator.call('GET', received)).body['count'], 0);
    await client.command('CMD_APC_STOP', COOKER);
    const { body } = await simulator.call('GET', `${received}&command=CMD_APC_STOP`);
    assert.equal(body['count'], 1);
    const [message] = body['messages'] as { message: { payload: unknown } }[];
    assert.deepEqual(message?.message.payload, COOKER);
    assert.equal(
      (await simulator.call('GET', `${received}&command=CMD_APC_START`)).body['count'],
      0,
    );
    assert.equal((await simulator.call('DELETE', '/control/messages')).body['count'], 0);
    assert.equal((await simulator.call('GET', '/control/messages')).body['count'], 0);
  });

  test('settle waits for a client and gives up with 504', async () => {
    const late = await simulator.call('POST', '/control/settle', { withinMs: 20 });
    assert.equal(late.status, 504);
    assert.equal(late.body['code'], 'NOT_SETTLED');
    const waiting = simulator.call('POST', '/control/settle');
    await using client = await WireClient.connect(simulator.port);
    assert.equal((await waiting).status, 200);
    assert.ok(client.messages.length >= 3);
  });

  test('settle does not take a client that is not listening for one that has understood', async () => {
    await using client = await WireClient.connect(simulator.port);
    client.socket.pause();
    const deaf = await simulator.call('POST', '/control/settle', { withinMs: 50 });
    assert.equal(deaf.status, 504);
    client.socket.resume();
    assert.equal((await simulator.call('POST', '/control/settle')).status, 200);
  });

  test('GET /health is up', async () => {
    assert.deepEqual(await simulator.call('GET', '/health'), {
      status: 200,
      body: { status: 'ok' },
    });
  });

  for (const [method, path, body, status, code] of [
    ['POST', '/control/state', { state: 'FRYING' }, 400, 'INVALID_STATE'],
    [
      'POST',
      '/control/state',
      { state: 'preheating', temperatureCelsius: 90 },
      400,
      'INVALID_STATE',
    ],
    ['POST', '/control/state', { temp: 90 }, 400, 'INVALID_BODY'],
    ['POST', '/control/state', '{oops', 400, 'INVALID_JSON'],
    ['POST', '/control/state', { state: 'x'.repeat(70_000) }, 413, 'BODY_TOO_LARGE'],
    ['POST', '/control/faults', { goblins: true }, 400, 'INVALID_FAULTS'],
    ['POST', '/control/faults', { offline: 'maybe' }, 400, 'INVALID_FAULTS'],
    ['POST', '/control/faults', { dropConnections: 1 }, 400, 'INVALID_FAULTS'],
    ['POST', '/control/advance', { seconds: -1 }, 400, 'INVALID_BODY'],
    ['POST', '/control/profile', { profile: 'gen9' }, 400, 'INVALID_BODY'],
    ['GET', '/control/messages?direction=up', undefined, 400, 'INVALID_DIRECTION'],
    ['GET', '/control/nothing', undefined, 404, 'NOT_FOUND'],
    ['PUT', '/control/state', {}, 405, 'METHOD_NOT_ALLOWED'],
  ] as const) {
    test(`CTL invalid: ${method} ${path} ${JSON.stringify(body)?.slice(0, 60)} is ${code}`, async () => {
      const answer = await simulator.call(method, path, body);
      assert.equal(answer.status, status);
      assert.equal(answer.body['code'], code);
      assert.ok(String(answer.body['message']).length > 5);
    });
  }
});

describe('simulator start-up', () => {
  test('a wrong environment is named and ends the process', async () => {
    await assert.rejects(startSimulatorProcess({ SIM_TIME_SCALE: '-3' }), /SIM_TIME_SCALE/);
  });

  test('a port in use is named and ends the process', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as { port: number };
    try {
      await assert.rejects(startSimulatorProcess({ PORT: String(port) }), /EADDRINUSE/);
    } finally {
      taken.close();
    }
  });
});
