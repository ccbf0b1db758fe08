import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { eventually } from '../support/eventually.ts';
import { assertMatches } from '../support/published-schema.ts';
import { composeOf, smallProject } from '../support/small-project.ts';
import type { TrialProject } from '../support/trial-project.ts';
import { trialProject } from '../support/trial-project.ts';

interface Environment {
  readonly state: string;
  readonly holder: { readonly pid: number; readonly background: boolean } | null;
  readonly services: readonly {
    readonly name: string;
    readonly state: string;
    readonly pid: number;
    readonly died: { readonly exit: string } | null;
    readonly ports: readonly { readonly hostPort: number }[];
  }[];
}

const TWO = composeOf({ web: '', other: '' });

/** The one document that a command prints, held against its schema. */
async function documentOf<Document>(
  project: TrialProject,
  argv: readonly string[],
  schema: Parameters<typeof assertMatches>[0],
): Promise<Document> {
  const { stdout, stderr } = await project.seatrial([...argv, '--json']);
  assert.equal(stderr, '', argv.join(' '));
  const document = JSON.parse(stdout) as Document;
  assertMatches(schema, document);
  return document;
}

describe('env up --wait', { concurrency: 2 }, () => {
  test('starts, comes back when all are ready, and down stops it; both can be said twice', async (t) => {
    const project = trialProject(t, smallProject([], {}, TWO));
    const up = await project.seatrial(['env', 'up', '--wait']);
    assert.equal(up.exitCode, 0, up.stderr);
    assert.match(up.stdout, /^SERVICE +STATE +ADDRESS/);
    assert.match(up.stdout, /^web +running +127\.0\.0\.1:\d+ +x-native/m);
    assert.match(up.stderr, /starting services: web, other\n/);
    assert.match(up.stderr, /service web ready/);
    const status = await documentOf<Environment>(project, ['env', 'status'], 'environment');
    assert.deepEqual([status.state, status.holder?.background], ['running', true]);
    const port = status.services[0]?.ports[0]?.hostPort;
    assert.deepEqual(await (await fetch(`http://127.0.0.1:${port}/ok`)).json(), { ok: true });
    const again = await documentOf<Environment>(project, ['env', 'up', '-d'], 'environment');
    assert.equal(again.holder?.pid, status.holder?.pid, 'nothing was started twice');
    const other = await project.seatrial(['env', 'up']);
    assert.equal(other.exitCode, 4);
    assert.match(other.stderr, /runs already.*\n.*env down/);
    const down = await documentOf<{ services: { name: string }[]; how: string }>(
      project,
      ['env', 'down'],
      'environment-down',
    );
    assert.equal(down.how, 'orderly');
    // Neither needs the other: they stop at the same time.
    assert.deepEqual(
      down.services.toSorted((left, right) => left.name.localeCompare(right.name)),
      [
        { name: 'other', exit: 'signal SIGTERM' },
        { name: 'web', exit: 'signal SIGTERM' },
      ],
    );
    await project.assertNothingLeft();
    const nothing = await project.seatrial(['env', 'down']);
    assert.deepEqual([nothing.exitCode, nothing.stdout], [0, 'nothing is running\n']);
    const stopped = await project.seatrial(['env', 'status', '--json']);
    assert.equal(stopped.exitCode, 4);
    assertMatches('environment', JSON.parse(stopped.stdout));
  });

  test('G-5.5.2-14 a service that does not come up is named with its last lines, and nothing is left', async (t) => {
    const compose = `${TWO}  broken:
    x-native: { command: [sh, -c, 'echo no such valve >&2; exit 7'] }
    ports: ['6000']
    depends_on: [web]
`;
    const project = trialProject(t, smallProject([], {}, compose));
    const up = await project.seatrial(['env', 'up', '--wait']);
    assert.equal(up.exitCode, 4);
    assert.match(up.stderr, /service "broken" ended.*exit code 7/);
    assert.match(up.stderr, /the last lines of broken:\n {2}no such valve/);
    assert.equal(up.stdout, '');
    await project.assertNothingLeft();
    const failed = await project.seatrial(['env', 'up', '--wait', '--json']);
    assert.equal(failed.exitCode, 4);
    assertMatches('error', JSON.parse(failed.stdout));
    assert.match(failed.stdout, /"service": "broken"/);
    // What it said can still be read.
    const logs = await project.seatrial(['env', 'logs', 'broken']);
    assert.equal(logs.stdout, 'broken | no such valve\n');
  });

  test('a service that nothing here can run makes the start fail, with what would run it', async (t) => {
    const compose = `${TWO}  db: { image: 'oracle:23' }\n`;
    const project = trialProject(t, smallProject([], {}, compose));
    const up = await project.seatrial(['env', 'up', '--wait']);
    assert.equal(up.exitCode, 4);
    assert.match(up.stderr, /service "db" cannot run here; got image oracle:23 \(.*x-native/);
    await project.assertNothingLeft();
    const web = await project.seatrial(['env', 'up', '--wait', 'web']);
    assert.equal(web.exitCode, 0, web.stderr);
    await project.seatrial(['env', 'down']);
  });

  test('B-RUN-13 Ctrl-C while it starts, and SIGKILL, leave nothing', async (t) => {
    const never = "healthcheck: { test: ['CMD', 'false'], interval: 100ms, retries: 1000 }";
    const project = trialProject(t, smallProject([], {}, composeOf({ web: never })));
    for (const signal of ['SIGINT', 'SIGKILL'] as const) {
      const up = project.start(['env', 'up', '--wait']);
      await eventually('web listens', () =>
        project.exists('.session/runs/environment/logs/web.log') &&
        project.read('.session/runs/environment/logs/web.log').includes('listens')
          ? true
          : undefined,
      );
      up.kill(signal);
      const { exitCode, stderr } = await up.ended();
      assert.equal(exitCode, signal === 'SIGINT' ? 130 : 137);
      if (signal === 'SIGINT')
        assert.match(stderr, /interrupted; what had been started was stopped/);
      await project.assertNothingLeft();
      assert.match((await project.seatrial(['env', 'status'])).stdout, /nothing is running/);
    }
  });

  test('a bad Compose file, or none, is said before anything starts', async (t) => {
    const project = trialProject(t, { '.session/config.json': '{}' });
    const none = await project.seatrial(['env', 'up', '--wait']);
    assert.equal(none.exitCode, 3);
    assert.match(none.stderr, /no Compose file/);
    project.write('compose.yaml', 'services:\n  web: { imgae: x }\n');
    const bad = await project.seatrial(['env', 'up', '--wait']);
    assert.equal(bad.exitCode, 3);
    assert.match(bad.stderr, /^compose\.yaml:2:\d+: /m);
    assert.equal(project.exists('.session/runs/environment/holder.log'), false);
  });
});

describe('an environment in the background', { concurrency: 2 }, () => {
  test('goes on when one of its services dies, and status says so', async (t) => {
    const project = trialProject(t, smallProject([], {}, TWO));
    const up = await documentOf<Environment>(project, ['env', 'up', '--wait'], 'environment');
    const web = up.services.find(({ name }) => name === 'web');
    assert.ok(web);
    process.kill(web.pid, 'SIGKILL');
    const states = await eventually('status tells of the death', async () => {
      const { stdout, exitCode } = await project.seatrial(['env', 'status', '--json']);
      const { services } = JSON.parse(stdout) as Environment;
      assertMatches('environment', JSON.parse(stdout));
      return exitCode === 4 ? services.map(({ name, state }) => `${name} ${state}`) : undefined;
    });
    assert.deepEqual(states, ['web died', 'other running']);
    await project.seatrial(['env', 'down']);
  });

  test('whose holder is killed leaves no process; status says it is lost, down clears up, up starts anew', async (t) => {
    const project = trialProject(t, smallProject([], {}, TWO));
    const up = await documentOf<Environment>(project, ['env', 'up', '--wait'], 'environment');
    assert.ok(up.holder);
    process.kill(up.holder.pid, 'SIGKILL');
    await project.assertNothingLeft();
    const status = await project.seatrial(['env', 'status']);
    assert.equal(status.exitCode, 4);
    assert.match(status.stderr, /was killed; clear up with: seatrial env down/);
    assert.equal((await project.seatrial(['env', 'up', '--wait'])).exitCode, 0);
    const { stdout } = await project.seatrial(['env', 'status', '--json']);
    process.kill((JSON.parse(stdout) as Environment).holder?.pid ?? 0, 'SIGKILL');
    const down = await project.seatrial(['env', 'down']);
    assert.equal(down.exitCode, 0, down.stderr);
    assert.match(down.stdout, /was gone; the rest was ended/);
  });

  test('keeps data until down --volumes', async (t) => {
    const keeps =
      "environment: { NAME: web, PORT: '5000', VOLUME_FILE: /data/times }\nvolumes: ['data:/data']";
    const compose = `${composeOf({ web: keeps })}volumes: { data: {} }\n`;
    const project = trialProject(t, smallProject([], {}, compose));
    const times = '.session/runs/environment/volumes/data/times';
    for (const written of ['written\n', 'written\nwritten\n']) {
      assert.equal((await project.seatrial(['env', 'up', '--wait'])).exitCode, 0);
      assert.equal(project.read(times), written);
      assert.equal((await project.seatrial(['env', 'down'])).exitCode, 0);
    }
    const down = await project.seatrial(['env', 'down', '-v']);
    assert.match(down.stdout, /nothing is running\nremoved the data/);
    assert.equal(project.exists(times), false);
  });
});
