import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, test } from 'node:test';

import { startSimulatorProcess } from '../simulator/simulator-process.ts';
import { API_KEY, runGateway, startGateway, temporaryFolder } from './gateway-process.ts';

const CHICKEN = { temperature_celsius: 65, time_minutes: 90, food_type: 'chicken breast' };
const NO_CLOUD = 'ws://127.0.0.1:9';

describe('gateway process', { concurrency: true }, () => {
  for (const signal of ['SIGKILL', 'SIGTERM'] as const) {
    test(`QR-11 after ${signal} a new process knows the cook and starts no second one`, async () => {
      await using folder = await temporaryFolder();
      await using simulator = await startSimulatorProcess();
      const environment = {
        ANOVA_SIMULATOR_URL: simulator.url.href,
        COOKER_DATABASE: join(folder.path, 'cooker.db'),
      };
      await using first = await startGateway(environment);
      await first.until(({ body }) => body.state === 'idle');
      const started = await first.start(CHICKEN);
      assert.equal(started.status, 200);
      assert.equal(await first.end(signal), signal === 'SIGTERM' ? 0 : 'SIGKILL');

      await using second = await startGateway(environment);
      const status = await second.until((answer) => answer.status === 200);
      assert.equal(status.body.is_running, true, 'the cook goes on');
      assert.equal(status.body.cook_id, started.body.cook_id);
      const again = await second.start(CHICKEN);
      assert.equal(again.status, 409);
      assert.equal(again.body.error, 'DEVICE_BUSY');
      const stopped = await second.call('POST', '/stop-cook');
      assert.equal(stopped.status, 200);
      assert.equal(stopped.body.cook_id, started.body.cook_id);
      const { body } = await simulator.call('GET', '/control/messages?command=CMD_APC_START');
      assert.equal(body['count'], 1);
    });
  }

  test('SIGTERM ends it with 0 and leaves nobody listening', async () => {
    await using gateway = await startGateway({ ANOVA_SIMULATOR_URL: NO_CLOUD });
    assert.equal(await gateway.end('SIGTERM'), 0);
    await assert.rejects(fetch(`${gateway.url}/health`));
    assert.match(gateway.output(), /"msg":"stopping","signal":"SIGTERM"/);
  });

  test('a start under way is answered before it ends, and the cook goes on', async () => {
    await using simulator = await startSimulatorProcess();
    await using gateway = await startGateway({ ANOVA_SIMULATOR_URL: simulator.url.href });
    await gateway.until(({ body }) => body.state === 'idle');
    await simulator.control('/control/faults', { ackLatencyMs: 400 });
    const starting = gateway.start(CHICKEN);
    for (;;) {
      const { body } = await simulator.call('GET', '/control/messages?command=CMD_APC_START');
      if (body['count'] === 1) break;
    }
    const ended = gateway.end('SIGINT');
    assert.equal((await starting).status, 200);
    assert.equal(await ended, 0);
    const { body } = await simulator.call('GET', '/control/state');
    assert.equal(body['state'], 'preheating');
  });

  test('rate limits answer 429 with the seconds to wait, and strangers cannot use them up', async () => {
    await using gateway = await startGateway({
      ANOVA_SIMULATOR_URL: NO_CLOUD,
      COOKER_RATE_START_PER_MINUTE: '3',
      COOKER_RATE_FAILED_AUTH_PER_MINUTE: '2',
    });
    const statuses: number[] = [];
    for (let call = 0; call < 4; call += 1) {
      statuses.push((await gateway.call('POST', '/start-cook', { key: 'x'.repeat(40) })).status);
    }
    assert.deepEqual(statuses, [401, 401, 429, 429]);
    for (let call = 0; call < 3; call += 1) assert.equal((await gateway.start({})).status, 400);
    const limited = await gateway.start({});
    assert.equal(limited.status, 429);
    assert.equal(limited.body.error, 'RATE_LIMITED');
    assert.ok(limited.body.retry_after >= 1);
    assert.equal(limited.headers.get('retry-after'), String(limited.body.retry_after));
    assert.equal((await gateway.call('GET', '/status')).status, 503, 'other routes have their own');
  });

  test('TC-CFG refuses to start without its key, naming the variable and no value', async () => {
    const { code, output } = await runGateway({
      COOKER_API_KEY: 'short-secret',
      ANOVA_SIMULATOR_URL: NO_CLOUD,
    });
    assert.equal(code, 2);
    assert.match(output, /COOKER_API_KEY is too short/);
    assert.doesNotMatch(output, /short-secret/);
  });

  test('a port in use and a database that cannot be opened end it with 1 and a reason', async () => {
    await using gateway = await startGateway({ ANOVA_SIMULATOR_URL: NO_CLOUD });
    const { port } = new URL(gateway.url);
    const taken = await runGateway({ ANOVA_SIMULATOR_URL: NO_CLOUD, PORT: port });
    assert.equal(taken.code, 1);
    assert.match(taken.output, /EADDRINUSE/);
    const lost = await runGateway({
      ANOVA_SIMULATOR_URL: NO_CLOUD,
      COOKER_DATABASE: '/nonexistent/folder/cooker.db',
    });
    assert.equal(lost.code, 1);
    assert.match(lost.output, /database/);
    assert.ok(!lost.output.includes(API_KEY));
  });
});
