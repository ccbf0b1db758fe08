import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { PlanDocument } from '../../src/cli/documents.ts';
import { NOT_OK, OK, scenario, smallProject } from '../support/small-project.ts';
import { trialProject } from '../support/trial-project.ts';

const SUITE = { name: 'unit', runner: 'node:test', files: ['unit/*.test.mjs'] };
const covering = (ids: string, text: string): string =>
  text.replace('\n\n', `\n\nCovers: ${ids}\n\n`);
const FILES = {
  ...smallProject(
    [
      '## Requirements\n\n- FR-01: It answers\n- FR-02: It answers well\n- FR-03: It is tested\n- FR-04: It sings\n',
      covering('FR-01', scenario('T-1', OK)),
      covering('FR-02', scenario('T-2', NOT_OK)),
      covering('FR-01, FR-99', scenario('T-3', OK)),
    ],
    { suites: [SUITE] },
  ),
  'unit/a.test.mjs':
    "import { test } from 'node:test';\ntest('FR-03 holds', () => {});\ntest('an orphan', () => {});\ntest('T-77 is gone', () => {});\n",
};

function statesOf({ traceability }: PlanDocument): Record<string, string> {
  return Object.fromEntries(traceability.requirements.map(({ id, state }) => [id, state]));
}

test('plan says how far each requirement is proven, before and after a run', async (t) => {
  const project = trialProject(t, FILES);
  const planOf = async (...argv: readonly string[]): Promise<PlanDocument> => {
    const { exitCode, stdout, stderr } = await project.seatrial(['plan', '--json', ...argv]);
    assert.equal(exitCode, 0, stderr);
    return JSON.parse(stdout) as PlanDocument;
  };

  const before = await planOf();
  assert.deepEqual(statesOf(before), {
    'FR-01': 'covered',
    'FR-02': 'covered',
    'FR-03': 'uncovered',
    'FR-04': 'uncovered',
  });
  assert.equal(before.traceability.runId, null);
  assert.deepEqual(before.services, ['web']);
  assert.deepEqual(
    before.checks.map(({ id }) => id),
    ['suite:unit', 'T-1', 'T-2', 'T-3'],
  );
  assert.deepEqual(project.runs(), [], 'planning starts nothing');
  assert.deepEqual(
    before.traceability.unknownIds.map(({ id, namedBy }) => [id, namedBy.map(({ what }) => what)]),
    [['FR-99', ['T-3']]],
  );

  assert.equal((await project.seatrial(['run'])).exitCode, 1);
  const after = await planOf();
  assert.deepEqual(statesOf(after), {
    'FR-01': 'verified',
    'FR-02': 'failing',
    'FR-03': 'verified',
    'FR-04': 'uncovered',
  });
  assert.equal(after.traceability.runId, project.runs()[0]);
  assert.deepEqual(
    after.traceability.unknownIds.map(({ id }) => id),
    ['FR-99', 'T-77'],
  );
  assert.deepEqual(
    after.traceability.orphanTests.map(({ name, file }) => [name, file]),
    [['an orphan', 'unit/a.test.mjs']],
  );

  // A run of one check does not prove the others.
  assert.equal((await project.seatrial(['run', '--only', 'T-1'])).exitCode, 0);
  assert.equal(statesOf(await planOf())['FR-01'], 'covered');
  const text = await project.seatrial(['plan', '--only', 'T-1']);
  assert.match(text.stdout, /^1 check; boots web\n {2}T-1 {2}the title of T-1\n/);
  assert.match(text.stdout, /^4 requirements: /m);
});

test('the contract of a database takes everything that may migrate it', async (t) => {
  const project = trialProject(t, {
    '.session/config.json': '{}',
    'compose.yaml': `
services:
  stock: { image: 'postgres:18', environment: { POSTGRES_PASSWORD: x } }
  api: { x-native: { command: [node, web.mjs] }, environment: { DATABASE_URL: 'postgres://postgres:x@stock:5432/postgres' } }
  worker: { x-native: { command: [node, web.mjs] }, depends_on: [api] }
  stocktaker: { x-native: { command: [node, web.mjs] }, environment: { URL: 'http://stocks/' } }
  off: { x-native: { command: [node, web.mjs] }, depends_on: [stock], profiles: [later] }
  reports: { x-native: { command: [node, web.mjs] } }
`,
    '.session/specs/shop.md':
      '# Integration Test: Shop\n\n## API Contracts\n\n**Reports → Database:**\n\n- Migrations: `db`\n',
  });
  const { stdout } = await project.seatrial(['plan', '--json']);
  const { services, checks } = JSON.parse(stdout) as PlanDocument;
  assert.deepEqual(services.toSorted(), ['api', 'reports', 'stock', 'worker']);
  assert.deepEqual(
    checks.map(({ id, needsEnvironment }) => [id, needsEnvironment]),
    [['contract:reports-database', true]],
  );
});
