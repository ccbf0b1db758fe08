import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { eventually } from '../support/eventually.ts';
import { assertMatches } from '../support/published-schema.ts';
import { composeOf, smallProject } from '../support/small-project.ts';
import { trialProject } from '../support/trial-project.ts';

interface Up {
  readonly state: string;
  readonly services: readonly {
    readonly name: string;
    readonly state: string;
    readonly pid: number;
    readonly ports: readonly { readonly hostPort: number }[];
  }[];
}

describe('env up in the foreground', { concurrency: true }, () => {
  test('runs services until Ctrl-C, and then leaves nothing', async (t) => {
    const project = trialProject(t, smallProject([], {}, composeOf({ web: '', other: '' })));
    const up = project.start(['env', 'up', 'web', '--json']);
    await up.says('\n}\n');
    const document = JSON.parse(up.stdout()) as Up;
    assertMatches('environment', document);
    assert.deepEqual(
      document.services.map(({ name, state }) => [name, state]),
      [['web', 'running']],
    );
    const response = await fetch(`http://127.0.0.1:${document.services[0]?.ports[0]?.hostPort}/ok`);
    assert.deepEqual(await response.json(), { ok: true });
    up.kill('SIGINT');
    assert.equal((await up.ended()).exitCode, 0);
    await project.assertNothingLeft();
  });

  test('a second Ctrl-C ends it at once, and the reaper ends a service that will not stop', async (t) => {
    const stubborn =
      "environment: { NAME: web, PORT: '5000', STUBBORN: 'yes' }\nstop_grace_period: 60s";
    const project = trialProject(t, smallProject([], {}, composeOf({ web: stubborn })));
    const up = project.start(['env', 'up', '--json']);
    await up.says('\n}\n');
    up.kill('SIGINT');
    const log = '.session/runs/environment/logs/web.log';
    await eventually('it is asked to stop', () => project.read(log).includes('stays') || undefined);
    await eventually('it ends', () => {
      // Again and again: one that follows at once counts as the same keystroke.
      up.kill('SIGINT');
      return up.hasEnded() || undefined;
    });
    assert.equal((await up.ended()).exitCode, 130);
    await project.assertNothingLeft();
  });

  test('ends with 4 and the last lines when a service dies', async (t) => {
    const project = trialProject(t, smallProject([]));
    const up = project.start(['env', 'up', '--json']);
    await up.says('\n}\n');
    const [web] = (JSON.parse(up.stdout()) as Up).services;
    assert.ok(web);
    process.kill(web.pid, 'SIGKILL');
    const { exitCode, stderr } = await up.ended();
    assert.equal(exitCode, 4);
    assert.match(stderr, /service web ended by itself/);
  });

  test('with --keep the others run on, and another terminal can stop them', async (t) => {
    const project = trialProject(t, smallProject([], {}, composeOf({ web: '', other: '' })));
    const up = project.start(['env', 'up', '--keep']);
    await up.says('Ctrl-C stops them.');
    const { stdout } = await project.seatrial(['env', 'status', '--json']);
    const web = (JSON.parse(stdout) as Up).services.find(({ name }) => name === 'web');
    assert.ok(web);
    process.kill(web.pid, 'SIGKILL');
    const follow = project.start(['env', 'logs', '-f', 'other']);
    await follow.says('other listens');
    const status = await project.seatrial(['env', 'ps']);
    assert.equal(status.exitCode, 4, 'a service has died');
    assert.match(status.stdout, /^web +died \(signal SIGKILL\)/m);
    assert.match(status.stdout, /^other +running +127\.0\.0\.1:\d+/m);
    assert.equal(up.hasEnded(), false);
    const down = await project.seatrial(['env', 'down']);
    assert.equal(down.exitCode, 0, down.stderr);
    assert.match(down.stdout, /stopped other/);
    assert.doesNotMatch(down.stdout, /stopped web/);
    assert.equal((await up.ended()).exitCode, 0);
    assert.equal((await follow.ended()).exitCode, 0);
  });

  test('names a service that does not exist, and what env can do', async (t) => {
    const project = trialProject(t, smallProject([]));
    const unknown = await project.seatrial(['env', 'up', 'wbe']);
    assert.equal(unknown.exitCode, 3);
    assert.match(unknown.stderr, /wbe/);
    const action = await project.seatrial(['env', 'pu']);
    assert.equal(action.exitCode, 3);
    assert.match(action.stderr, /did you mean "up"/);
    const group = await project.seatrial(['env']);
    assert.equal(group.exitCode, 0);
    assert.match(group.stdout, /env down .*\n.*env status/);
  });
});
