import assert from 'node:assert/strict';
import { lstatSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';

import { NOT_OK, OK, scenario, smallProject } from '../support/small-project.ts';
import { trialProject } from '../support/trial-project.ts';

const FILES = smallProject([scenario('T-1', OK), scenario('T-2', NOT_OK)]);

describe('--reporter', { concurrency: 2 }, () => {
  test('agent is short, and says what failed and how to repeat it', async (t) => {
    const project = trialProject(t, FILES);
    const { exitCode, stdout } = await project.seatrial(['run', '--reporter', 'agent']);
    assert.equal(exitCode, 1);
    assert.match(stdout, /^VERDICT: not ready \(exit 1\): 1 required check failed\n/);
    assert.match(stdout, /rerun: npx seatrial run --only T-2/);
    assert.ok(stdout.length <= 10_000);
  });

  test('several at once; GitHub gets annotations and the summary file', async (t) => {
    const project = trialProject(t, FILES);
    const env = { GITHUB_STEP_SUMMARY: join(project.root, 'summary.md') };
    const { stdout } = await project.seatrial(['run', '--reporter', 'github,agent'], { env });
    assert.match(stdout, /^::error file=\.session\/specs\/trial\.md,line=14/m);
    assert.match(stdout, /^VERDICT: /m);
    assert.match(project.read('summary.md'), /not ready/i);
  });

  test('junit alone prints nothing, and the files are there all the same', async (t) => {
    const project = trialProject(t, FILES);
    const { exitCode, stdout, stderr } = await project.seatrial(['run', '--reporter', 'junit']);
    assert.deepEqual([exitCode, stdout, stderr], [1, '', '']);
    for (const file of ['junit.xml', 'ctrf.json', 'report.html', 'run.json']) {
      assert.ok(project.exists(`.session/runs/latest/${file}`), file);
    }
  });

  test('a coding agent that reads a pipe gets the short form by itself', async (t) => {
    const project = trialProject(t, FILES);
    const { stdout } = await project.seatrial(['run'], { env: { CLAUDECODE: '1' } });
    assert.match(stdout, /^VERDICT: not ready/);
  });
});

test('latest points to the newest run, from a folder below the project too; git sees none of it', async (t) => {
  const project = trialProject(t, { ...FILES, 'deep/er/file.txt': '' });
  await project.seatrial(['run', '--only', 'T-1']);
  const second = await project.seatrial(['run', '--only', 'T-1'], { directory: 'deep/er' });
  assert.equal(second.exitCode, 0, second.stdout);
  const [, newest] = project.runs();
  const latest = join(project.root, '.session', 'runs', 'latest');
  assert.ok(lstatSync(latest).isSymbolicLink());
  assert.equal(readlinkSync(latest), newest);
  assert.match(
    second.stdout,
    new RegExp(`report {2}\\.\\./\\.\\./\\.session/runs/${newest}/report\\.html`),
  );
  assert.equal(project.read('.session/runs/.gitignore'), '*\n');
});
