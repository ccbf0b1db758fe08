import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { formatDiagnostic } from '../../src/evidence/index.ts';
import { configJsonSchema, parseConfig } from '../../src/project/index.ts';
import type { ProjectConfig } from '../../src/project/index.ts';

function fixture(name: string): ProjectConfig {
  const text = readFileSync(new URL(`../fixtures/project/${name}.json`, import.meta.url), 'utf8');
  const { config, diagnostics } = parseConfig(text);
  assert.deepEqual(diagnostics, []);
  return config;
}

test('B-CFG-01 a config with only some gates keeps the defaults of the others', () => {
  const { gates } = fixture('generation-a');
  assert.equal(gates.testExecution.coverageThresholdPercent, 85);
  assert.equal(gates.testExecution.commands['python'], 'pytest -q');
  assert.equal(gates.testExecution.commands['javascript'], 'npm test -- --coverage');
  assert.equal(gates.linting.required, true);
  assert.equal(gates.linting.enabled, true);
  assert.equal(gates.formatting.autoFix, true);
  assert.equal(gates.security.failOn, 'critical');
  assert.equal(gates.documentation.checkReadme, true);
  assert.deepEqual(gates.context7.importantLibraries, ['react']);
  assert.deepEqual(gates.customRules, [{ type: 'file_exists', path: 'LICENSE' }]);
  assert.equal(gates.integrationTests.performanceRequired, false);
  assert.equal(gates.integrationTests.contractsRequired, false);
  assert.equal(gates.integrationTests.required, true);
  assert.equal(gates.integrationDocumentation.requireSequenceDiagrams, false);
  assert.equal(gates.integrationDocumentation.requireApiContracts, true);
});

test('B-CFG-05 the top-level integration_tests of generation b is read key by key', () => {
  const { integrationTests, integrationDocumentation } = fixture('generation-b').gates;
  assert.deepEqual(
    {
      composeFile: integrationTests.composeFile,
      environmentValidation: integrationTests.environmentValidation,
      healthCheckTimeoutMs: integrationTests.healthCheckTimeoutMs,
      performanceRequired: integrationTests.performanceRequired,
      regressionThresholdShare: integrationTests.regressionThresholdShare,
      loadTestTool: integrationTests.loadTestTool,
      contractsRequired: integrationTests.contractsRequired,
      contractFormat: integrationTests.contractFormat,
    },
    {
      composeFile: 'docker-compose.integration.yml',
      environmentValidation: false,
      healthCheckTimeoutMs: 120_000,
      performanceRequired: false,
      regressionThresholdShare: 0.2,
      loadTestTool: 'k6',
      contractsRequired: false,
      contractFormat: 'asyncapi',
    },
  );
  assert.equal(integrationDocumentation.requireArchitectureDiagram, false);
  assert.equal(integrationDocumentation.requireApiContracts, false);
  assert.equal(integrationDocumentation.requireSequenceDiagrams, true);
});

test('B-CFG-02 a tier among the gates is no gate, and quality_gates.integration goes before the top level', () => {
  const { gates, gitWorkflow, curation, deployment } = fixture('generation-c');
  assert.equal(gates.tier, 'tier-2-standard');
  assert.equal(gates.testExecution.coverageThresholdPercent, 90);
  assert.equal(gates.specCompleteness.required, false);
  assert.equal(gates.integrationTests.performanceRequired, false);
  assert.equal(gates.integrationTests.regressionThresholdShare, 0.3);
  assert.equal(gates.integrationTests.composeFile, 'older.yml');
  assert.equal(gates.deployment.securityScans, false);
  assert.equal(gates.context7.enabled, true);
  assert.deepEqual(gates.customRules, [{ type: 'command', command: 'make check' }]);
  assert.equal(gitWorkflow.mode, 'local');
  assert.equal(gitWorkflow.autoCreatePullRequest, true);
  assert.deepEqual([curation.frequency, curation.containmentThreshold], [3, 0.9]);
  assert.deepEqual(
    [deployment.smokeTests.timeoutMs, deployment.smokeTests.retryCount],
    [30_000, 3],
  );
  assert.deepEqual(deployment.environments.production, { autoDeploy: true, requireApproval: true });
});

test('the names that appear only in documentation are aliases', () => {
  const { gates } = fixture('generation-d');
  assert.equal(gates.testExecution.command, 'make test');
  assert.equal(gates.testExecution.timeoutMs, 90_000);
  assert.equal(gates.testExecution.coverageThresholdPercent, 70);
  assert.equal(gates.linting.required, true);
  assert.equal(gates.linting.commands['go'], 'golangci-lint run');
  assert.equal(gates.formatting.enabled, false);
  assert.equal(gates.security.failOn, 'medium');
});

test('a canonical name goes before its alias', () => {
  const text = JSON.stringify({
    quality_gates: {
      security: { fail_on: 'low', severity: 'critical' },
      test: { required: false, enabled: false },
      test_execution: { required: true },
    },
  });
  const { gates } = parseConfig(text).config;
  assert.equal(gates.security.failOn, 'low');
  assert.deepEqual([gates.testExecution.required, gates.testExecution.enabled], [true, false]);
});

