import assert from 'node:assert/strict';
import { test } from 'node:test';

import { formatDiagnostic } from '../../src/evidence/index.ts';
import { readProject } from '../../src/project/index.ts';
import { readSpecifications } from '../../src/spec/index.ts';
import type { SpecificationsReading } from '../../src/spec/index.ts';
import { projectFolder } from '../project/project-folder.ts';

async function read(files: Readonly<Record<string, unknown>>): Promise<SpecificationsReading> {
  await using folder = await projectFolder(files);
  return readSpecifications(await readProject(folder.root));
}

test('all specs of the folder and those that work items name elsewhere, sorted, with their owner', async () => {
  const { specifications, diagnostics } = await read({
    '.session/tracking/work_items.json': {
      work_items: {
        feature_b: { type: 'feature', title: 'B' },
        bug_a: { type: 'bug', title: 'A', spec_file: 'docs/a.md' },
      },
    },
    '.session/specs/z.md': '# Z\n',
    '.session/specs/feature_b.md': '# Security: looks like another type\n',
    '.session/specs/notes.txt': '# no spec\n',
    'docs/a.md': '# A\n',
  });
  assert.deepEqual(
    specifications.map(({ file, workItem, type }) => [file, workItem, type]),
    [
      ['.session/specs/feature_b.md', 'feature_b', 'feature'],
      ['.session/specs/z.md', null, null],
      ['docs/a.md', 'bug_a', 'bug'],
    ],
  );
  assert.deepEqual(diagnostics, []);
});

test('a spec that open work names and nobody wrote is an error; a derived or finished one a warning', async () => {
  const { diagnostics } = await read({
    '.session/tracking/work_items.json': `{ "work_items": {
  "a": { "type": "bug", "title": "A", "spec_file": "a.md" },
  "b": { "type": "bug", "title": "B", "spec_file": "b.md", "status": "completed" },
  "c": { "type": "bug", "title": "C" }
} }`,
  });
  assert.deepEqual(
    diagnostics.map(({ code, severity, line, column, expected }) => [
      code,
      severity,
      line,
      column,
      expected,
    ]),
    [
      ['SPEC_FILE_MISSING', 'warning', 4, 3, '.session/specs/c.md'],
      ['SPEC_FILE_MISSING', 'error', 2, 3, 'a.md'],
      ['SPEC_FILE_MISSING', 'warning', 3, 3, 'b.md'],
    ],
  );
});

test('an id in two files is an error, a requirement in two a warning, a proof of nothing an error', async () => {
  const { diagnostics } = await read({
    '.session/specs/a.md': '# A\n## Requirements\n- R-1 one\n## X-1 t\n',
    '.session/specs/b.md':
      '# B\n## Requirements\n- R-1 one\n## X-1 t\nProof: no/such.test.ts > x\n',
  });
  assert.deepEqual(
    diagnostics.map((one) => formatDiagnostic(one).split('\n')[0]),
    [
      '.session/specs/b.md:4:1: error SPEC_DUPLICATE_ID: scenario X-1 is declared twice, first in .session/specs/a.md:4',
      '.session/specs/b.md:3:3: warning SPEC_DUPLICATE_ID: requirement R-1 is declared twice, first in .session/specs/a.md:3',
      '.session/specs/b.md:5:1: error SPEC_PROOF_FILE_MISSING: this proof names a file that does not exist: no/such.test.ts',
    ],
  );
});

test('B-WI-01 B-WI-03 scenarios of the seed in work_items.json count until the spec has its own', async () => {
  const workItems = {
    work_items: {
      order: {
        type: 'integration_test',
        title: 'Order',
        test_scenarios: [
          { setup: ['a'], actions: ['b'], expected_results: 'c' },
          'just a sentence',
        ],
      },
    },
  };
  const of = async (spec: string): Promise<SpecificationsReading> =>
    read({ '.session/tracking/work_items.json': workItems, '.session/specs/order.md': spec });
  const [older] = (await of('# Integration Test: Order\n')).specifications;
  assert.deepEqual(
    older?.scenarios.map(({ id, title, setup, expectedResults, evidence }) => [
      id,
      title,
      setup,
      expectedResults,
      evidence.form,
    ]),
    [
      ['ORDER-S-1', '', ['a'], ['c'], 'prose'],
      ['ORDER-S-2', 'just a sentence', [], [], 'prose'],
    ],
  );
  assert.ok(!older?.remarks.some(({ code }) => code === 'SPEC_NO_SCENARIO'));
  const [newer] = (await of('# Integration Test: Order\n\n### X-1 own\n')).specifications;
  assert.deepEqual(
    newer?.scenarios.map(({ id }) => id),
    ['X-1'],
  );
  assert.ok(newer?.remarks.some(({ code }) => code === 'SPEC_STRUCTURED_DIFFERS'));
});
