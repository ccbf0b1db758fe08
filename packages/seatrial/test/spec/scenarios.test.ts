import assert from 'node:assert/strict';
import { test } from 'node:test';

import { formatDiagnostic } from '../../src/evidence/index.ts';
import { readFixture, readSpec, scenarioOf } from './read-spec.ts';

const executable = readFixture('executable');

test('a scenario is a heading of any level that begins with an id', () => {
  assert.deepEqual(
    executable.scenarios.map(({ id, title, source }) => [id, title, source.line]),
    [
      ['S-3', 'Paying twice is refused', 23],
      ['S-4', 'Proven by a test', 37],
      ['S-5', 'Proven by a file', 46],
      ['S-6', 'Prose only', 50],
    ],
  );
  assert.deepEqual(executable.diagnostics, []);
});

test('requirements are declared in lists, tables and headings below Requirements', () => {
  assert.deepEqual(
    executable.requirements.map(({ id, title, source }) => [id, title, source.line, source.column]),
    [
      ['R-2', 'A paid invoice stays paid', 9, 1],
      ['R-5', 'Nobody pays twice', 11, 3],
      ['R-6', 'Not even slowly', 12, 6],
      ['R-7', 'Refunds', 14, 1],
    ],
  );
});

test('Covers, Required and Proof are read as lines, bold labels and list items; comments are not', () => {
  const covered = executable.scenarios.map(({ requirements, required }) => [
    requirements,
    required,
  ]);
  assert.deepEqual(covered, [
    [['R-2', 'R-5'], true],
    [['R-6'], false],
    [[], true],
    [[], true],
  ]);
});

test('a proof keeps what Markdown would take for emphasis, and may name a whole file', () => {
  assert.deepEqual(scenarioOf(executable, 'S-4').evidence, {
    form: 'proof',
    path: 'tests/__init__.test.ts',
    test: 'pays > refuses double pay',
    source: { file: '.session/specs/executable.md', line: 42, column: 3 },
  });
  const { evidence } = scenarioOf(executable, 'S-5');
  assert.deepEqual(evidence.form === 'proof' && [evidence.path, evidence.test], [
    'tests/whole.test.ts',
    null,
  ]);
  assert.equal(scenarioOf(executable, 'S-6').evidence.form, 'prose');
});

test('a block inside a list inside a quote keeps the exact place of its steps', () => {
  const { evidence } = scenarioOf(executable, 'S-3');
  assert.ok(evidence.form === 'steps');
  const [step] = evidence.block.steps;
  assert.deepEqual([step?.source.line, step?.source.column], [33, 10]);
  assert.equal(executable.background?.headers['api']?.['authorization'], 'Bearer secret');
});

test('labels within one line are told apart', () => {
  const { setup, actions, expectedResults } = scenarioOf(executable, 'S-3');
  assert.deepEqual(
    [setup, actions, expectedResults.slice(0, 1)],
    [['an open invoice.'], ['pay, pay again.'], ['the second answer is 409.']],
  );
});

const spellings = [
  '**Setup:**\n- a\n\n**Actions:**\n1. b\n\n**Expected Results:**\n- c',
  '**Setup**:\n- a\n\n**Actions**:\n1. b\n\n**Expected Results**:\n- c',
  'Setup:\n- a\n\nActions:\n1. b\n\nExpected Results:\n- c',
  '#### Setup\n- a\n#### Actions\n1. b\n#### Expected Results:\n- c',
  '**setup:** a\n**Action:** b\n**EXPECTED:** c',
  '**Setup:**\n- a\n**Actions:**\n1. b\n**Expected Results:**\n- c',
  'Setup: a. Action: b. Expected: c',
];
function withoutStops(items: readonly string[] | undefined): string | undefined {
  return items?.map((item) => item.replace('.', '')).join('|');
}

