import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { contractProject, OK_SCHEMA, webApi } from '../support/contract-project.ts';
import { assertMatches } from '../support/published-schema.ts';
import { OK, scenario, smallProject } from '../support/small-project.ts';
import { trialProject } from '../support/trial-project.ts';

const COVERAGE = ['contracts', 'coverage'];
const SICK = '{ http: GET web/sick, expect: { status: 503 } }';
const MISSING = { '/missing': { get: { responses: { 200: { description: 'never' } } } } };

describe('contracts coverage', { concurrency: 2 }, () => {
  test('shows what of each contract the last run has exercised, or a run that is named', async (t) => {
    const project = contractProject(t, [scenario('T-1', OK), scenario('T-2', SICK)], {
      document: webApi({ type: 'object', properties: { id: {} } }, MISSING),
    });
    assert.equal(
      (await project.seatrial(['run', '--only', 'T-1', '--only', 'contract:*'])).exitCode,
      0,
    );
    assert.equal((await project.seatrial(['run'])).exitCode, 1);
    const { exitCode, stdout, stderr } = await project.seatrial(COVERAGE);
    assert.equal(exitCode, 0, stderr);
    assert.deepEqual(stdout.trimEnd().split('\n').slice(0, 9), [
      'contract:api  Contract Client → web  failed',
      '  1 of 2 operations, 1 of 2 responses, 0 of 0 parameters exercised; checked 2 exchanges',
      '  not exercised:',
      '    GET /missing',
      '  undocumented:',
      '    GET /sick',
      '  undocumented fields, in the first 100 of each operation:',
      '    GET /ok  /ok',
      '  violations:',
    ]);
    const [first = ''] = project.runs();
    const earlier = await project.seatrial([...COVERAGE, first]);
    assert.equal(earlier.exitCode, 0, earlier.stderr);
    assert.match(earlier.stdout, /passed\n.*checked 1 exchange/);
    const byFolder = await project.seatrial([...COVERAGE, `.session/runs/${first}`]);
    assert.equal(byFolder.stdout, earlier.stdout);
  });

  test('prints one document with --json, as its published schema says', async (t) => {
    const project = contractProject(t, [scenario('T-1', OK)], { document: webApi(OK_SCHEMA) });
    assert.equal((await project.seatrial(['run'])).exitCode, 0);
    const { exitCode, stdout } = await project.seatrial([...COVERAGE, '--json']);
    assert.equal(exitCode, 0);
    const document = JSON.parse(stdout) as { contracts: readonly { kept: { seen: number } }[] };
    assertMatches('contracts-coverage', document);
    assert.equal(document.contracts[0]?.kept.seen, 1);
  });

  test('says when nothing is known, which is no success', async (t) => {
    const silent = contractProject(t, [scenario('T-1', '{ exec: [node, -e, ""] }')], {
      document: webApi(OK_SCHEMA),
    });
    assert.equal((await silent.seatrial(['run'])).exitCode, 2);
    const unsent = await silent.seatrial(COVERAGE);
    assert.equal(unsent.exitCode, 2);
    assert.match(unsent.stdout, /not held against anything: nothing was sent to web/);
    assertMatches(
      'contracts-coverage',
      JSON.parse((await silent.seatrial([...COVERAGE, '--json'])).stdout),
    );

    const without = trialProject(t, smallProject([scenario('T-1', OK)]));
    const early = await without.seatrial(COVERAGE);
    assert.equal(early.exitCode, 3);
    assert.match(early.stderr, /there is no run yet/);
    assert.equal((await without.seatrial(['run'])).exitCode, 0);
    const none = await without.seatrial(COVERAGE);
    assert.equal(none.exitCode, 2);
    assert.match(none.stdout, /has held no contract against anything/);
    assert.equal((await without.seatrial([...COVERAGE, 'yesterday'])).exitCode, 3);
  });
});
