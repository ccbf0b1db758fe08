import assert from 'node:assert/strict';
import { test } from 'node:test';

import { formatDiagnostic } from '../../src/evidence/index.ts';
import { lintSpecifications } from '../../src/spec/index.ts';
import { specJsonSchema, specificationSchema } from '../../src/spec/spec-json-schema.ts';
import { readFixture, readSpec } from './read-spec.ts';

const seed = readFixture('integration_test_seed');
const head = readFixture('integration_test_head');

function said(text: string): string[] {
  return readSpec(text).remarks.map((one) => formatDiagnostic(one).split('\n')[0] ?? '');
}

test('scope: components with version and note, integration points', () => {
  assert.deepEqual(seed.sections?.scope, {
    description: 'The order flow from the API to the database.',
    components: [
      { name: 'Component A', version: '2.3.0', note: null },
      { name: 'Database', version: '14.2', note: 'primary' },
    ],
    integrationPoints: ['API → database', 'API → queue'],
  });
  assert.deepEqual(head.sections?.scope?.components, [
    { name: 'Order API', version: 'v2.3.0', note: 'FastAPI' },
    { name: 'Message queue', version: '3.12', note: null },
  ]);
});

test('B-WI-06 benchmarks: times, rates, limits and the phases of the load', () => {
  const benchmarks = seed.sections?.performanceBenchmarks;
  assert.deepEqual(
    Object.entries(benchmarks?.responseTimesMs ?? {}).map(([name, { value }]) => [name, value]),
    [
      ['p50', 100],
      ['p95', 500],
      ['p99', 1000],
    ],
  );
  assert.equal(benchmarks?.throughput['target']?.perSecond, 500);
  assert.equal(benchmarks?.resourceLimits.cpuPercent?.value, 80);
  assert.equal(benchmarks?.resourceLimits.memoryBytes?.value, 2e9);
  assert.equal(benchmarks?.resourceLimits.diskIoBytesPerSecond?.value, 50e6);
  assert.deepEqual(benchmarks?.loadTest, {
    rampUpSeconds: 300,
    sustainedSeconds: 900,
    rampDownSeconds: 300,
    scenarios: [],
  });
});

test('benchmarks of HEAD: a YAML load test, an application metric, a value nobody can read', () => {
  const benchmarks = head.sections?.performanceBenchmarks;
  assert.deepEqual(Object.keys(benchmarks?.responseTimesMs ?? {}), ['p50', 'p99.9']);
  assert.equal(benchmarks?.throughput['minimum']?.application, true);
  assert.equal(benchmarks?.throughput['maximum tested']?.perSecond, 20);
  assert.deepEqual(benchmarks?.resourceLimits.other, { 'Database connections': '< 50' });
  assert.deepEqual(benchmarks?.loadTest, {
    rampUpSeconds: 30,
    sustainedSeconds: 120,
    rampDownSeconds: 10,
    scenarios: [
      { name: 'order', weight: 80 },
      { name: 'browse', weight: null },
    ],
  });
  assert.deepEqual(
    [benchmarks?.endpoint, benchmarks?.threads, benchmarks?.connections],
    ['/orders', 4, 100],
  );
});

test('B-WI-02 a database contract is its own kind, arrows are one', () => {
  assert.deepEqual(
    seed.sections?.apiContracts?.map(
      ({ name, kind, contractFile, version, breakingChanges, schemaFile }) => [
        name,
        kind,
        contractFile ?? schemaFile,
        version,
        breakingChanges,
      ],
    ),
    [
      ['Order API → Queue', 'api', 'contracts/order.yaml', '1.2.0', 'none'],
      ['Order API → Database', 'database', 'db/schema.sql', null, null],
    ],
  );
  const [contract] = head.sections?.apiContracts ?? [];
  assert.deepEqual(
    [contract?.breakingChanges, contract?.previousVersion],
    ['with-major-version', 'v1.9.0'],
  );
});

function sampled(sample: string): string {
  const bullets = ['Contract file: a.yaml', 'Version: 1', `Sample: ${sample}`];
  const lines = bullets.map((bullet) => `- ${bullet}`);
  return ['# Trial', '', '## API Contracts', '', '**A → B:**', '', ...lines, ''].join('\n');
}

test('a contract says of how much that passes a sample is checked; what is no sample is told', () => {
  const checkEvery = (sample: string): number | undefined =>
    readSpec(sampled(sample)).sections?.apiContracts?.[0]?.checkEvery;
  assert.deepEqual(
    ['every 50th exchange', '1 of 20', '2 %', '100%', 'most of it'].map(checkEvery),
    [50, 20, 50, 1, 1],
  );
  const [remark, ...others] = said(sampled('most of it'));
  assert.deepEqual(others, []);
  assert.match(remark ?? '', /warning SPEC_CONTRACT_SAMPLE: "most of it" says no sample/);
});

