import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { composeOf } from '../support/small-project.ts';
import { trialProject } from '../support/trial-project.ts';

const HEALTHY = `healthcheck: { test: [CMD, node, -e, "fetch('http://localhost:5000/health').then((r) => process.exit(r.ok ? 0 : 1))"], interval: 100ms }`;

describe('init', { concurrency: 2 }, () => {
  test('in an empty repository: what it writes passes spec lint and plan, and proves nothing yet', async (t) => {
    const project = trialProject(t, {});
    const init = await project.seatrial(['init']);
    assert.equal(init.exitCode, 0, init.stderr);
    assert.match(init.stdout, /Compose file: none found/);
    assert.match(
      init.stdout,
      /wrote \.session\/config\.json\nwrote \.session\/specs\/first-trial\.md/,
    );
    const lint = await project.seatrial(['spec', 'lint']);
    assert.equal(lint.exitCode, 0, lint.stdout);
    assert.match(lint.stdout, /^1 spec, 1 scenario: 0 errors, 0 warnings\n$/);
    assert.equal((await project.seatrial(['plan'])).exitCode, 0);
    const run = await project.seatrial(['run']);
    assert.equal(run.exitCode, 2, 'a trial that nobody has written yet is not ready');
  });

  test('in a repository with Compose and vitest: services with a healthcheck get a scenario that runs', async (t) => {
    const project = trialProject(t, {
      'compose.yaml': composeOf({ web: HEALTHY, worker: '' }),
      'package.json': JSON.stringify({ name: 'x', devDependencies: { vitest: '^4.0.0' } }),
    });
    const init = await project.seatrial(['init']);
    assert.equal(init.exitCode, 0, init.stderr);
    assert.match(init.stdout, /Compose file: compose\.yaml/);
    assert.match(init.stdout, /suite root-vitest in \. \(depends on vitest\)/);
    assert.match(project.read('.session/config.json'), /"runner": "vitest"/);
    const lint = await project.seatrial(['spec', 'lint']);
    assert.equal(lint.exitCode, 0, lint.stdout);
    const plan = await project.seatrial(['plan']);
    assert.match(plan.stdout, /S-1 +web is healthy/);
    assert.match(plan.stdout, /suite:root-vitest/);
    const run = await project.seatrial(['run', '--only', 'S-1']);
    assert.equal(run.exitCode, 0, run.stdout);
  });

  test('twice: what exists is kept and named, whoever wrote it', async (t) => {
    const project = trialProject(t, {});
    await project.seatrial(['init']);
    project.write('.session/specs/first-trial.md', '# Mine\n');
    const config = project.read('.session/config.json');
    const again = await project.seatrial(['init']);
    assert.equal(again.exitCode, 0);
    assert.match(again.stdout, /kept {2}\.session\/config\.json \(exists\)/);
    assert.match(again.stdout, /kept {2}\.session\/specs\/first-trial\.md \(exists\)/);
    assert.doesNotMatch(again.stdout, /wrote/);
    assert.equal(project.read('.session/specs/first-trial.md'), '# Mine\n');
    assert.equal(project.read('.session/config.json'), config);
  });

  test('a Compose file that cannot be read is named, and nothing is written', async (t) => {
    const project = trialProject(t, { 'compose.yaml': 'services: [\n' });
    const init = await project.seatrial(['init']);
    assert.equal(init.exitCode, 3);
    assert.match(init.stderr, /^compose\.yaml:\d+:\d+: error /);
    assert.equal(project.exists('.session'), false);
  });
});
