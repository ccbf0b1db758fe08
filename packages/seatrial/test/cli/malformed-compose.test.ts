import assert from 'node:assert/strict';
import { cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { OK, scenario, smallProject } from '../support/small-project.ts';
import { trialProject } from '../support/trial-project.ts';

/** The malformed Compose files that the environment's own tests read one by one; here some go through the command. */
const CORPUS = fileURLToPath(
  new URL('../../../environment/test/fixtures/malformed', import.meta.url),
);
const NAMES = [
  'alias-bomb',
  'binary',
  'dependency-cycle',
  'env-file-missing',
  'extends-files-cycle',
  'html',
  'image-missing',
  'ports-twice',
  'secret-undefined',
  'variable-bomb',
];
const good = smallProject([scenario('T-1', OK)]);

describe(
  'exit 3, a place and nothing started, for a Compose file that is',
  { concurrency: 2 },
  () => {
    for (const name of NAMES) {
      test(name, async (t) => {
        const project = trialProject(t, good);
        for (const file of readdirSync(join(CORPUS, name))) {
          cpSync(join(CORPUS, name, file), join(project.root, file), { recursive: true });
        }
        // Both ways to it: a run, and the services alone.
        const argv = NAMES.indexOf(name) % 2 === 0 ? ['run'] : ['env', 'up'];
        await assertRefused(project, argv);
      });
    }

    test('ten megabytes long', async (t) => {
      const project = trialProject(t, { ...good, 'compose.yaml': '# filler\n'.repeat(1_200_000) });
      await assertRefused(project, ['run']);
    });
  },
);

async function assertRefused(
  project: ReturnType<typeof trialProject>,
  argv: readonly string[],
): Promise<void> {
  const { exitCode, stdout, stderr } = await project.seatrial(argv);
  assert.equal(exitCode, 3, stderr);
  assert.match(
    stderr,
    /^(?:compose|other)\.yaml:\d+:\d+: error (?:COMPOSE|DEPENDENCY)|^\.env:\d+:\d+: error COMPOSE/m,
  );
  assert.equal(stdout, '');
  assert.deepEqual(project.runs(), [], 'a run folder was made');
  assert.doesNotMatch(stderr, /\n {4}at /, 'a stack is for bugs');
}
