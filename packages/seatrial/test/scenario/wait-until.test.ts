import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { environmentAt } from './environment-at.ts';
import { deadPort, serve } from './serve.ts';
import { assertPassed, failureOf, tryScenario } from './try-scenario.ts';

describe('a wait until step', { concurrency: true }, () => {
  it('repeats the inner step until it passes and keeps its captures', async () => {
    let asked = 0;
    await using web = await serve((_request, response) => {
      asked += 1;
      response.end(JSON.stringify({ state: asked < 3 ? 'preheating' : 'cooking', asked }));
    });
    const trial = await tryScenario(
      `steps:
  - wait until:
      http: GET web/status
      expect: { json: { state: cooking } }
      capture: { asked: $.asked }
    within: 5s
    every: 1ms
  - exec: [test, "\${asked}", =, 3]
`,
      { environment: environmentAt({ web }) },
    );
    assertPassed(trial);
    assert.equal(trial.steps.length, 2);
  });

  it('shows the last failure when the time is over', async () => {
    await using web = await serve((_request, response) => response.end('{"state":"idle"}'));
    const failure = failureOf(
      await tryScenario(
        `steps:
  - wait until:
      http: GET web/status
      expect: { json: { state: cooking } }
    within: 120ms
    every: 10ms
`,
        { environment: environmentAt({ web }) },
      ),
    );
    assert.match(
      failure.message,
      /^wait until GET web\/status did not hold within 120 ms \(\d+ (?:try|tries)\)$/,
    );
    assert.deepEqual([failure.expected, failure.seen], ['"cooking"', '"idle"']);
    assert.deepEqual(failure.source, { file: 'spec.md', line: 4, column: 32 });
    assert.match(
      failure.detail ?? '',
      /^last: GET web\/status: JSON body \/state is not as expected/,
    );
  });

  it('goes on while nobody listens, and says so at the end', async () => {
    const port = await deadPort();
    const failure = failureOf(
      await tryScenario('steps: [{ wait until: { http: GET web/x }, within: 80ms, every: 10ms }]', {
        environment: environmentAt({ web: { port } }),
      }),
    );
    assert.match(failure.detail ?? '', /^last: web at 127\.0\.0\.1:\d+ refuses the connection/);
  });

  it('says when no answer came at all', async () => {
    await using web = await serve(() => undefined);
    const failure = failureOf(
      await tryScenario('steps: [{ wait until: { http: GET web/x }, within: 60ms }]', {
        environment: environmentAt({ web }),
      }),
    );
    assert.match(failure.message, /did not hold within 60 ms \(1 try\)$/);
    assert.equal(failure.seen, 'no answer');
  });

  it('stops at once when the inner step cannot be carried out', async () => {
    const failure = failureOf(
      await tryScenario('steps: [{ wait until: { http: GET wep/x }, within: 1h }]', {
        environment: environmentAt({ web: {} }),
      }),
      'error',
    );
    assert.equal(failure.message, 'there is no service "wep"');
  });

  it('ends at once when the run is aborted between two tries', async () => {
    const controller = new AbortController();
    await using web = await serve((_request, response) => {
      response.writeHead(500).end(() => setImmediate(() => controller.abort()));
    });
    const trial = await tryScenario(
      'steps: [{ wait until: { http: GET web/x }, within: 1h, every: 1h }]',
      { environment: environmentAt({ web }), signal: controller.signal },
    );
    assert.match(failureOf(trial, 'error').message, /was interrupted$/);
  });
});