for (const text of spellings) {
  test(`labels may be spelt ${JSON.stringify(text)}`, () => {
    const [scenario] = readSpec(`### X-1 t\n\n${text}\n`).scenarios;
    assert.deepEqual(
      [
        withoutStops(scenario?.setup),
        withoutStops(scenario?.actions),
        withoutStops(scenario?.expectedResults),
      ],
      ['a', 'b', 'c'],
    );
  });
}

test('B-WI-08 a template of the seed keeps its fences, and headings in fences cut nothing', () => {
  const seed = readFixture('integration_test_seed');
  const first = scenarioOf(seed, 'INTEGRATION-TEST-SEED-S-1');
  assert.deepEqual(first.setup, ['A clean database\n  - with one customer']);
  assert.deepEqual(first.actions, [
    'Post an order\n# not a heading\n## also not a heading\ncurl -X POST localhost/orders',
    'Read it back',
  ]);
  assert.deepEqual(first.expectedResults, ['Status 201', 'One row']);
  const second = scenarioOf(seed, 'INTEGRATION-TEST-SEED-S-2');
  assert.deepEqual(
    [second.setup, second.actions, second.expectedResults],
    [['none'], ['post an empty order'], ['status 400']],
  );
  assert.deepEqual(seed.diagnostics, []);
});

test('a template of HEAD keeps description and diagram, and its headings are labels', () => {
  const head = readFixture('integration_test_head');
  const [scenario] = head.scenarios;
  assert.equal(scenario?.description, 'The order goes all the way.');
  assert.equal(scenario?.sequenceDiagram, 'sequenceDiagram\n  API->>DB: insert');
  assert.deepEqual(
    [scenario?.setup, scenario?.actions, scenario?.expectedResults],
    [['A clean database'], ['Post an order'], ['Status 201']],
  );
});

const block = '```yaml scenario\nsteps:\n  - exec: ["true"]\n```\n';

const faults: readonly (readonly [string, string, readonly string[]])[] = [
  ['a second block', `# X-1 t\n${block}\n${block}`, ['spec.md:7:1: error SPEC_TWO_BLOCKS']],
  ['a block below no id', `# Title\n\n${block}`, ['spec.md:3:1: error SPEC_BLOCK_WITHOUT_ID']],
  [
    'a block below a requirement',
    `# X-1 t\n\n## Requirements\n\n### R-1 r\n\n${block}`,
    ['spec.md:7:1: error SPEC_BLOCK_WITHOUT_ID'],
  ],
  ['an id twice', '# X-1 a\n\n## X-1 b\n', ['spec.md:3:1: error SPEC_DUPLICATE_ID']],
  [
    'a scenario number twice',
    '### Scenario 1: a\n\n### Scenario 1: b\n',
    ['spec.md:3:1: error SPEC_DUPLICATE_ID'],
  ],
  [
    'a block and a proof',
    `# X-1 t\n\nProof: a > b\n\n${block}`,
    ['spec.md:3:1: error SPEC_BLOCK_AND_PROOF'],
  ],
  ['two proofs', '# X-1 t\nProof: a > b\nProof: a > c\n', ['spec.md:3:1: error SPEC_TWO_PROOFS']],
  ['a proof without a path', '# X-1 t\nProof: > b\n', ['spec.md:2:1: error SPEC_PROOF_UNREAD']],
  ['Covers without ids', '# X-1 t\n- Covers: all\n', ['spec.md:2:3: error SPEC_COVERS_NO_ID']],
  [
    'a small id in Covers',
    '# X-1 t\nCovers: R-1, r-2\n',
    ['spec.md:2:1: warning SPEC_COVERS_UNREAD'],
  ],
  [
    'an odd Required',
    '# X-1 t\nRequired: perhaps\n',
    ['spec.md:2:1: warning SPEC_REQUIRED_UNREAD'],
  ],
  [
    'an info string with a typing error',
    '# X-1 t\n```yaml scenaro\nsteps: []\n```\n',
    ['spec.md:2:1: error SPEC_UNKNOWN_BLOCK'],
  ],
  [
    'a fence that nothing closes',
    '# X-1 t\n```yaml scenario\nsteps:\n  - exec: ["true"]\n',
    ['spec.md:2:1: error SPEC_FENCE_UNCLOSED'],
  ],
  [
    'a fence that only another mark would close',
    '# X-1 t\n```yaml scenario\nsteps:\n  - exec: ["true"]\n~~~\n',
    ['spec.md:2:1: error SPEC_FENCE_UNCLOSED'],
  ],
  [
    'a fence that its item ends before it is closed',
    '# X-1 t\n- a\n\n  ~~~yaml scenario\n  steps: []\n\nb\n',
    ['spec.md:4:3: error SPEC_FENCE_UNCLOSED'],
  ],
  [
    'a block below two markers of one line',
    '# X-1 t\n\n> 1. - ```yaml scenario\n>      steps:\n>        - exec: a\n>          expct: 0\n>      ```\n',
    ['spec.md:6:12: error SPEC_UNKNOWN_KEY'],
  ],
  [
    'two backgrounds',
    '```yaml background\nheaders: {}\n```\n\n```yaml background\nheaders: {}\n```\n',
    ['spec.md:5:1: error SPEC_TWO_BACKGROUNDS'],
  ],
  [
    'an unknown key in a block that is nested in a list',
    '# X-1 t\n\n1. do\n\n   ```yaml scenario\n   steps:\n     - exec: ["true"]\n       expct: 0\n   ```\n',
    ['spec.md:8:8: error SPEC_UNKNOWN_KEY'],
  ],
];
for (const [what, text, places] of faults) {
  test(`${what} is said with its place`, () => {
    const found = readSpec(text).diagnostics.map((one) =>
      formatDiagnostic(one).split(': ', 2).join(': '),
    );
    assert.deepEqual(found, places);
  });
}

