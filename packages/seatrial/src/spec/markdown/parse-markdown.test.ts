import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import type { Nodes } from 'mdast';

import { cutAtHeadings } from './cut-at-headings.ts';
import { parseFully, parseMarkdown } from './parse-markdown.ts';
import { readPlainChunk } from './read-plain-chunk.ts';

/** Lines as they stand in specs, and lines that mean something else beside others. */
const LINES = [
  '',
  '# Feature: Area 1',
  '### INT-01 A cook from `start` to **stop**',
  '## Closed ##',
  '#no heading',
  '  # indented',
  '**Setup:** an idle device, 22.5 °C.',
  '**Expected Results:** every_answer has **two**, `three` and (**four**).',
  'A line & another; R&D costs 5 % more!',
  'a **b** c**d** `x` y',
  '2026 was a year',
  '1. first',
  '- FR-01: Start a cook',
  '- **Cooker**: `1.0.0` (HTTP)',
  '- [ ] not done',
  '* starred',
  '  more of it',
  '    indented code',
  '> quoted',
  '```yaml scenario',
  '```',
  '~~~',
  '  ```',
  '- ```',
  '---',
  '===',
  'left | right',
  '--- | ---',
  '| a | b |',
  '<!-- a comment -->',
  '<!-- one that goes on',
  'ends here -->',
  '<div>',
  '[label]: http://localhost/',
  'see [label] or *this* \\* &amp; _that_',
  'hard break  ',
  'ends in a backslash\\',
  '``two`` ticks and ` loose',
  '** loose ** stars',
  '***',
  'tab\there',
  'fish &amp; chips',
  '_emphasis_ begins here',
  'it ends_ here, _or there_',
  'in**side** a word',
  '- one\n\n- two',
  '- one\n\n  more of one',
  '   ',
];

function withoutOffsets(node: Nodes): unknown {
  const text = JSON.stringify(node, (key, value: unknown) =>
    key === 'offset' ? undefined : value,
  );
  return JSON.parse(text);
}

function assertSame(text: string): void {
  const { children } = parseMarkdown(text);
  assert.deepEqual(
    children.map(withoutOffsets),
    parseFully(text).children.map(withoutOffsets),
    JSON.stringify(text),
  );
}

describe('parseMarkdown answers as the full parser does', () => {
  test('for every two lines, between plain ones', () => {
    for (const first of LINES) {
      for (const second of LINES) {
        assertSame(`plain\n\n${first}\n${second}\nplain\n\n# Next\nplain`);
      }
    }
  });

  test('for many lines in any order', () => {
    let state = 20_261_121;
    const next = (below: number): number => {
      // Numerical Recipes' linear congruential generator: the same order in every run.
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
    for (let round = 0; round < 500; round += 1) {
      const lines = Array.from({ length: 2 + next(12) }, () => LINES[next(LINES.length)] ?? '');
      assertSame(lines.join(next(3) === 0 ? '\n\n' : '\n'));
    }
  });

  test('for line ends of another system', () => {
    assertSame('# One\r\n\r\ntext\r\n\r\n## Two\r\n');
  });
});

test('what a spec is made of does not need the full parser', () => {
  const text = `# Feature: Area 1

## Requirements

- FR-01: Start a cook with \`temperature_celsius\` and time
- FR-02: Report it

### INT-01 A cook from start to stop

Covers: FR-01, FR-02

**Setup:** an idle device.
**Actions:** start chicken at 65 °C for 90 minutes, ask for the status.

\`\`\`yaml scenario
steps:
  - http: GET cooker/status
# not a heading
\`\`\`
`;
  const chunks = cutAtHeadings(text.split('\n')) ?? [];
  assert.equal(chunks.length, 3);
  assert.ok(chunks.every((chunk) => readPlainChunk(chunk) !== null));
  assertSame(text);
});
