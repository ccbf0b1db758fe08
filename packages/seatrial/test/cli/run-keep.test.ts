import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { NOT_OK, OK, scenario, smallProject } from '../support/small-project.ts';
import { trialProject } from '../support/trial-project.ts';

const ADDRESS = /^web +127\.0\.0\.1:(\d+) +(.+\/logs\/web\.log)$/m;

describe('run --keep', { concurrency: 2 }, () => {
  test('shows the verdict and its reports, lets the services run until Ctrl-C, and ends as the verdict says', async (t) => {
    const project = trialProject(t, smallProject([scenario('T-1', OK), scenario('T-2', NOT_OK)]));
    const run = project.start(['run', '--keep']);
    await run.says('report.html');
    await run.complains('Ctrl-C stops them');
    assert.match(run.stdout(), /NOT READY/);
    const [, port, log] = ADDRESS.exec(run.stderr()) ?? [];
    assert.equal((await fetch(`http://127.0.0.1:${port}/ok`)).status, 200);
    assert.match(project.read((log ?? '').slice(project.root.length + 1)), /GET \/ok/);
    const before = project.read('.session/runs/latest/run.json');
    assert.equal(project.events().at(-1)?.type, 'run.finished');
    run.kill('SIGINT');
    assert.equal((await run.ended()).exitCode, 1);
    await project.assertNothingLeft();
    assert.equal(project.read('.session/runs/latest/run.json'), before);
    assert.equal(project.events().at(-1)?.type, 'run.finished', 'the look is no evidence');
  });

  test('what dies while somebody looks does not change the verdict', async (t) => {
    const project = trialProject(t, smallProject([scenario('T-1', OK)]));
    const run = project.start(['run', '--keep', '--json']);
    await run.says('\n}\n');
    await run.complains('Ctrl-C stops them');
    const [, port] = ADDRESS.exec(run.stderr()) ?? [];
    await assert.rejects(fetch(`http://127.0.0.1:${port}/die`));
    run.kill('SIGINT');
    const { exitCode, stdout } = await run.ended();
    assert.equal(exitCode, 0);
    assert.deepEqual(JSON.parse(stdout), project.record(), 'one document');
  });

  test('Ctrl-C before the verdict is an interruption as ever', async (t) => {
    const never = scenario('T-1', '{ http: GET web/never, within: 60s }');
    const project = trialProject(t, smallProject([never]));
    const run = project.start(['run', '--keep']);
    await project.serviceSays('web', 'GET /never');
    run.kill('SIGINT');
    assert.equal((await run.ended()).exitCode, 130);
    await project.assertNothingLeft();
  });
});
