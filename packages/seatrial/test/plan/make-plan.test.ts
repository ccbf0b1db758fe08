import assert from 'node:assert/strict';
import { test } from 'node:test';

import { formatDiagnostic, SeatrialError } from '../../src/evidence/index.ts';
import { makePlan } from '../../src/plan/index.ts';
import type { Plan, PlanInput } from '../../src/plan/index.ts';
import { readProject } from '../../src/project/index.ts';
import { readSpecifications } from '../../src/spec/index.ts';
import { projectFolder } from '../project/project-folder.ts';

const block = (service: string): string =>
  `\`\`\`yaml scenario\nsteps:\n  - http: GET ${service}/health\n\`\`\`\n`;

const FILES = {
  '.session/config.json': {
    trial: {
      suites: [
        { name: 'unit', runner: 'node:test', directory: 'app' },
        { name: 'e2e', runner: 'playwright', directory: 'e2e', environment: true },
      ],
    },
  },
  '.session/tracking/work_items.json': {
    work_items: { feature_shop: { type: 'feature', title: 'Shop' } },
  },
  '.session/specs/feature_shop.md': `# Feature: Shop

## Requirements
- FR-1 Buy
- FR-2 Pay

## Scenarios

### S-1 Steps
Covers: FR-1

${block('api')}

### S-2 Proven by a unit test
Covers: FR-2, FR-9
Proof: app/pay.test.ts > pays

### T-1 Optional
Required: no

${block('web')}
`,
  '.session/specs/other.md': `# Other\n\n### O-1 t\n\n${block('db')}`,
  'app/pay.test.ts': '',
  'e2e/x.ts': '',
  'compose.yaml': '',
};

const SERVICES = ['api', 'web', 'db', 'cache'];

async function plan(
  options: Partial<Omit<PlanInput, 'project' | 'specifications'>> = {},
  changes: Readonly<Record<string, unknown>> = {},
): Promise<Plan> {
  await using folder = await projectFolder({ ...FILES, ...changes });
  const project = await readProject(folder.root);
  const specifications = await readSpecifications(project);
  return makePlan({ project, specifications, composeServices: SERVICES, ...options });
}

const idsOf = ({ checks }: Plan): string[] => checks.map(({ description }) => description.id);

async function refusalOf(planning: Promise<Plan>): Promise<SeatrialError> {
  try {
    await planning;
  } catch (error) {
    if (error instanceof SeatrialError) return error;
    throw error;
  }
  throw new Error('the plan was made');
}

test('suites come first, then scenarios as the files have them', async () => {
  const made = await plan();
  assert.deepEqual(idsOf(made), ['suite:unit', 'suite:e2e', 'S-1', 'S-2', 'T-1', 'O-1']);
  assert.deepEqual(
    made.checks.map(({ description, after, needsEnvironment }) => [
      description.required,
      after,
      needsEnvironment,
    ]),
    [
      [true, [], false],
      [true, [], true],
      [true, [], true],
      [true, ['suite:unit'], false],
      [false, [], true],
      [true, [], true],
    ],
  );
  const described = made.checks[2]?.description;
  assert.equal(described?.rerun, 'npx seatrial run --only S-1');
  assert.equal(described?.workItem, 'feature_shop');
  assert.deepEqual(described?.requirements, ['FR-1']);
  assert.deepEqual(
    made.requirements.map(({ id }) => id),
    ['FR-1', 'FR-2'],
  );
});

test('a suite that wants the environment starts every service', async () => {
  assert.deepEqual((await plan()).services, SERVICES);
});

test('an item is named by work item, file or stem, and brings only the suites it needs', async () => {
  for (const name of ['feature_shop', 'feature_shop.md', './.session/specs/feature_shop.md']) {
    const made = await plan({ items: [name] });
    assert.deepEqual(idsOf(made), ['suite:unit', 'S-1', 'S-2', 'T-1']);
    assert.deepEqual(made.services, ['api', 'web']);
  }
  assert.deepEqual(idsOf(await plan({ items: ['other'] })), ['O-1']);
});

test('--only takes ids and patterns, and pulls in the suite that proves', async () => {
  assert.deepEqual(idsOf(await plan({ only: ['S-2'] })), ['suite:unit', 'S-2']);
  assert.deepEqual(idsOf(await plan({ only: ['S-*', 'O-1'] })), [
    'suite:unit',
    'S-1',
    'S-2',
    'O-1',
  ]);
  assert.deepEqual(idsOf(await plan({ only: ['suite:*'] })), ['suite:unit', 'suite:e2e']);
});

test('prose may be proven by any suite, so it waits for all of them', async () => {
  const made = await plan({}, { '.session/specs/prose.md': '### P-1 t\n\nWords.\n' });
  const prose = made.checks.find(({ description }) => description.id === 'P-1');
  assert.deepEqual(prose?.after, ['suite:unit', 'suite:e2e']);
});

test('an unknown item or check is an error with what was meant', async () => {
  const item = await refusalOf(plan({ items: ['feature_shp'] }));
  assert.deepEqual(
    [item.code, /did you mean "feature_shop"/.test(item.hint ?? '')],
    ['CHECK_NOT_FOUND', true],
  );
  const only = await refusalOf(plan({ only: ['S-1', 'X-*'] }));
  assert.deepEqual([only.code, only.message], ['CHECK_NOT_FOUND', 'no check is named "X-*"']);
});

