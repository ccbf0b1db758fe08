import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { describe, it } from 'node:test';

import { environmentAt } from './environment-at.ts';
import { serve } from './serve.ts';
import { failureOf, tryScenario } from './try-scenario.ts';

describe('an abort', { concurrency: true }, () => {
  it('ends a request at once, closes its connection and starts no further step', async () => {
    const controller = new AbortController();
    const { promise: asked, resolve } = Promise.withResolvers<Socket>();
    await using web = await serve((request) => resolve(request.socket));
    const running = tryScenario(
      'steps: [{ http: GET web/slow, within: 1h }, { http: GET web/next }]',
      {
        environment: environmentAt({ web }),
        signal: controller.signal,
      },
    );
    const closed = once(await asked, 'close');
    controller.abort(new Error('SIGINT'));
    const trial = await running;
    assert.equal(failureOf(trial, 'error').message, 'GET web/slow was interrupted');
    assert.deepEqual(
      trial.steps.map(({ index, outcome }) => [index, outcome]),
      [[0, 'error']],
    );
    await closed;
  });

  it('before the first step carries out none of it', async () => {
    await using web = await serve(() => assert.fail('nothing should be asked'));
    const trial = await tryScenario('steps: [{ http: GET web/a }]', {
      environment: environmentAt({ web }),
      signal: AbortSignal.abort(),
    });
    assert.match(failureOf(trial, 'error').message, /interrupted/);
  });
});
