import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { assertMatches } from '../support/published-schema.ts';
import { smallProject } from '../support/small-project.ts';
import { trialProject } from '../support/trial-project.ts';

/** A dollar sign is written twice in a Compose file. */
const COUNTS = 'i=0; while [ $$i -lt 3000 ]; do i=$$((i+1)); echo "line $$i"; done';
const COMPOSE = `services:
  a:
    x-native: { command: [sh, -c, '${COUNTS}; printf "no end"; exec sleep 600'] }
  long-name:
    x-native: { command: [sh, -c, 'echo größer; while ! test -e go; do sleep 0.02; done; echo gone on; exec sleep 600'] }
`;

describe('env logs', () => {
  test('shows lines with their service, the last ones, one service, or all as a document', async (t) => {
    const project = trialProject(t, smallProject([], {}, COMPOSE));
    const never = await project.seatrial(['env', 'logs']);
    assert.equal(never.exitCode, 4);
    assert.match(never.stderr, /no environment of this project has run/);
    assert.equal((await project.seatrial(['env', 'up', '--wait'])).exitCode, 0);
    const follow = project.start(['env', 'logs', '--follow']);
    await follow.says('a         | line 3000\n');
    await follow.says('long-name | größer\n');
    const [all, tail, none, colours, json, unknown, both] = await Promise.all([
      project.seatrial(['env', 'logs', 'a']),
      project.seatrial(['env', 'logs', '--tail', '2']),
      project.seatrial(['env', 'logs', '-n', '0', 'long-name']),
      project.seatrial(['env', 'logs', 'long-name'], { env: { FORCE_COLOR: '1' } }),
      project.seatrial(['env', 'logs', '--json', '--tail', '1', 'long-name']),
      project.seatrial(['env', 'logs', 'b']),
      project.seatrial(['env', 'logs', '--json', '-f']),
    ]);
    const lines = all.stdout.split('\n');
    assert.deepEqual(
      [lines.length, lines[0], lines[2999], lines[3000]],
      [3002, 'a | line 1', 'a | line 3000', 'a | no end'],
    );
    assert.equal(
      tail.stdout,
      'a         | line 3000\na         | no end\nlong-name | größer\n',
      'a last line without its end counts',
    );
    assert.equal(none.stdout, '');
    assert.equal(colours.stdout, '\u001b[36mlong-name |\u001b[39m größer\n');
    assertMatches('environment-logs', JSON.parse(json.stdout));
    assert.deepEqual((JSON.parse(json.stdout) as { services: unknown }).services, [
      { name: 'long-name', lines: ['größer'] },
    ]);
    assert.equal(unknown.exitCode, 3);
    assert.match(unknown.stderr, /no service "b" has a log/);
    assertMatches('error', JSON.parse(both.stdout));
    project.write('go', '');
    await follow.says('long-name | gone on\n');
    await project.seatrial(['env', 'down']);
    const { exitCode, stdout } = await follow.ended();
    assert.equal(exitCode, 0, 'it ends with the environment');
    assert.match(stdout, /^a {9}\| no end$/m);
    const after = await project.seatrial(['env', 'logs', 'long-name']);
    assert.equal(after.stdout, 'long-name | größer\nlong-name | gone on\n', 'logs stay');
  });
});