test('B-WI-09 services are images or names, and nothing else', () => {
  assert.deepEqual(
    head.sections?.environmentRequirements?.services.map(({ image, tag, digest, ports, note }) => [
      image,
      tag,
      digest,
      ports,
      note,
    ]),
    [
      ['postgres', '14.2', null, [5432], null],
      ['ghcr.io/acme/order-api', '2.3', 'sha256:abcdef', [8000, 8001], 'the API'],
      ['order-worker', null, null, [], null],
    ],
  );
  const environment = seed.sections?.environmentRequirements;
  assert.equal(environment?.composeFile, 'docker-compose.integration.yml');
  assert.deepEqual(environment?.configFiles, ['config/*.yaml', '.env.test']);
  assert.deepEqual(environment?.volumes, ['pgdata', 'redisdata']);
  assert.equal(environment?.secrets, 'Loaded from .env.integration');
});

test('criteria keep their group and their tick, dependencies are told apart', () => {
  assert.deepEqual(seed.sections?.acceptanceCriteria, [
    { group: 'Functional', text: 'All scenarios pass', done: false },
    { group: 'Functional', text: 'Errors are handled', done: true },
    { group: 'Performance', text: 'Benchmarks are met', done: false },
  ]);
  assert.deepEqual(seed.sections?.dependencies, {
    workItems: ['Order API finished', 'Schema agreed'],
    services: ['api depends on postgres'],
  });
});

test('a complete spec has no remarks, an incomplete one says each with its place', () => {
  assert.deepEqual(seed.remarks, []);
  assert.deepEqual(
    head.remarks.map(({ code, severity, line }) => [code, severity, line]),
    [
      ['SPEC_SECTION_MISSING', 'warning', 1],
      ['SPEC_QUANTITY', 'error', 42],
      ['SPEC_APPLICATION_METRIC', 'warning', 46],
      ['SPEC_SERVICE', 'error', 85],
      ['SPEC_FIXTURE', 'warning', 91],
    ],
  );
});

test('B-WI-14 a placeholder that was never filled is no content', () => {
  const text = `# Feature: [Name]

## Overview
A \`[Name]\` in code, [a link](x), [x], [INT-01] and - [ ] are none.
One is [what it does].
`;
  const found = said(text).filter((line) => line.includes('SPEC_PLACEHOLDER'));
  assert.deepEqual(found, [
    'spec.md:1:12: error SPEC_PLACEHOLDER: template placeholder not filled; got [Name]',
    'spec.md:5:8: error SPEC_PLACEHOLDER: template placeholder not filled; got [what it does]',
  ]);
});

test('B-WI-15 one rule set: criteria are wanted of a bug, and required of a feature', () => {
  const criteria = '## Acceptance Criteria\n\n- [ ] one\n';
  const of = (type: string): string[] =>
    said(`# ${type}: t\n\n${criteria}`).filter((line) => line.includes('CRITERIA'));
  assert.deepEqual(of('Bug'), [
    'spec.md:3:1: warning SPEC_TOO_FEW_CRITERIA: too few acceptance criteria; expected at least 3, got 1',
  ]);
  assert.deepEqual(of('Feature'), [
    'spec.md:3:1: error SPEC_TOO_FEW_CRITERIA: too few acceptance criteria; expected at least 3, got 1',
  ]);
});

test('a section that only holds a comment, or nothing, is empty, not missing', () => {
  const found = said(
    '# Refactor: t\n\n## Overview\n## Current State\n\n<!-- why -->\n\n## Scope\n\nx\n',
  );
  assert.deepEqual(found.slice(0, 3), [
    'spec.md:3:1: error SPEC_SECTION_EMPTY: section "Overview" is empty',
    'spec.md:4:1: error SPEC_SECTION_EMPTY: section "Current State" is empty',
    'spec.md:1:1: error SPEC_SECTION_MISSING: a spec of type refactor has a section "Proposed Refactor", this one has not',
  ]);
});

test('a required service that the Compose file does not have is named, with those it has', () => {
  const reading = { specifications: [head], diagnostics: [] };
  const services = [
    { name: 'db', image: 'docker.io/library/postgres:14.2' },
    { name: 'order-workers', image: null },
    { name: 'api', image: 'ghcr.io/acme/order-api:2.4' },
  ];
  const unmatched = lintSpecifications(reading, services).filter(
    ({ code }) => code === 'SPEC_SERVICE_UNMATCHED',
  );
  assert.deepEqual(unmatched.map(formatDiagnostic), [
    '.session/specs/integration_test_head.md:86:3: error SPEC_SERVICE_UNMATCHED: no service of the Compose file has this name or image: order-worker\n' +
      '  did you mean "order-workers"? known: db, order-workers, api',
  ]);
});

test('what is parsed fits the published schema', () => {
  for (const specification of [seed, head, readFixture('executable')]) {
    specificationSchema.strict().parse(structuredClone(specification));
  }
  const schema = specJsonSchema();
  assert.equal(schema['type'], 'object');
});