test('a service that the Compose file does not have is an error at its step, once', async () => {
  const refused = await refusalOf(plan({ composeServices: ['apis', 'web', 'db'] }));
  assert.equal(refused.code, 'INPUT_INVALID');
  assert.deepEqual(refused.diagnostics.map(formatDiagnostic), [
    '.session/specs/feature_shop.md:14:5: error PLAN_UNKNOWN_SERVICE: the Compose file has no service "api"; got "api"\n' +
      '  did you mean "apis"? known: apis, web, db',
  ]);
});

test('without a Compose file nothing that needs services is planned', async () => {
  const refused = await refusalOf(plan({ composeServices: null, items: ['other'] }));
  assert.deepEqual(
    refused.diagnostics.map(({ code, line }) => [code, line]),
    [['PLAN_NO_COMPOSE_FILE', 7]],
  );
  assert.deepEqual(idsOf(await plan({ composeServices: null, only: ['S-2'] })), [
    'suite:unit',
    'S-2',
  ]);
});

test('an error anywhere in what was chosen means no plan, and lists every one', async () => {
  const broken = { '.session/specs/broken.md': '# B-1 a\n# B-1 b\nCovers: x\n' };
  const refused = await refusalOf(plan({}, broken));
  assert.deepEqual(refused.diagnostics.map(({ code }) => code).toSorted(), [
    'SPEC_COVERS_NO_ID',
    'SPEC_DUPLICATE_ID',
  ]);
  assert.match(refused.message, /broken\.md:2:1: error SPEC_DUPLICATE_ID/);
  assert.deepEqual(idsOf(await plan({ items: ['other'] }, broken)), ['O-1']);
});

test('a malformed config is never replaced by defaults', async () => {
  const refused = await refusalOf(plan({}, { '.session/config.json': '{,}' }));
  assert.equal(refused.diagnostics[0]?.code, 'JSON_MALFORMED');
});

test('a proof that no suite runs is an error with what to do', async () => {
  const refused = await refusalOf(
    plan(
      {},
      { '.session/specs/p.md': '### P-1 t\nProof: lib/a.test.ts > x\n', 'lib/a.test.ts': '' },
    ),
  );
  assert.deepEqual(
    refused.diagnostics.map(({ code, line }) => [code, line]),
    [['PLAN_PROOF_WITHOUT_SUITE', 2]],
  );
});

test('warnings travel with the plan', async () => {
  const { warnings } = await plan({}, { '.session/specs/w.md': '### W-1 t\nRequired: perhaps\n' });
  assert.deepEqual(
    warnings.map(({ code }) => code),
    ['SPEC_REQUIRED_UNREAD'],
  );
});

function assertInOrder({ checks }: Plan): void {
  const done = new Set<string>();
  for (const { description, after } of checks) {
    for (const id of after) assert.ok(done.has(id), `${description.id} before ${id}`);
    done.add(description.id);
  }
}

test('a seed shuffles the order, the same seed the same way, and suites stay before their proofs', async () => {
  const orders = new Set<string>();
  for (const seed of [1, 2, 3, 4, 5, 6, 7, 8]) {
    const made = await plan({ seed });
    assertInOrder(made);
    assert.deepEqual(idsOf(made), idsOf(await plan({ seed })));
    assert.deepEqual(idsOf(made).toSorted(), idsOf(await plan()).toSorted());
    orders.add(idsOf(made).join());
  }
  assert.ok(orders.size > 3, `${orders.size} orders`);
});

test('shards hold every check once, a proof beside its suite, and the plan stays complete', async () => {
  const made = await plan({ shard: { index: 1, total: 3 } });
  const shardOf = new Map(made.checks.map(({ description: { id, shard } }) => [id, shard]));
  assert.equal(shardOf.size, 6);
  assert.equal(shardOf.get('S-2'), shardOf.get('suite:unit'));
  for (const shard of shardOf.values()) assert.ok(shard !== null && shard >= 1 && shard <= 3);
  const services = new Set<string>();
  for (const index of [1, 2, 3]) {
    const own = await plan({ shard: { index, total: 3 } });
    assert.deepEqual(
      own.checks.map(({ description }) => description.shard),
      [...shardOf.values()],
    );
    own.services.forEach((service) => services.add(service));
  }
  assert.deepEqual([...services].toSorted(), SERVICES.toSorted());
});

function shardsOf({ checks }: Plan): Record<string, number | null> {
  return Object.fromEntries(checks.map(({ description: { id, shard } }) => [id, shard]));
}

test('a proof is in the shard of its suite, however many shards there are', async () => {
  for (let total = 2; total <= 12; total += 1) {
    const made = shardsOf(await plan({ shard: { index: 1, total } }));
    assert.equal(made['S-2'], made['suite:unit'], `${total} shards`);
  }
});

test('a check keeps its shard when others come and go', async () => {
  const shard = { index: 1, total: 4 };
  const before = shardsOf(await plan({ shard }));
  const after = shardsOf(
    await plan({ shard }, { '.session/specs/a.md': `### A-1 t\n\n${block('db')}` }),
  );
  assert.deepEqual({ ...before, 'A-1': after['A-1'] }, after);
});