const malformed: readonly (readonly [string, string, string])[] = [
  ['a comment', '{\n  "trial": {} // ours\n}', '2:15: error JSON_MALFORMED'],
  ['a comma after the last key', '{\n  "trial": {},\n}', '2:14: error JSON_MALFORMED'],
  ['an unclosed brace', '{\n  "trial": {', '2:13: error JSON_MALFORMED'],
  ['a bare word', '{ "a": yes }', '1:8: error JSON_MALFORMED'],
  ['an empty file', '', '1:1: error JSON_MALFORMED'],
  ['a file that is a list', '[]', '1:1: error CONFIG_WRONG_TYPE'],
];
for (const [what, text, place] of malformed) {
  test(`${what} is an error with its place, never defaults`, () => {
    const [first, ...more] = parseConfig(text).diagnostics;
    assert.ok(first !== undefined);
    assert.match(formatDiagnostic(first), new RegExp(`^\\.session/config\\.json:${place}`));
    assert.deepEqual(more, []);
  });
}

test('a wrong type names the JSON path, the line, what was expected and what was seen', () => {
  const text = `{
  "quality_gates": {
    "test_execution": { "coverage_threshold": "80" },
    "security": { "fail_on": "hihg" }
  },
  "trial": { "retries": 1.5, "suites": [{ "name": "e2e", "runner": "vitst" }, { "runner": "jest" }] }
}`;
  assert.deepEqual(parseConfig(text).diagnostics.map(formatDiagnostic), [
    '.session/config.json:6:25: error CONFIG_WRONG_TYPE: trial.retries is wrong; expected an integer, got number 1.5',
    '.session/config.json:6:68: error CONFIG_WRONG_TYPE: trial.suites[0].runner is wrong; expected one of "node:test", "vitest", "jest", "playwright", "pytest", "junit", got string "vitst"\n  did you mean "vitest"? known: node:test, vitest, jest, playwright, pytest, junit',
    '.session/config.json:6:79: error CONFIG_MISSING_KEY: trial.suites[1].name is missing; expected a string, got nothing',
    '.session/config.json:3:47: error CONFIG_WRONG_TYPE: quality_gates.test_execution.coverage_threshold is wrong; expected a number, got string "80"',
    '.session/config.json:4:30: error CONFIG_WRONG_TYPE: quality_gates.security.fail_on is wrong; expected one of "critical", "high", "medium", "moderate", "low", got string "hihg"\n  did you mean "high"? known: critical, high, medium, moderate, low',
  ]);
});

test('suites get their defaults, and keep where they stand', () => {
  const text = `{ "trial": { "suites": [
    { "name": "unit", "runner": "node:test" },
    { "name": "java", "runner": "junit", "directory": "./app/", "command": "mvn -q test",
      "report": "target/*.xml", "required": false, "timeout_seconds": 1.5, "environment": true }
  ] } }`;
  const { config, diagnostics } = parseConfig(text);
  assert.deepEqual(diagnostics, []);
  assert.deepEqual(config.trial.suites, [
    {
      name: 'unit',
      runner: 'node:test',
      directory: '.',
      files: [],
      command: null,
      report: null,
      required: true,
      timeoutMs: 300_000,
      needsEnvironment: false,
      source: { file: '.session/config.json', line: 2, column: 5 },
    },
    {
      name: 'java',
      runner: 'junit',
      directory: 'app',
      files: [],
      command: ['mvn', '-q', 'test'],
      report: 'target/*.xml',
      required: false,
      timeoutMs: 1500,
      needsEnvironment: true,
      source: { file: '.session/config.json', line: 3, column: 5 },
    },
  ]);
});

test('suites that cannot be carried out are refused', () => {
  const text = JSON.stringify({
    trial: {
      suites: [
        { name: 'a', runner: 'junit', report: 'x.xml' },
        { name: 'a', runner: 'jest', command: 'sh -c "open' },
      ],
    },
  });
  assert.deepEqual(
    parseConfig(text).diagnostics.map(({ code }) => code),
    ['CONFIG_SUITE_INCOMPLETE', 'CONFIG_DUPLICATE_SUITE', 'CONFIG_COMMAND'],
  );
});

interface SchemaNode {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly items?: SchemaNode;
  readonly anyOf?: readonly SchemaNode[];
  readonly additionalProperties?: unknown;
}

// Every key of the schema with values that no default has, nested as the file nests them.
function* leaves(
  node: SchemaNode,
  path: readonly string[] = [],
): Generator<readonly [string, unknown[]]> {
  for (const [key, inner] of Object.entries(node.properties ?? {})) {
    const own = [...path, key];
    const wrap = (value: unknown): unknown =>
      own.toReversed().reduce<unknown>((nested, part) => ({ [part]: nested }), value);
    if (inner.properties !== undefined) yield* leaves(inner, own);
    else yield [own.join('.'), samples(inner).map(wrap)];
  }
}

function samples(node: SchemaNode): unknown[] {
  if (node.anyOf !== undefined) return node.anyOf.flatMap(samples);
  if (node.enum !== undefined) return [...node.enum];
  if (node.type === 'boolean') return [true, false];
  if (node.type === 'string') return ['odd'];
  if (node.type === 'array' && node.items?.properties?.['runner'] !== undefined) {
    return [[{ name: 'odd', runner: 'jest' }]];
  }
  if (node.type === 'array') return [node.items?.type === 'object' ? [{ odd: 1 }] : ['odd']];
  if (node.type === 'object') return [{ odd: 'odd' }];
  return [1, 0.5];
}

test('B-CFG-05 every key that the schema knows is read', () => {
  const defaults = JSON.stringify(parseConfig('{}').config);
  const unread = [...leaves(configJsonSchema())].filter(([, files]) =>
    files.every((file) => {
      const { config, diagnostics } = parseConfig(JSON.stringify(file));
      return diagnostics.length > 0 || JSON.stringify(config) === defaults;
    }),
  );
  assert.deepEqual(
    unread.map(([path]) => path),
    ['$schema'],
  );
});
