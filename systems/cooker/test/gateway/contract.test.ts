import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';

import {
  diagnosticsBody,
  errorBody,
  healthBody,
  startedBody,
  statusBody,
  stoppedBody,
} from '../../src/http/bodies.ts';
import { openApiText } from '../../src/openapi/document.ts';
import { type SimulatorProcess, startSimulatorProcess } from '../simulator/simulator-process.ts';
import { type GatewayProcess, poll, startGateway } from './gateway-process.ts';

const CHICKEN = { temperature_celsius: 65, time_minutes: 90, food_type: 'chicken breast' };
const STEAK = { temperature_celsius: 54, time_minutes: 120, food_type: 'ribeye steak' };
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

describe('gateway and simulator', () => {
  let simulator: SimulatorProcess;
  let gateway: GatewayProcess;

  before(async () => {
    simulator = await startSimulatorProcess();
    gateway = await startGateway({
      ANOVA_SIMULATOR_URL: simulator.url.href,
      ANOVA_COMMAND_TIMEOUT_MS: '300',
      ANOVA_CONFIRM_TIMEOUT_MS: '300',
    });
  });
  after(async () => {
    await gateway[Symbol.asyncDispose]();
    await simulator[Symbol.asyncDispose]();
  });
  beforeEach(async () => {
    await simulator.control('/control/reset');
    await gateway.until(({ body }) => body.state === 'idle');
  });

  async function sentCommands(): Promise<number> {
    const { body } = await simulator.call('GET', '/control/messages?direction=received');
    return Number(body['count']);
  }

  test('INT-01 TC-SC-01 a whole cycle, with every field of the contract', async () => {
    const started = await gateway.start(CHICKEN);
    assert.equal(started.status, 200);
    startedBody.strict().parse(started.body);
    assert.match(started.body.cook_id, UUID);
    assert.equal(started.body.success, true);
    assert.equal(started.body.target_temp_celsius, 65);
    assert.equal(started.body.time_minutes, 90);
    assert.equal(started.body.device_state, 'preheating');
    assert.match(started.body.message, /65.*90/);
    assert.match(started.body.estimated_completion, /T.*Z$/);
    assert.equal(started.body.estimate.basis, 'assumed_heating');

    const status = await gateway.call('GET', '/status');
    assert.equal(status.status, 200);
    statusBody.strict().parse(status.body);
    assert.equal(status.body.is_running, true);
    assert.equal(status.body.device_online, true);
    assert.equal(status.body.cook_id, started.body.cook_id);
    assert.deepEqual(
      [status.body.time_remaining_minutes, status.body.time_elapsed_minutes],
      [null, null],
    );

    const stopped = await gateway.call('POST', '/stop-cook');
    assert.equal(stopped.status, 200);
    stoppedBody.strict().parse(stopped.body);
    assert.equal(stopped.body.device_state, 'idle');
    assert.equal(stopped.body.cook_id, started.body.cook_id);
    assert.ok(stopped.body.final_temp_celsius > 0);
  });

  test('INT-02 SEC-VAL-03 an unsafe cook is refused before anything is sent', async () => {
    const sentBefore = await sentCommands();
    const unsafe: [object, string, RegExp][] = [
      [{ temperature_celsius: 35, time_minutes: 60 }, 'TEMPERATURE_TOO_LOW', /danger zone/i],
      [{ ...CHICKEN, temperature_celsius: 56 }, 'POULTRY_TEMP_UNSAFE', /57/],
      [{ ...CHICKEN, time_minutes: 0 }, 'TIME_TOO_SHORT', /minimum/],
      [{ ...CHICKEN, temperature_celsius: 50, override_safety: true }, 'POULTRY_TEMP_UNSAFE', /57/],
    ];
    for (const [body, code, message] of unsafe) {
      const answer = await gateway.start(body);
      assert.equal(answer.status, 400);
      errorBody.strict().parse(answer.body);
      assert.equal(answer.body.error, code);
      assert.match(answer.body.message, message);
    }
    assert.equal(await sentCommands(), sentBefore);
  });

  test('INT-03 INT-ERR-02 an offline cooker is 503 with advice when to try again', async () => {
    await simulator.control('/control/faults', { offline: 'reported' });
    await gateway.until(({ status }) => status === 503);
    for (const answer of [
      await gateway.start(CHICKEN),
      await gateway.call('GET', '/status'),
      await gateway.call('POST', '/stop-cook'),
    ]) {
      assert.equal(answer.status, 503);
      assert.equal(answer.body.error, 'DEVICE_OFFLINE');
      assert.match(answer.body.message, /offline/);
      assert.equal(answer.body.retry_after, 60);
      assert.equal(answer.headers.get('retry-after'), '60');
    }
    assert.equal((await gateway.call('GET', '/health')).status, 200);
  });

  test('INT-04 a busy cooker is 409', async () => {
    await simulator.control('/control/state', {
      state: 'cooking',
      temperatureCelsius: 64.5,
      targetCelsius: 65,
      timerSeconds: 5400,
      remainingSeconds: 3600,
    });
    await gateway.until(({ body }) => body.state === 'cooking');
    const answer = await gateway.start(STEAK);
    assert.equal(answer.status, 409);
    assert.equal(answer.body.error, 'DEVICE_BUSY');
    assert.match(answer.body.message, /already cooking.*stop/is);
    assert.equal(answer.headers.get('retry-after'), '30');
  });

  test('INT-06 nothing to stop is 409', async () => {
    const answer = await gateway.call('POST', '/stop-cook');
    assert.equal(answer.status, 409);
    assert.equal(answer.body.error, 'NO_ACTIVE_COOK');
    assert.match(answer.body.message, /no active/i);
  });

  test('INT-08 TC-CONC-01 two starts and a status at once: one start wins', async () => {
    const [one, other, status] = await Promise.all([
      gateway.start(CHICKEN),
      gateway.start(CHICKEN),
      gateway.call('GET', '/status'),
    ]);
    assert.deepEqual(
      [one.status, other.status].toSorted((a, b) => a - b),
      [200, 409],
    );
    assert.equal(status.status, 200);
  });

  test('a retry of the same start is the same cook, until the device is idle by itself', async () => {
    const first = await gateway.start(CHICKEN);
    const again = await poll(
      () => gateway.start(CHICKEN),
      ({ status }) => status === 200,
    );
    assert.equal(again.body.cook_id, first.body.cook_id);
    await simulator.control('/control/reset');
    await gateway.until(({ body }) => body.state === 'idle');
    const next = await gateway.start(CHICKEN);
    assert.equal(next.status, 200);
    assert.notEqual(next.body.cook_id, first.body.cook_id);
  });

  test('INT-ST-03 INT-ST-05 cooking counts down, done is 0 and can be stopped', async () => {
    const placed = { temperatureCelsius: 65, targetCelsius: 65, timerSeconds: 7200 };
    await simulator.control('/control/state', {
      ...placed,
      state: 'cooking',
      remainingSeconds: 330,
    });
    const cooking = await gateway.until(({ body }) => body.state === 'cooking');
    assert.equal(cooking.body.time_remaining_minutes, 5);
    assert.equal(cooking.body.time_elapsed_minutes, 114);
    assert.equal(cooking.body.estimate.basis, 'timer');
    await simulator.control('/control/state', { ...placed, state: 'done' });
    const done = await gateway.until(({ body }) => body.state === 'done');
    assert.deepEqual(
      [done.body.time_remaining_minutes, done.body.time_elapsed_minutes, done.body.is_running],
      [0, 120, false],
    );
    assert.equal((await gateway.call('POST', '/stop-cook')).status, 200);
    await gateway.until(({ body }) => body.state === 'idle' && body.target_temp_celsius === null);
  });

  test('a fault of the device is a state with alerts; start is refused', async () => {
    await simulator.control('/control/faults', { lowWater: 'empty' });
    const status = await gateway.until(({ body }) => body.state === 'error');
    assert.deepEqual(status.body.alerts, ['low_water']);
    const answer = await gateway.start(CHICKEN);
    assert.equal(answer.status, 409);
    assert.equal(answer.body.error, 'DEVICE_FAULT');
  });

  test('FR-01 an acknowledgement without effect is 504 TIMEOUT, not success', async () => {
    await simulator.control('/control/faults', { silentReject: true });
    const answer = await gateway.start(CHICKEN);
    assert.equal(answer.status, 504);
    assert.equal(answer.body.error, 'TIMEOUT');
    assert.match(answer.body.message, /status/);
  });

  test('a rejected command is 502 in our words', async () => {
    await simulator.control('/control/faults', {
      rejectCommand: { error: 'internal detail 4711' },
    });
    const answer = await gateway.start(CHICKEN);
    assert.equal(answer.status, 502);
    assert.equal(answer.body.error, 'ANOVA_API_ERROR');
    assert.doesNotMatch(answer.text, /4711/);
  });

  test('QR-13 a cloud outage is 503 and heals by itself', async () => {
    await simulator.control('/control/faults', { refuseConnections: true });
    const down = await gateway.until(({ status }) => status !== 200);
    assert.equal(down.status, 503);
    assert.equal(down.body.error, 'NETWORK_ERROR');
    assert.ok(down.body.retry_after > 0);
    await simulator.call('DELETE', '/control/faults');
    await gateway.until(({ status }) => status === 200);
  });

  test('TC-HE-01 health has exactly three fields and needs no key', async () => {
    const answer = await gateway.call('GET', '/health', { key: null });
    assert.equal(answer.status, 200);
    healthBody.strict().parse(answer.body);
    assert.deepEqual(Object.keys(answer.body), ['status', 'version', 'timestamp']);
    assert.match(answer.body.timestamp, /^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  });

  test('diagnostics needs the key and holds no id', async () => {
    assert.equal((await gateway.call('GET', '/diagnostics', { key: null })).status, 401);
    const answer = await gateway.call('GET', '/diagnostics');
    diagnosticsBody.strict().parse(answer.body);
    assert.equal(answer.body.cloud_connected, true);
    assert.doesNotMatch(answer.text, /sim-/);
  });

  test('serves its OpenAPI document', async () => {
    const answer = await gateway.call('GET', '/openapi.json', { key: null });
    assert.equal(answer.status, 200);
    assert.equal(answer.text, openApiText());
  });

  test('every answer has a request id of its own', async () => {
    const one = await gateway.call('GET', '/health', { headers: { 'x-request-id': 'mine' } });
    const other = await gateway.call('GET', '/nowhere');
    assert.match(one.headers.get('x-request-id') ?? '', UUID);
    assert.match(other.headers.get('x-request-id') ?? '', UUID);
  });
});
