import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { assertMatches } from '../support/published-schema.ts';
import { composeOf, smallProject } from '../support/small-project.ts';
import { trialProject } from '../support/trial-project.ts';

const VARIABLES = "environment: { NAME: web, PORT: '5000', UPSTREAM: 'http://other:5000/x' }";
const COMPOSE = composeOf({ web: VARIABLES, other: '' });

interface Executed {
  readonly exitCode: number;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

describe('env exec', () => {
  test('runs a command as the service would, and ends with its exit code', async (t) => {
    const project = trialProject(t, smallProject([], {}, COMPOSE));
    assert.equal((await project.seatrial(['env', 'up', '--wait'])).exitCode, 0);
    const [variables, input, code, json, missing, unknown] = await Promise.all([
      project.seatrial(['env', 'exec', 'web', '--', 'sh', '-c', 'echo "$NAME $UPSTREAM"; pwd']),
      project.seatrial(['env', 'exec', 'web', 'cat'], { input: 'from outside' }),
      project.seatrial(['env', 'exec', 'web', 'sh', '-c', 'exit 7', '--help']),
      project.seatrial([
        'env',
        'exec',
        '--json',
        'web',
        '--',
        'sh',
        '-c',
        'echo a; echo b >&2; kill -9 $$',
      ]),
      project.seatrial(['env', 'exec', 'web', '--', 'no-such-program', '--json']),
      project.seatrial(['env', 'exec', 'wbe', 'true']),
    ]);
    assert.match(
      variables.stdout,
      new RegExp(`^web http://127\\.0\\.0\\.1:\\d+/x\n${project.root}\n$`),
      'names of services mean what they mean to the service',
    );
    assert.equal(input.stdout, 'from outside');
    assert.equal(code.exitCode, 7, 'options behind the service are those of the command');
    const document = JSON.parse(json.stdout) as Executed;
    assertMatches('environment-exec', document);
    assert.deepEqual(
      [document.exitCode, document.signal, document.stdout, document.stderr, json.exitCode],
      [137, 'SIGKILL', 'a\n', 'b\n', 137],
    );
    assert.equal(missing.exitCode, 127);
    assert.match(missing.stderr, /cannot run "no-such-program" in /);
    assert.equal(unknown.exitCode, 3);
    assert.match(unknown.stderr, /service "wbe" is not part.*did you mean "web"/);
    await project.seatrial(['env', 'down']);
  });

  test('hands signals on, and the command decides what they mean', async (t) => {
    const project = trialProject(t, smallProject([], {}, COMPOSE));
    assert.equal((await project.seatrial(['env', 'up', '--wait', 'web'])).exitCode, 0);
    const trap = "trap 'echo stopping; exit 5' TERM INT; echo waits; while :; do sleep 0.05; done";
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      const exec = project.start(['env', 'exec', 'web', '--', 'sh', '-c', trap]);
      await exec.says('waits');
      exec.kill(signal);
      const { exitCode, stdout } = await exec.ended();
      assert.deepEqual([exitCode, stdout], [5, 'waits\nstopping\n']);
    }
    await project.seatrial(['env', 'down']);
  });

  test('says what to do when nothing runs, and what is missing', async (t) => {
    const project = trialProject(t, smallProject([], {}, COMPOSE));
    const stopped = await project.seatrial(['env', 'exec', 'web', '--', 'true']);
    assert.equal(stopped.exitCode, 4);
    assert.match(stopped.stderr, /no environment.*\n.*seatrial env up --wait/);
    const bare = await project.seatrial(['env', 'exec', 'web']);
    assert.equal(bare.exitCode, 3);
    assert.match(bare.stderr, /needs a service and a command/);
    const json = await project.seatrial(['env', 'exec', '--json', 'web', '--', 'true']);
    assertMatches('error', JSON.parse(json.stdout));
  });
});
