import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';

import { composeOf, OK, scenario, smallProject } from '../support/small-project.ts';
import { trialProject } from '../support/trial-project.ts';

const BUSYBOX = ['/usr/bin/busybox', '/bin/busybox'].find((path) => existsSync(path));

interface Environment {
  readonly driver: string;
  readonly services: readonly {
    readonly name: string;
    readonly rung: string;
    readonly ports: readonly { readonly hostPort: number }[];
  }[];
}

function namesOf(stdout: string): readonly string[] {
  return (JSON.parse(stdout) as Environment).services.map(({ name }) => name).toSorted();
}

describe('what env and run start', { concurrency: 2 }, () => {
  test('overlays and profiles, from the command line and from the config', async (t) => {
    const project = trialProject(t, {
      ...smallProject([], { profiles: ['tools'] }, composeOf({ web: '' })),
      'base/compose.yaml': composeOf({ web: '' }).replaceAll('web.mjs', '../web.mjs'),
      'base/more.yaml': composeOf({ more: '', late: 'profiles: [late]' }).replaceAll(
        'web.mjs',
        '../web.mjs',
      ),
    });
    const files = ['-f', 'compose.yaml', '--file', 'more.yaml'];
    const inBase = { directory: 'base' };
    const two = await project.seatrial(['env', 'up', '--wait', '--json', ...files], inBase);
    assert.equal(two.exitCode, 0, two.stdout);
    assert.deepEqual(namesOf(two.stdout), ['more', 'web'], 'paths from the working directory');
    await project.seatrial(['env', 'down']);
    const three = await project.seatrial(
      ['env', 'up', '--wait', '--json', ...files, '--profile', 'late'],
      inBase,
    );
    assert.deepEqual(namesOf(three.stdout), ['late', 'more', 'web']);
    await project.seatrial(['env', 'down']);
    // The usual override file, and the profile of the config.
    project.write(
      'compose.override.yaml',
      composeOf({ tool: 'profiles: [tools]', other: 'profiles: [x]' }),
    );
    const usual = await project.seatrial(['env', 'up', '--wait', '--json']);
    assert.deepEqual(namesOf(usual.stdout), ['tool', 'web']);
    await project.seatrial(['env', 'down']);
    const gone = await project.seatrial(['env', 'up', '-f', 'gone.yaml']);
    assert.equal(gone.exitCode, 3);
    assert.match(gone.stderr, /gone\.yaml:1:1: .*does not exist/);
  });

  test('a suite that wants the services gets those that no profile holds back', async (t) => {
    const compose = composeOf({ web: '', broken: 'profiles: [x]\ncommand: [false]' });
    const suite = { name: 'unit', runner: 'node:test', files: ['a.test.mjs'], environment: true };
    const project = trialProject(t, {
      ...smallProject([], { suites: [suite] }, compose),
      'a.test.mjs': "import { test } from 'node:test';\ntest('x', () => {});\n",
    });
    const { exitCode, stdout } = await project.seatrial(['run']);
    assert.equal(exitCode, 0, stdout);
    assert.deepEqual(
      project.record().environment?.services.map(({ name }) => name),
      ['web'],
    );
  });

  test('a driver that does not exist is refused with those that do', async (t) => {
    const project = trialProject(t, smallProject([scenario('T-1', OK)]));
    const flag = await project.seatrial(['env', 'up', '--driver', 'podman']);
    assert.equal(flag.exitCode, 3);
    assert.match(flag.stderr, /no driver is called "podman"\n.*known: native, docker, auto/);
    project.write('.session/config.json', '{\n  "trial": {\n    "driver": "dokcer"\n  }\n}\n');
    const config = await project.seatrial(['run']);
    assert.equal(config.exitCode, 3);
    assert.match(config.stderr, /config\.json:3:\d+.*driver/s);
  });

  test('docker without an engine says so: exit 4 for env, not proven for run; auto falls back', async (t) => {
    const project = trialProject(t, smallProject([scenario('T-1', OK)], { driver: 'docker' }));
    const env = { DOCKER_HOST: 'tcp://127.0.0.1:9' };
    const up = await project.seatrial(['env', 'up', '--wait'], { env });
    assert.equal(up.exitCode, 4);
    assert.match(up.stderr, /no Docker Engine answers at tcp:\/\/127\.0\.0\.1:9/);
    const run = await project.seatrial(['run'], { env });
    assert.equal(run.exitCode, 4, run.stdout);
    const { environment, verdict } = project.record();
    assert.deepEqual(
      [environment?.driver, environment?.failure?.code, verdict.word],
      ['docker', 'DOCKER_UNAVAILABLE', 'not proven'],
    );
    const auto = await project.seatrial(['run', '--driver', 'auto'], { env });
    assert.equal(auto.exitCode, 0, auto.stdout);
    assert.deepEqual(
      [project.record().environment?.driver, project.record().environment?.engine],
      ['native', null],
    );
  });

  const noDocker = whyNoDocker();
  test(
    'with an engine: up, status, logs, exec and down, and a run',
    { skip: noDocker },
    async (t) => {
      const project = trialProject(t, {
        ...smallProject([scenario('T-1', '{ http: GET web/hello, expect: { status: 200 } }')]),
        'compose.yaml': "services:\n  web: { build: ./web, ports: ['5000'] }\n",
        'web/Dockerfile':
          'FROM scratch\nCOPY busybox /bin/busybox\nCOPY busybox /bin/sh\nCOPY hello /www/hello\nCMD ["/bin/busybox", "httpd", "-f", "-vv", "-p", "5000", "-h", "/www"]\n',
        'web/hello': 'hello',
      });
      // HOME is that of the test, and the plugin of Compose lies below ours.
      const env = { DOCKER_CONFIG: process.env['DOCKER_CONFIG'] ?? join(homedir(), '.docker') };
      cpSync(BUSYBOX ?? '', join(project.root, 'web', 'busybox'));
      const up = await project.seatrial(['env', 'up', '--wait', '--driver', 'docker', '--json'], {
        env,
      });
      assert.equal(up.exitCode, 0, up.stdout + up.stderr);
      const document = JSON.parse(up.stdout) as Environment;
      const [web] = document.services;
      assert.deepEqual([document.driver, web?.rung], ['docker', 'container']);
      const answer = await fetch(`http://127.0.0.1:${web?.ports[0]?.hostPort}/hello`);
      assert.equal(await answer.text(), 'hello');
      const cat = await project.seatrial(['env', 'exec', 'web', '--', '/bin/busybox', 'cat'], {
        input: 'through',
      });
      assert.deepEqual([cat.exitCode, cat.stdout], [0, 'through']);
      const code = await project.seatrial(['env', 'exec', 'web', '/bin/sh', '-c', 'exit 9']);
      assert.equal(code.exitCode, 9);
      assert.match((await project.seatrial(['env', 'logs'])).stdout, /^web \| .*hello/m);
      const down = await project.seatrial(['env', 'down']);
      assert.equal(down.exitCode, 0, down.stderr);
      assert.match(down.stdout, /stopped web/);
      const run = await project.seatrial(['run', '--driver', 'docker'], { env });
      assert.equal(run.exitCode, 0, run.stdout);
      assert.match(project.record().environment?.engine ?? '', /^Docker Engine \d.*compose/);
    },
  );
});

/** The reason, or false when everything is there. */
function whyNoDocker(): string | false {
  if (BUSYBOX === undefined) return 'there is no busybox to make an image of';
  const { status } = spawnSync('docker', ['version', '--format', '{{.Server.Version}}']);
  return status === 0 ? false : 'no Docker Engine answers';
}
