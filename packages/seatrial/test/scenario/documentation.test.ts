import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';

import { parseBackgroundBlock, parseScenarioBlock } from '../../src/spec/scenario/index.ts';

const FILE = 'docs/scenarios.md';
const page = readFileSync(new URL(`../../../../${FILE}`, import.meta.url), 'utf8');
const blocks = [...page.matchAll(/^```yaml (scenario|background)\n([^]*?)^```$/gm)];

describe('docs/scenarios.md', () => {
  it('has examples', () => {
    assert.ok(blocks.length >= 8, String(blocks.length));
  });

  for (const { 1: kind, 2: text = '', index } of blocks) {
    const line = page.slice(0, index).split('\n').length + 1;
    it(`shows a ${String(kind)} that can be read at line ${String(line)}`, () => {
      const origin = { file: FILE, line, column: 1 };
      const parse = kind === 'background' ? parseBackgroundBlock : parseScenarioBlock;
      assert.deepEqual(parse(text, origin).diagnostics, []);
    });
  }

  it('names every operator', async () => {
    const { OPERATORS } = await import('../../src/spec/scenario/operators.ts');
    for (const operator of Object.keys(OPERATORS))
      assert.ok(page.includes(`\`${operator}`), operator);
  });
});
