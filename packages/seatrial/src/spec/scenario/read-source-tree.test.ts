import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { readAnyYaml } from './read-any-yaml.ts';
import { readPlainYaml } from './read-plain-yaml.ts';

const BLOCKS = [
  `# a comment
steps:
  - http: POST cooker/start-cook   # another
    headers: { authorization: null, "x-a": "b\\tc", 'x''b': 'it''s' }
    json: { temperature_celsius: 65.5, time: -90, food: chicken breast, list: [1, two, [3]], {}: 1 }
    expect:
      status: { $oneOf: [2xx, 409] }

      json:
        success: true
        $.items[0].id: { $gte: 40 }
        "$.items[*].n": [1, 2]
    within: 1.5s
  - wait until:
      sql: db
      query: select count(*) as n from t where id = $1 and x = 'a'
      parameters: [i1, "", a:b, -x, 0.5]
    every: 50ms
`,
  `steps:
- http: GET web/a?x=1&y=2
  expect:
    json: {
      "a":1,
      b: [
        x,
        y
      ],
    }
  capture: { id: $.id, next: "header:location" }
- exec: [sh, -c, 'echo $$', 5]
`,
  'steps: [{ http: GET web/x, expect: { status: 200 } }, { ws: web/e, send: [{ a: 1 }, raw text] }]',
  'steps:\n- - a: 1\n    b:\n    - c\n    - d: 2\n      e:\n      - f\n    g: 3\n  - h\n- i\n',
  'headers:\n  cooker: { authorization: "Bearer ${cooker.API_KEY}" }\n',
];

/** Mulberry32: small, seeded, good enough to choose mutations. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const PIECES = [
  ...' :,[]{}#&*!|>\'"%@`?-<=~\n\\'.split(''),
  '  ',
  '\n  ',
  '\n    ',
  ': ',
  ' #',
  '- ',
  '\n- ',
  '-',
  '~',
  'null',
  'True',
  '0x1f',
  '1e3',
  '.5',
  '+1',
  '01',
  '...',
  '\n---\n',
  '{}',
  '[]',
  ': [',
  '${x}',
  'é',
  "''",
  '""',
  '\t',
  'a: 1',
  '\n\n',
  '? ',
  '*a',
  '&a ',
  '!!str ',
  '<<: ',
];

function mutate(text: string, next: (below: number) => number): string {
  let mutated = text;
  for (let count = 1 + next(3); count > 0; count -= 1) {
    const at = next(mutated.length + 1);
    const length = next(3) === 0 ? 0 : 1 + next(6);
    const piece = next(3) === 0 ? '' : (PIECES[next(PIECES.length)] ?? '');
    mutated = mutated.slice(0, at) + piece + mutated.slice(at + length);
  }
  return mutated;
}

describe('the fast reader of plain YAML', () => {
  it('reads ordinary blocks itself', () => {
    for (const block of BLOCKS.slice(1)) {
      assert.ok(readPlainYaml(block) !== null, block);
      assert.deepEqual(readPlainYaml(block), readAnyYaml(block).root);
    }
  });

  it('gives the answer of the full parser to whatever it accepts', () => {
    const next = random(20_260_101);
    let accepted = 0;
    for (let round = 0; round < 4000; round += 1) {
      const text = mutate(BLOCKS[next(BLOCKS.length)] ?? '', next);
      const fast = readPlainYaml(text);
      if (fast === null) continue;
      accepted += 1;
      assert.deepEqual({ root: fast, problems: [] }, readAnyYaml(text), text);
    }
    assert.ok(accepted > 400, `only ${String(accepted)} mutations were accepted`);
  });
});
