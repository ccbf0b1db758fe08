import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { serve } from '../scenario/serve.ts';
import { composeOf, OK, scenario, smallProject } from '../support/small-project.ts';
import { trialProject } from '../support/trial-project.ts';

const healthcheck = (command: string): string =>
  `healthcheck: { test: ${command}, interval: 100ms, retries: 200 }`;

describe('exit 4, and nothing is left running, when', { concurrency: 2 }, () => {
  test('G-5.5.2-14 B-RUN-12 a service dies while it starts: it is named with its last log lines', async (t) => {
    const compose = `${composeOf({ web: '', db: '' })}  broken:
    x-native: { command: [sh, -c, 'echo opening the valves; echo no such valve >&2; exit 7'] }
    ports: ['6000']
`;
    const steps = scenario('T-1', OK, '{ http: GET broken/ }', '{ http: GET db/ok }');
    const project = trialProject(t, smallProject([steps], {}, compose));
    const { exitCode, stdout } = await project.seatrial(['run']);
    assert.equal(exitCode, 4, stdout);
    assert.match(stdout, /service "broken" ended.*exit code 7/s);
    assert.match(stdout, /no such valve/);
    const { environment, verdict, checks } = project.record();
    assert.equal(environment?.failure?.code, 'SERVICE_DIED');
    assert.equal(environment.failure.service, 'broken');
    assert.equal(verdict.word, 'not proven');
    assert.equal(checks[0]?.outcome, 'skipped');
    await project.assertNothingLeft();
  });

  test('G-5.5.2-14 a service never becomes ready: it is named with what its healthcheck said', async (t) => {
    const sick = healthcheck(`[CMD, sh, -c, 'echo valves are shut; exit 1']`);
    const project = trialProject(
      t,
      smallProject([scenario('T-1', OK)], { startup_timeout_seconds: 1 }, composeOf({ web: sick })),
    );
    const { exitCode, stdout } = await project.seatrial(['run']);
    assert.equal(exitCode, 4, stdout);
    assert.match(stdout, /service "web" was not ready within 1000 ms/);
    assert.match(stdout, /valves are shut/);
    assert.equal(project.record().environment?.failure?.code, 'SERVICE_NOT_READY');
    await project.assertNothingLeft();
  });

  test('a port that a service has built in is taken: the port, its place in the file and its holder are named', async (t) => {
    await using holder = await serve((_request, response) => response.end('mine'));
    const compose = `services:\n  web:\n    x-native: { command: [node, -e, ''] }\n    ports: ['${holder.port}']\n`;
    const project = trialProject(t, smallProject([scenario('T-1', OK)], {}, compose));
    const { exitCode, stdout } = await project.seatrial(['run']);
    assert.equal(exitCode, 4, stdout);
    assert.match(stdout, new RegExp(`port ${holder.port} of service "web"`));
    assert.match(stdout, /^ +at +compose\.yaml:4:\d+$/m);
    const { failure } = project.record().environment ?? {};
    assert.equal(failure?.code, 'PORT_TAKEN');
    if (process.platform === 'linux')
      assert.match(failure.seen ?? '', new RegExp(`${process.pid}`));
    // Its holder was not touched.
    const answer = await fetch(`http://127.0.0.1:${holder.port}/`);
    assert.equal(await answer.text(), 'mine');
  });

  test('a command does not exist', async (t) => {
    const compose = `services:\n  web:\n    x-native: { command: [no-such-program] }\n    ports: ['5000']\n`;
    const project = trialProject(t, smallProject([scenario('T-1', OK)], {}, compose));
    const { exitCode, stdout } = await project.seatrial(['run']);
    assert.equal(exitCode, 4, stdout);
    assert.match(stdout, /no-such-program/);
  });
});

test('services that no check needs are not started, so they cannot fail the trial', async (t) => {
  const compose = `${composeOf()}  broken:\n    x-native: { command: [sh, -c, 'exit 7'] }\n`;
  const project = trialProject(t, smallProject([scenario('T-1', OK)], {}, compose));
  const { exitCode, stdout } = await project.seatrial(['run']);
  assert.equal(exitCode, 0, stdout);
});