test('a block below a heading of its own belongs to the nearest id above', () => {
  const { scenarios, diagnostics } = readSpec(`### X-1 t\n\n#### Steps\n\n## Notes\n\n${block}`);
  assert.deepEqual(diagnostics, []);
  assert.equal(scenarios[0]?.evidence.form, 'steps');
});

test('carriage returns change no place', () => {
  const text = '# X-1 t\n\n```yaml scenario\nsteps:\n  - exec: ["true"]\n    expct: 0\n```\n';
  const plain = readSpec(text).diagnostics;
  assert.deepEqual(readSpec(text.replaceAll('\n', '\r\n')).diagnostics, plain);
  assert.equal(plain[0]?.line, 6);
});

test('a byte order mark is none of the text', () => {
  const [scenario] = readSpec('\uFEFF# X-1 t\n').scenarios;
  assert.deepEqual(scenario?.source, { file: 'spec.md', line: 1, column: 1 });
});

test('placeholders are told at their place, not those in code', () => {
  const text =
    '# Feature: `[Name]` of [Name]\n\n- *a* `[Name]` [what it does]\n  and [why]\n  [so on]\n';
  const found = readSpec(text).remarks.filter(({ code }) => code === 'SPEC_PLACEHOLDER');
  assert.deepEqual(
    found.map(({ line, column, seen }) => [line, column, seen]),
    [
      [1, 24, '[Name]'],
      [3, 16, '[what it does]'],
      [5, 3, '[so on]'],
    ],
  );
});

test('B-WI-07 the type comes from the first heading, whatever number of words it has', () => {
  assert.equal(readSpec('# Integration Test: Orders\n').type, 'integration_test');
  assert.equal(readSpec('# Security Task: Tokens\n').type, 'security');
  assert.equal(readSpec('# Feature: Login\n').type, 'feature');
  assert.equal(readSpec('# Notes: of a meeting\n').type, null);
  assert.equal(readSpec('# Security Task: Tokens\n').title, 'Tokens');
  assert.equal(readSpec('text', 'a/b.md').title, 'b');
});
